"""Treatment plan and safety plan: read, written, printed, entered as signed."""
