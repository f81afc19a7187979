"""The library of papers: preview, print, save, hand to a client."""
