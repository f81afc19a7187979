"""The steps of moving to another computer on one page, to be followed there: what to take along, what to do, what becomes of the old one."""

from datetime import date

from reportlab.platypus import Flowable

from kapdesk.domain.dates import in_full
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import flow

_TITLE = "Moving kapdesk to another computer"


def moving_steps(
    practice: str, file_name: str, backup: str, made: str, made_on: date, page: str, fictional: bool
) -> Printed:
    """The page as PDF; it names the practice file, the `backup` and when it was `made`, and no client."""
    practice = " ".join(fonts.clean(practice).split())
    lacking = tuple(fonts.unprintable(practice + file_name + backup))
    sheet = Sheet(_TITLE, practice or file_name, f"Printed {in_full(made_on)}", "en", page, fictional)
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(practice or file_name, b"", sheet.width),
            *flow(_words(fonts.clean(file_name), fonts.clean(backup), made), sheet.width),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


def _words(file_name: str, backup: str, made: str) -> list[Block]:
    return [
        Block("heading", (Span(_TITLE),), 1),
        _part("Take along"),
        _take("The stick with the backup ", Span(backup, bold=True, value=True), f", made {made}"),
        _take("On the same stick, the installer of kapdesk for the new computer’s system"),
        _take("Your passphrase, in your head; or the recovery sheet in its envelope. Without one of them nothing opens. "
              "Do not write the passphrase on this page."),
        _part("At the new computer"),
        _step(1, "Plug in the stick and run the installer of kapdesk from it."),
        _step(2, "Start kapdesk and press “I have a backup…”."),
        _step(3, "Choose the backup named above; the newest stands on top. Press “Next”. If the list is empty, press “Look again” "
                 "or “Another file…”."),
        _step(4, "Type your passphrase, or choose “Recovery key, from the envelope” and type its 14 groups. Press “Next”."),
        _step(5, "Look where the practice file will lie. Press “Restore”, and when it is back, “Open it”."),
        _step(6, "Look at the note that you wrote last: is it there?"),
        _step(7, "Press “Back up now”, to a stick: from then on kapdesk knows where backups go on this computer."),
        _part("At the old computer"),
        _step(1, "From the making of this backup on, write nothing more there: it would not be in it. If you did, make a new "
                 "backup and take that one."),
        _step(2, "When the new computer works: page Practice, tab Backups, “Move to another computer…”, then “Retire this "
                 "file…”. The practice file ", Span(file_name, bold=True, value=True), " stays and can be read, not written."),
        _step(3, "Before you give the computer away: keep a backup on a stick, delete the folder of the practice file, and let "
                 "the disk be erased. PDFs that you saved and what you downloaded are readable by anyone; delete them too."),
        _part("If something goes wrong"),
        Block("paragraph", (Span(
            "Nothing is lost: restoring overwrites nothing, and the old file goes on until it is retired (“Work here again…” takes "
            "that back). The help has more, without internet: press F1 in kapdesk, “A new computer, and a newer version”."
        ),)),
    ]  # fmt: skip


def _part(title: str) -> Block:
    return Block("heading", (Span(title),), 2)


def _take(*pieces: Span | str) -> Block:
    return Block("option", _spans(pieces))


def _step(number: int, *pieces: Span | str) -> Block:
    return Block("item", _spans(pieces), 1, f"{number}.")


def _spans(pieces: tuple[Span | str, ...]) -> tuple[Span, ...]:
    return tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces)
