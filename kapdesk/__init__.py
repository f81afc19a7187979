"""kapdesk: an offline, encrypted practice desk for ketamine-assisted psychotherapy."""

__version__ = "0.2.0"
