"""The rules of the practice: plain Python, no clock, no files; dates and times are parameters."""
