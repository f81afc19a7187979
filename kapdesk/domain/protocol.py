"""The protocol's figures: each a default with its source, never a rule of the program.

[S] is "An Introduction to Ketamine-Assisted Psychotherapy" (Kelley Parke, PhD, LPCC).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Protocol:
    """What a course is measured against; a course copies the planned numbers and can differ."""

    preparations: int = 3
    """Preparation sessions before the first ketamine session: at least 3 [S]."""
    planned_ketamine: int = 8
    """Ketamine sessions in a full course: 8 to 10 are usually enough in that practice's experience [S]."""
    integration_within_days: int = 3
    """An integration session ideally 1 to 3 days after a ketamine session [S]."""
    recommended_interval_days: int = 14
    """Days between ketamine sessions: this practice's recommendation [S]; the prescriber's order binds."""


FOUNDING = Protocol()
