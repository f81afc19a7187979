"""Papers: the library, what a paper still needs, printing one, and handing it to a client."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.disclosures import ForWhom, GoingOut
from kapdesk.domain.filled import Filled
from kapdesk.domain.intake import Answer
from kapdesk.domain.paper_states import INTAKE
from kapdesk.errors import MissingFields
from kapdesk.records.paper import PaperGiven as PaperGivenRecord
from kapdesk.usecases.asking.intake import read_in
from kapdesk.usecases.asking.intake_questions import questions as questions_in
from kapdesk.usecases.house import setup
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import PracticeFacts, facts_of
from kapdesk.usecases.paper.paper_values import REMEMBERED, known_values, practice_values, remember
from kapdesk.usecases.paper.proof import values_of
from kapdesk.usecases.paper.wording import WordingDraft, draft_in, wording_to_print, wordings_to_list
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.heads import Field
    from kapdesk.printing.text import Wording

Page = Literal["letter", "a4"]
How = Literal["printed", "saved"]

_ASKED_BY = {"practice_name": "name", "contact": "phone"}
"""Where a paper's value is entered on the Practice page, when not under its own name."""
_OF_PRACTICE = frozenset(values_of(PracticeFacts()))
"""The values that the practice's own facts give."""
Keep = Literal["facts", "papers", "once"]


_USUAL_SIZE = {"consent": "12", "notice": "12", "release": "12"}
"""The size of the text, in points, of what a client signs or must be given, when none is asked for."""


@dataclass(frozen=True)
class PaperRow:
    """A paper of the library; `name` is its wording's file stem.

    `own` says that the practice's own wording counts, `draft_at` when a draft of it was kept. `personal` says that it asks for
    what a client's chart has, `fields` that it has places to fill or to sign, `signed` that somebody signs it.
    """

    name: str
    title: str
    kind: str
    purpose: str
    version: str
    own: bool = False
    draft_at: datetime | None = None
    personal: bool = False
    signed: bool = False


@dataclass(frozen=True)
class Question:
    """What a paper still needs, and the words to ask with; `keep` says where the answer belongs.

    `facts`: `field` is one of `PracticeFacts`; `papers`: it is the practice's, and offered for the next paper; `once`: it is
    this client's, and for this print only.
    """

    field: str
    words: str
    keep: Keep = "facts"


@dataclass(frozen=True)
class PrintedPaper:
    """A paper as it goes to the printer; `unprintable` are characters that no font on board has."""

    name: str
    title: str
    language: str
    version: str
    page: str
    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class PaperGiven:
    """A paper that a client was handed."""

    id: int
    name: str
    title: str
    version: str
    given_at: datetime
    how: str
    sha256: str


def languages() -> list[str]:
    """The languages that there are papers in, the desk's own first."""
    from kapdesk.printing import text, words

    return [one for one in words.LANGUAGES if text.available(one)]


def list_papers(vault: Vault, language: str = "en") -> list[PaperRow]:
    """The papers that can be printed, in the wording that counts now, by title."""
    with vault.read() as db:
        rows = [_row(one, draft_in(db, one.name, language)) for one in wordings_to_list(db, language)]
    return sorted(rows, key=lambda row: row.title)


def questions(
    vault: Vault, name: str, client_id: int | None = None, language: str = "en", today: date | None = None
) -> list[Question]:
    """What must be entered before this paper can be printed; what only a client's chart has is asked for a client only."""
    from kapdesk.printing import text

    with vault.read() as db:
        wording = wording_to_print(db, name, language)
        known = _known(db, client_id, language, today)
    asked = [_question(field.name, field.ask) for field in text.missing(wording, known)]
    return [one for one in asked if client_id is not None or one.keep != "once"]


def print_paper(
    vault: Vault,
    name: str,
    page: str,
    today: date,
    client_id: int | None = None,
    language: str = "en",
    size: str = "",
    blank: bool = False,
    typed: Mapping[str, str] | None = None,
    part2: bool = False,
) -> PrintedPaper:
    """Make the PDF, filled from the practice and a client's chart; what was `typed` for this print fills the gaps.

    `part2` puts the notice of 42 CFR Part 2 on it. MissingFields names what is not on file (unless `blank`: then there are
    lines), NotFound an unknown paper.
    """
    with vault.read() as db:
        return made_for(db, name, page, today, client_id, language, size, blank, typed, part2)


def made_for(
    db: Session,
    name: str,
    page: str,
    today: date,
    client_id: int | None = None,
    language: str = "en",
    size: str = "",
    blank: bool = False,
    typed: Mapping[str, str] | None = None,
    part2: bool = False,
) -> PrintedPaper:
    """The same in a caller's transaction."""
    from kapdesk.printing import text

    if client_id is not None:
        find_client(db, client_id)
    wording = wording_to_print(db, name, language)
    values = {**(typed or {}), **_known(db, client_id, language, today)}
    missing = text.missing(wording, values)
    if missing and not blank:
        raise MissingFields(_lacking(wording, missing, client_id), tuple(field.name for field in missing))
    answers = None if blank or client_id is None else answers_to_print(db, client_id, wording)
    return lay_out(db, wording, Filled(values), page, today, size, blank, part2, answers)


def keep_answers(vault: Vault, answers: Mapping[str, str], language: str = "en") -> None:
    """Keep what the practice was asked for its papers (fees and the like), for the next paper in that language."""
    with vault.write() as db:
        remember(db, answers, language)


def _known(db: Session, client_id: int | None, language: str, today: date | None) -> dict[str, str]:
    known = (
        practice_values(db, language) if client_id is None else known_values(db, client_id, language, today or date.min)
    )
    return {name: one.words for name, one in known.items()}


def _question(name: str, ask: str) -> Question:
    if name in _OF_PRACTICE:
        return Question(_ASKED_BY.get(name, name), ask)
    return Question(name, ask, "papers" if name in REMEMBERED else "once")


def _lacking(wording: "Wording", missing: "Sequence[Field]", client_id: int | None) -> str:
    """What is not on file, and where to enter it."""
    asked = ", ".join(field.ask for field in missing)
    keeps = {_question(field.name, field.ask).keep for field in missing}
    where = ["Enter it on the Practice page."] if "facts" in keeps else []
    if "once" in keeps and client_id is None:
        where.append("Choose whose paper it is, or print it blank.")
    elif keeps - {"facts"}:
        where.append("Type it on the Papers page, or print it blank.")
    return f"“{wording.title}” needs what is not on file yet: {asked}. {' '.join(where)}"


def lay_out(
    db: Session,
    wording: "Wording",
    filled: Filled,
    page: str,
    today: date,
    size: str = "",
    blank: bool = False,
    part2: bool = False,
    answers: Mapping[str, Answer] | None = None,
) -> PrintedPaper:
    """A paper with what fills it, in a caller's transaction; `page` and `size` of the type are the practice's usual ones when
    empty. `blank` leaves lines where something is missing; otherwise MissingFields. An intake without `answers` is to be
    written on.
    """
    return lay_out_with(facts_of(db), wording, filled, page, today, size, blank, part2, answers)


def answers_to_print(db: Session, client_id: int, wording: "Wording") -> dict[str, Answer] | None:
    """What a client answered, by the question's key, for a paper that is an intake; None for any other."""
    if wording.kind != INTAKE:
        return None
    groups = read_in(db, client_id, wording.language).groups
    return {one.question.key: one.answer for group in groups for one in group.asked if one.answer is not None}


def lay_out_with(
    practice: PracticeFacts,
    wording: "Wording",
    filled: Filled,
    page: str,
    today: date,
    size: str = "",
    blank: bool = False,
    part2: bool = False,
    answers: Mapping[str, Answer] | None = None,
) -> PrintedPaper:
    """The same from plain values, so that it can be done beside the window; `part2` puts the notice of 42 CFR Part 2 on it."""
    from kapdesk.printing import intake, layout
    from kapdesk.printing.disclosures import part2_notice

    values = {**values_of(practice), **filled.values}
    asked = intake.asked(questions_in(wording.language), answers) if wording.kind == INTAKE else []
    printed = layout.handout(
        wording,
        values,
        page=page or practice.page,
        made_on=today,
        fictional=practice.fictional,
        logo=practice.logo,
        filled=filled,
        blank=blank,
        size=size or _USUAL_SIZE.get(wording.kind, ""),
        above=list(part2_notice(part2)),
        asked=asked,
    )
    digest = hashlib.sha256(printed.pdf).hexdigest()
    return PrintedPaper(
        wording.name,
        wording.title,
        wording.language,
        str(wording.version),
        page or practice.page,
        printed.pdf,
        printed.pages,
        printed.unprintable,
        digest,
    )


def hand_to_client(
    vault: Vault,
    printed: PrintedPaper,
    client_id: int | None,
    how: How,
    at: datetime,
    going: GoingOut | None = None,
) -> None:
    """Enter a printed or saved paper: in the client's chart, or in the practice's history when it is for nobody yet.

    `going` is said of a paper that holds what is in the chart: then it is entered in the register of disclosures as well, and
    as handed to the client only when it is for her. A paper of the library holds nothing of her and is no disclosure.
    """
    with vault.write() as db:
        hand_in(db, printed, client_id, how, at, going)


def hand_in(
    db: Session, printed: PrintedPaper, client_id: int | None, how: How, at: datetime, going: GoingOut | None = None
) -> None:
    """The same in the caller's write."""
    given_id = None
    if client_id is not None and going is not None:
        what = f"{printed.title}, version {printed.version}"
        add_going_out(db, client_id, going, what, how, at, printed.sha256)
    if client_id is not None and (going is None or going.for_whom is ForWhom.CLIENT):
        find_client(db, client_id)
        given = PaperGivenRecord(
            client_id=client_id,
            name=printed.name,
            title=printed.title,
            language=printed.language,
            version=printed.version,
            page=printed.page,
            how=how,
            given_at=at,
            sha256=printed.sha256,
        )
        db.add(given)
        db.flush()
        given_id = given.id
    setup.note_printed(db, printed.name)
    enter(db, at, "paper", how, given_id, client_id, detail=f"{printed.title}, version {printed.version}")


def papers_of_client(vault: Vault, client_id: int) -> list[PaperGiven]:
    """What a client was handed, the newest first."""
    query = select(PaperGivenRecord).where(PaperGivenRecord.client_id == client_id).order_by(PaperGivenRecord.id.desc())
    with vault.read() as db:
        return [
            PaperGiven(one.id, one.name, one.title, one.version, one.given_at, one.how, one.sha256)
            for one in db.scalars(query)
        ]


def _row(one: "Wording", draft: WordingDraft | None) -> PaperRow:
    at = draft.at if draft else None
    personal = any(_question(field.name, field.ask).keep == "once" for field in one.fields)
    return PaperRow(
        one.name,
        one.title,
        one.kind,
        one.purpose,
        str(one.version),
        one.shipped > 0,
        at,
        personal,
        bool(one.signatures),
    )
