"""The prescriber's word: orders, and the letters to the prescriber."""
