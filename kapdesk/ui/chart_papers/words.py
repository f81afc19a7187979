"""How a client's papers are said on the chart: the state with its sign, the line below, what happened."""

from datetime import date

from kapdesk.domain.paper_states import Event, Standing, State, in_words
from kapdesk.ui.days import shown
from kapdesk.usecases.paper.paper_standings import PaperRow

_SIGNS = {
    State.SIGNED: ("✓", "good"),
    State.NARROWED: ("◐", "warning"),
    State.INCOMPLETE: ("!", "warning"),
    State.OUT_OF_DATE: ("!", "warning"),
    State.EXPIRED: ("!", "warning"),
    State.REFUSED: ("!", "warning"),
    State.REVOKED: ("✕", "bad"),
    State.DECLINED: ("✕", "bad"),
    State.REPLACED: ("–", "plain"),
    State.MISSING: ("○", "plain"),
}
_SHORT = {State.OUT_OF_DATE: "Out of date", State.MISSING: "Not signed", State.INCOMPLETE: "Not complete"}
_HOW = {"screen": "signed on the screen", "paper": "signed on paper", "received": "came from outside"}


def chip_of(state: State) -> tuple[str, str]:
    """The state in a word behind its sign, and its tone."""
    sign, tone = _SIGNS[state]
    return f"{sign} {_SHORT.get(state, state.words)}", tone


def title_of(row: PaperRow) -> str:
    """`Permission to share health information: Dr. Amari`."""
    return f"{row.title}: {row.about}" if row.about else row.title


def lines_of(row: PaperRow, today: date) -> list[str]:
    """What stands below a paper on file."""
    if row.how == "received":
        return [f"came {shown(row.from_on, today)} · {_files(row)}", row.words]
    language = {"es": " · Spanish"}.get(row.language, "")
    first = f"{_HOW[row.how]} {shown(row.from_on, today)}{language}"
    version = f" · version {row.version}" if row.version else ""
    until = f" · until {shown(row.until, today)}" if row.until else ""
    kept = f" · lies in: {row.words}" if row.how == "paper" and row.words else ""
    files = f" · {_files(row)}" if row.how == "paper" and row.files else ""
    lines = [f"{first}{version}{until}{files}{kept}"]
    if row.standing.state not in (State.SIGNED, State.MISSING) and not row.events:
        lines.append(sentence(row.standing, today))
    return lines


def event_line(event: Event, today: date) -> str:
    """`Revoked from Jun 3, said by Ada: no more contact`."""
    words = f": {event.words}" if event.words else ""
    return f"{event.what.words} from {shown(event.from_on, today)}, said by {event.by_whom}{words}"


def sentence(standing: Standing, today: date) -> str:
    """A standing as a line of its own."""
    words = in_words(standing, today)
    return words[:1].upper() + words[1:]


def _files(row: PaperRow) -> str:
    return "1 file" if row.files == 1 else f"{row.files} files"
