"""The tables of a practice file, one module a subject."""

REVISION = "0006"
"""The schema that this program reads and writes; the newest file in `migrations/versions`."""
