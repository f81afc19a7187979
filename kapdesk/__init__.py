"""kapdesk: an offline, encrypted practice desk for ketamine-assisted psychotherapy."""

__version__ = "0.1.0"
