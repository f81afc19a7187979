"""Words in, PDF out."""
