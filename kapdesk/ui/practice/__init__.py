"""The practice's own page: facts, security, backups, this computer, history."""
