"""What is on the desk each day: Today, tasks, finding anything."""
