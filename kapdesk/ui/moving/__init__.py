"""Moving house: a backup becomes the practice on another computer, and the file that stays behind is read only."""
