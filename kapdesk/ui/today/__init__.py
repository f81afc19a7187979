"""The page of the day: appointments, what needs the therapist, where everyone is, the week."""
