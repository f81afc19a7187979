"""A copy of a paper on file, for the client or for somebody else: printed, or saved as PDF, from the exact bytes.

Nothing is added to those bytes; the notice of 42 CFR Part 2, where it must go along, is a page of its own.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk.domain.disclosures import TO_CLIENT, GoingOut
from kapdesk.errors import BadInput
from kapdesk.ui import ask, printer
from kapdesk.usecases.house import attachments
from kapdesk.usecases.paper import filed_papers
from kapdesk.usecases.register import part2
from kapdesk.vault.database import Vault

_NOTICE = "Notice of 42 CFR Part 2"


def hand_over(
    parent: QWidget,
    vault: Vault,
    clock: Callable[[], datetime],
    paper_id: int,
    how: str,
    place: int = 0,
    going: GoingOut = TO_CLIENT,
) -> str:
    """Print or save (`printed`, `saved`), or enter that none was wanted (`none`); the words for what was done, empty when it was cancelled.

    `place` is which of its files. BadInput for a picture that is to be printed; CannotWrite where the printer or the folder does not take it.
    """
    if how == "none":
        filed_papers.no_copy_wanted(vault, paper_id, clock())
        return "No copy was wanted. One can be handed over at any time from the chart."
    paper = filed_papers.get_paper(vault, paper_id)
    data, media = filed_papers.exact_bytes(vault, paper_id, place), paper.media_types[place]
    if how == "printed":
        if media != "application/pdf":
            raise BadInput("A picture is not printed from here. Save a copy, and print that.", "copy")
        if not printer.print_pdf(parent, data, paper.facts.title):
            return ""
        if going.part2:
            printer.print_pdf(parent, part2.notice_sheet(vault, clock().date()), _NOTICE)
        filed_papers.copy_handed(vault, paper_id, "printed", clock(), going)
        return "Copy printed."
    ending = attachments.ENDINGS[media]
    suggested = paths.documents() / f"{paper.facts.name}{ending}"
    path = ask.save_file(parent, f"Save a copy of {paper.facts.title}", suggested, f"Copy (*{ending})")
    if path is None:
        return ""
    path = path if path.suffix else path.with_suffix(ending)
    printer.save_pdf(path, data)
    if going.part2:
        printer.save_pdf(path.with_name(f"{path.stem}-notice.pdf"), part2.notice_sheet(vault, clock().date()))
    filed_papers.copy_handed(vault, paper_id, "saved", clock(), going)
    return f"Copy saved as {path.name}. The file is not encrypted there."
