"""The calendar: booking, holding, free time, on paper and as a file."""
