"""The fictional sample practice."""
