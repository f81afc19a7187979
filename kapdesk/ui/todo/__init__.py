"""What is to be done: tasks, and the notes to sign."""
