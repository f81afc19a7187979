"""What the therapist writes: notes, psychotherapy notes, plans, integration, signed and printed."""
