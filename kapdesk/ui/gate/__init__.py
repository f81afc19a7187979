"""The gate before the medicine, as it is asked and passed."""
