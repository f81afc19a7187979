"""The screen of a ketamine session: clock, one key one entry, the line for words, what is looked up meanwhile."""
