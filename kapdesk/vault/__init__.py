"""The encrypted practice file on disk; it knows nothing of clients."""
