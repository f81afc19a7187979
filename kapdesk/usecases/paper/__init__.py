"""Papers: their wording, filled, signed, filed, and how they stand."""
