"""Doctor: is everything well, and what to do when it is not; before a practice is open too."""
