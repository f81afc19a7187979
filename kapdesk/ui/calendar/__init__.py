"""The calendar: days, weeks and months, booking, and what became of an appointment."""
