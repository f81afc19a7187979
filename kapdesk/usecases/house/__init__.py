"""The practice file and the practice itself: opened, backed up, moved, looked after."""
