"""An order line by line, for the screen and for paper."""

from collections.abc import Callable
from datetime import date

from kapdesk.domain.contacts import Answer
from kapdesk.domain.limits import pressure_span, span
from kapdesk.domain.orders import Order, SpitOrSwallow

BOOSTER = {Answer.NOT_ASKED: "Not said", Answer.YES: "Allowed", Answer.NO: "Not allowed"}
AS_LIMIT = ("Blood pressure", "Pulse")
"""Where "not on file" is said as a limit."""


def order_lines(order: Order, day: Callable[[date | None], str]) -> list[tuple[str, str]]:
    """Heading and words of each line; empty words are not on file. `day` says a date in words."""
    limits = order.limits
    interval = (
        f"at least {order.interval_days} day{'' if order.interval_days == 1 else 's'}" if order.interval_days else ""
    )
    booster = BOOSTER[order.booster] if order.booster is not Answer.NOT_ASKED else ""
    then = order.spit_or_swallow.words if order.spit_or_swallow is not SpitOrSwallow.NOT_SAID else ""
    hold = span(order.hold_least_minutes, order.hold_most_minutes, " minutes")
    return [
        ("Prescriber", order.prescriber),
        ("Written on", day(order.written_on)),
        ("Valid until", day(order.valid_until)),
        ("Next follow-up", day(order.follow_up_on)),
        ("Form and strength", ", ".join(part for part in (order.form, order.strength) if part)),
        (
            "Dose for a session",
            "\n".join(filter(None, (order.dose, span(order.dose_least_mg, order.dose_most_mg, " mg")))),
        ),
        ("Doses allowed", str(order.doses_authorised or "")),
        ("Between doses", interval),
        ("Booster", " · ".join(part for part in (booster, order.booster_words) if part)),
        ("Held in the mouth", " · ".join(part for part in (hold, then, order.hold_words) if part)),
        ("Blood pressure", pressure_span(limits)),
        ("Pulse", span(limits.pulse_least, limits.pulse_most)),
        ("Oxygen saturation", span(limits.spo2_least, None, " %")),
        ("Other limits", order.other_limits),
        ("Food and drink", order.food_and_drink),
        ("Other medicines", order.drug_holds),
        ("All else", order.words),
    ]
