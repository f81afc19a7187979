"""The papers of a client's chart: on file, begun, missing, handed over."""
