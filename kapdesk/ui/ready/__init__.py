"""Ready for the medicine day, as it is shown and ticked."""
