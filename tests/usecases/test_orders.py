"""Orders as the therapist enters them: versions that stay, doses counted, answers, scans kept once."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import delete, func, select

from kapdesk.domain.orders import AnswerKind, Limits, Order, PrescriberAnswer
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.errors import BadInput, NotFound, PracticeDamaged
from kapdesk.records.attachment import Attachment, AttachmentPart
from kapdesk.records.course import HeldSession
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import attachments, history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import order_rows, orders
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

MAY_2 = date(2026, 5, 2)
ORDER = Order(
    "Dr. Amari",
    written_on=MAY_2,
    doses_authorised=3,
    valid_until=date(2026, 7, 1),
    follow_up_on=date(2026, 6, 20),
    limits=Limits(140, 90, pulse_most=100),
)


@pytest.fixture
def client_id(vault: Vault) -> int:
    """A client with ketamine sessions on April 14 and May 12."""
    one = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    for day in (date(2026, 4, 14), date(2026, 5, 12)):
        courses.add_session(vault, one, SessionKind.KETAMINE, day, NOW, Medicine.TAKEN)
    return one


def acts(vault: Vault, client_id: int) -> list[str]:
    return [
        row.words for row in history.read_history(vault, history.Acts(client_id), NOW.tzinfo) if "rder" in row.words
    ]


def png(width: int = 20, height: int = 20, colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("1" if width > 100 else "RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def test_an_order_is_entered_and_counts_its_doses_from_its_day(vault: Vault, client_id: int) -> None:
    orders.enter_order(vault, client_id, ORDER, NOW)
    with vault.read() as db:
        standing = order_rows.standings(db, TODAY)[client_id]
    assert (standing.words, standing.doses_taken) == ("Order valid to Jul 1, 2 doses left", 1)
    assert "Prescriber’s order entered" in acts(vault, client_id)


def test_a_session_without_medicine_takes_no_dose(vault: Vault, client_id: int) -> None:
    orders.enter_order(vault, client_id, ORDER, NOW)
    with vault.write() as db:
        for session in db.scalars(select(HeldSession)):
            session.medicine = Medicine.NOT_TAKEN.value
    with vault.read() as db:
        assert order_rows.standings(db, TODAY, client_id)[client_id].doses_left == 3


def test_a_new_version_keeps_the_old_one_and_says_what_changed(vault: Vault, client_id: int) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    wider = replace(orders.get_order(vault, first), limits=Limits(150, 95, pulse_most=100))
    with pytest.raises(BadInput, match="Say what changed"):
        orders.enter_version(vault, first, wider, " ", NOW)
    with pytest.raises(BadInput, match="Nothing is different"):
        orders.enter_version(vault, first, orders.get_order(vault, first), "by telephone", NOW)
    orders.enter_version(vault, first, wider, "Limits raised, by telephone", NOW)
    (found,) = orders.list_orders(vault, client_id, TODAY)
    assert [one.order.version for one in found.versions] == [2, 1]
    assert found.versions[0].differs == ("systolic_most", "diastolic_most")
    assert (found.order.change, found.versions[1].order.limits) == ("Limits raised, by telephone", ORDER.limits)
    assert found.taken == (date(2026, 5, 12),)


def test_the_order_written_last_holds_whenever_it_was_entered(vault: Vault, client_id: int) -> None:
    orders.enter_order(vault, client_id, ORDER, NOW)
    orders.enter_order(vault, client_id, replace(ORDER, written_on=date(2026, 4, 1), follow_up_on=None), NOW)
    newest, older = orders.list_orders(vault, client_id, TODAY)
    assert (newest.holds, newest.order.written_on, older.holds) == (True, MAY_2, False)
    assert (newest.taken, older.taken) == ((date(2026, 5, 12),), (date(2026, 4, 14),))
    with vault.read() as db:
        assert order_rows.current_orders(db, client_id)[client_id].written_on == MAY_2


def test_a_withdrawn_order_stays_withdrawn_and_one_entered_in_error_never_held(vault: Vault, client_id: int) -> None:
    orders.enter_order(vault, client_id, replace(ORDER, written_on=date(2026, 4, 1)), NOW)
    second = orders.enter_order(vault, client_id, ORDER, NOW)
    undo = orders.withdraw_order(vault, second, TODAY, "Dr. Amari telephoned", NOW)
    with vault.read() as db:
        assert order_rows.standings(db, TODAY)[client_id].words == "Order withdrawn Jun 9"
    undo.take_back(vault, NOW)
    assert orders.list_orders(vault, client_id, TODAY)[0].standing.state == "valid"
    orders.withdraw_order(vault, second, TODAY, "it was another client’s", NOW, in_error=True)
    with vault.read() as db:
        assert order_rows.current_orders(db)[client_id].written_on == date(2026, 4, 1)
    with pytest.raises(BadInput, match="Enter a new order instead"):
        orders.enter_version(vault, second, replace(ORDER, withdrawn_on=None), "by letter", NOW)


def test_typed_words_mark_no_order_as_entered_in_error(vault: Vault, client_id: int) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    with pytest.raises(BadInput, match="begin with other words") as problem:
        orders.withdraw_order(vault, first, TODAY, "Entered in error by the pharmacy", NOW)
    assert problem.value.field == "why"
    orders.withdraw_order(vault, first, TODAY, "Dr. Amari telephoned", NOW)
    gone = orders.list_orders(vault, client_id, TODAY)[0].order
    with pytest.raises(BadInput, match="begin with other words"):
        orders.enter_version(vault, first, replace(gone, words="so"), " Entered in error, I think", NOW)
    assert not orders.list_orders(vault, client_id, TODAY)[0].order.in_error


def test_undo_of_a_withdrawal_leaves_what_was_entered_after_it(vault: Vault, client_id: int) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    undo = orders.withdraw_order(vault, first, TODAY, "Dr. Amari telephoned", NOW)
    gone = orders.list_orders(vault, client_id, TODAY)[0].order
    orders.enter_version(vault, first, replace(gone, dose="100 mg"), "by letter", NOW)
    with pytest.raises(BadInput, match="later version"):
        undo.take_back(vault, NOW)
    newest = orders.list_orders(vault, client_id, TODAY)[0].order
    assert (newest.version, newest.dose, newest.withdrawn_on) == (3, "100 mg", TODAY)


def test_a_second_entry_of_the_same_sheet_is_seen(vault: Vault, client_id: int) -> None:
    orders.enter_order(vault, client_id, ORDER, NOW)
    assert orders.twin_of(vault, client_id, replace(ORDER, prescriber="dr amari")) is not None
    assert orders.twin_of(vault, client_id, replace(ORDER, written_on=TODAY)) is None
    assert orders.twin_of(vault, client_id, replace(ORDER, prescriber="Dr. Renn")) is None


def test_a_follow_up_is_due_until_the_visit_is_entered(vault: Vault, client_id: int) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)

    def due() -> list[date]:
        with vault.read() as db:
            return list(order_rows.follow_ups_due(db, order_rows.current_orders(db).values()).values())

    assert due() == [date(2026, 6, 20)]
    visit = PrescriberAnswer(AnswerKind.FOLLOW_UP, on=TODAY, by_whom="Dr. Amari")
    undo = orders.enter_answer(vault, client_id, visit, NOW)
    assert due() == []
    orders.enter_version(vault, first, replace(orders.get_order(vault, first), words="as before"), "a letter", NOW)
    assert due() == []
    newest = orders.list_orders(vault, client_id, TODAY)[0].order
    orders.enter_version(vault, first, replace(newest, follow_up_on=date(2026, 6, 30)), "a letter", NOW)
    assert due() == [date(2026, 6, 30)]
    undo.take_back(vault, NOW)
    assert orders.list_answers(vault, client_id) == []


def test_an_answer_stays_with_the_order_and_its_removal_can_be_undone(vault: Vault, client_id: int) -> None:
    orders.enter_order(vault, client_id, ORDER, NOW)
    said = PrescriberAnswer(asked="May we go on?", on=TODAY, by_whom="Dr. Amari", how="telephone", words="Yes.")
    orders.enter_answer(vault, client_id, said, NOW)
    (answer,) = orders.list_orders(vault, client_id, TODAY)[0].answers
    assert answer.words == "Yes."
    undo = orders.remove_answer(vault, client_id, answer.id, NOW)
    assert orders.list_answers(vault, client_id) == []
    undo.take_back(vault, NOW)
    assert orders.list_answers(vault, client_id) == [answer]


def test_a_scan_is_kept_once_in_parts_and_goes_with_its_last_link(vault: Vault, client_id: int) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    second = orders.enter_order(vault, client_id, replace(ORDER, written_on=TODAY, follow_up_on=None), NOW)
    pdf = b"%PDF-1.7\n" + bytes(range(256)) * 2400
    orders.add_scan(vault, first, "order.pdf", pdf, NOW)
    orders.add_scan(vault, second, "order again.pdf", pdf, NOW)
    with pytest.raises(BadInput, match="attached to this order already"):
        orders.add_scan(vault, second, "other name.pdf", pdf, NOW)

    def counted() -> tuple[int | None, int | None]:
        with vault.read() as db:
            return tuple(db.scalar(select(func.count()).select_from(kind)) for kind in (Attachment, AttachmentPart))  # type: ignore[return-value]  # two of them

    assert counted() == (1, 3)
    (one,), (two,) = (found.scans for found in orders.list_orders(vault, client_id, TODAY))
    assert orders.open_scan(vault, client_id, one.id, NOW) == pdf
    orders.remove_scan(vault, client_id, one.id, NOW)
    assert counted() == (1, 3)
    undo = orders.remove_scan(vault, client_id, two.id, NOW)
    assert counted() == (0, 0)
    undo.take_back(vault, NOW)
    assert counted() == (1, 3)
    orders.scan_saved(vault, client_id, orders.list_orders(vault, client_id, TODAY)[1].scans[0].id, NOW)
    assert "Scan of the prescriber’s order saved outside kapdesk" in acts(vault, client_id)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"MZ program", "PDF, PNG and JPEG"),
        (b"MZ program %PDF-1.7", "PDF, PNG and JPEG"),
        (b"\x89PNG\r\n\x1a\n%PDF-1.7", "damaged"),
        (b"%PDF-1.4" + bytes(attachments.MOST_BYTES), "larger than 25 MB"),
        (b"\x89PNG\r\n\x1a\n broken", "damaged"),
        (png(9000, 5000), "40 million pixels"),
        (png(20000, 20000), "40 million pixels"),
    ],
    ids=["empty", "foreign", "foreign with a PDF", "picture with a PDF", "large", "broken", "many pixels", "bomb"],
)
def test_what_cannot_be_kept_as_a_scan_is_said(vault: Vault, client_id: int, data: bytes, sentence: str) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    with pytest.raises(BadInput, match=sentence):
        orders.add_scan(vault, first, "scan", data, NOW)


def test_a_pdf_may_begin_with_blanks() -> None:
    assert attachments.checked_kind(b"\xef\xbb\xbf\r\n %PDF-1.7") == "application/pdf"


def test_a_picture_is_known_by_its_content_and_no_other_chart_can_open_it(vault: Vault, client_id: int) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    orders.add_scan(vault, first, "order.pdf", png(), NOW)
    ((scan,),) = (found.scans for found in orders.list_orders(vault, client_id, TODAY))
    assert scan.media_type == "image/png"
    other = clients.create_client(vault, ClientFacts("Ben Quill"), NOW)
    with pytest.raises(NotFound):
        orders.open_scan(vault, other, scan.id, NOW)
    with pytest.raises(NotFound):
        orders.remove_scan(vault, other, scan.id, NOW)


def test_a_file_that_lost_a_part_is_found_out(vault: Vault, client_id: int) -> None:
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    orders.add_scan(vault, first, "order.pdf", b"%PDF-1.7\n" + bytes(600_000), NOW)
    with vault.read() as db:
        assert attachments.check_files(db) == 1
    with vault.write() as db:
        db.execute(delete(AttachmentPart).where(AttachmentPart.number == 1))
    ((scan,),) = (found.scans for found in orders.list_orders(vault, client_id, TODAY))
    with pytest.raises(PracticeDamaged):
        orders.open_scan(vault, client_id, scan.id, NOW)
    with vault.read() as db, pytest.raises(PracticeDamaged):
        attachments.check_files(db)


def test_a_day_to_come_is_refused_everywhere(vault: Vault, client_id: int) -> None:
    with pytest.raises(BadInput, match="still to come"):
        orders.enter_order(vault, client_id, replace(ORDER, written_on=TODAY + timedelta(1)), NOW)
    first = orders.enter_order(vault, client_id, ORDER, NOW)
    with pytest.raises(BadInput, match="still to come"):
        orders.withdraw_order(vault, first, TODAY + timedelta(1), "so it is", NOW)
