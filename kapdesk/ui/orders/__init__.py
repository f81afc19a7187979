"""The prescriber’s orders in the chart: read, entered, with scans, answers, the letter and what was disclosed."""
