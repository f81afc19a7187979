"""Fit to leave, as it is looked at and judged."""
