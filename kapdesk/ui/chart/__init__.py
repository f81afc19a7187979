"""One client's chart: overview with the course, notes, papers, details, history."""
