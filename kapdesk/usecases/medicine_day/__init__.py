"""The medicine day: the gate, the time line, fit to leave, the record."""
