"""Signing a paper on the screen, with the client in front of it: one thing at a time."""
