"""The library of papers: preview, print, save, hand over."""
