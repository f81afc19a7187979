"""Finding anything: what is found, what never is, and that any line is safe."""

import unicodedata
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kapdesk.domain import finding
from kapdesk.domain.contacts import Contact, ContactKind, Role
from kapdesk.domain.finding import Span, Term, understand
from kapdesk.domain.notes import NoteKind, Printed
from kapdesk.usecases.desk import find, search, tasks
from kapdesk.usecases.desk.find import Found
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import clients, contacts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.usecases.writing import notes, private_notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


@pytest.fixture
def ada(vault: Vault) -> int:
    """Ada Quill."""
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def ben(vault: Vault) -> int:
    """Ben Żelazny, called Żuk."""
    return clients.create_client(vault, ClientFacts("Benedykt Żelazny", preferred_name="Żuk"), NOW)


def note(vault: Vault, client: int, words: str, on: date = TODAY, kind: NoteKind = NoteKind.GENERAL) -> int:
    return notes.start_note(vault, client, kind, on, NOW, text=words)


def ids(vault: Vault, line: str, client: int | None = None) -> list[object]:
    """The notes found."""
    return [row.id for row in find.find(vault, line, TODAY, client).rows if row.kind == "note"]


def kinds(vault: Vault, line: str) -> list[str]:
    """The kinds of what is found, in order."""
    return [row.kind for row in find.find(vault, line, TODAY).rows]


def bold(spans: finding.Spans) -> list[str]:
    """What is marked."""
    return [span.words for span in spans if span.found]


def test_accents_and_case_do_not_matter_and_the_newest_comes_first(vault: Vault, ada: int) -> None:
    older = note(vault, ada, "An hour in a café.", TODAY - timedelta(days=9))
    newer = note(vault, ada, "The Cafe\u0301 again.")
    note(vault, ada, "Nothing of it.")
    for line in ("cafe", "CAFÉ", "café", "cafe\u0301", "caf"):
        assert ids(vault, line) == [newer, older]
    first, second = find.find(vault, "cafe", TODAY).rows
    assert bold(first.snippet) == ["Cafe\u0301"]
    assert bold(second.snippet) == ["café"]


@pytest.mark.parametrize(
    ("line", "word"), [("lukasz", "Łukasz"), ("strasse", "Straße"), ("bjork", "Björk"), ("zuk", "żuk")]
)
def test_letters_that_only_look_like_others_are_found_too(vault: Vault, ada: int, line: str, word: str) -> None:
    wanted = note(vault, ada, f"Met {word} there.")
    assert ids(vault, line) == [wanted]
    assert ids(vault, word) == [wanted]
    assert bold(find.find(vault, line, TODAY).rows[-1].snippet) == [word]


def test_a_word_that_goes_on_is_found_a_quoted_one_is_whole(vault: Vault, ada: int) -> None:
    wanted = note(vault, ada, "The gardens in the safety of a plan.")
    plan = note(vault, ada, "Safety plan gone over.", TODAY - timedelta(days=1))
    assert ids(vault, "gard") == [wanted]
    assert ids(vault, '"garden"') == []
    assert ids(vault, "plan safety") == [wanted, plan]
    assert ids(vault, '"safety plan"') == ids(vault, "“safety plan”") == [plan]
    assert ids(vault, '"safety pl') == []


def test_days_and_kinds_narrow_it(vault: Vault, ada: int) -> None:
    january = note(vault, ada, "sleep", date(2026, 1, 31), NoteKind.INTEGRATION)
    february = note(vault, ada, "sleep", date(2026, 2, 1), NoteKind.KETAMINE)
    last = note(vault, ada, "sleep", date(2025, 12, 31), NoteKind.INTEGRATION)
    assert ids(vault, "sleep") == [february, january, last]
    assert ids(vault, "sleep from:2026-01") == [february, january]
    assert ids(vault, "sleep to:2026-01") == [january, last]
    assert ids(vault, "from:2026-01-31 to:2026-01-31") == [january]
    assert ids(vault, "to:2025") == [last]
    assert ids(vault, "kind:integration sleep") == [january, last]
    assert ids(vault, "kind:integ from:2026") == [january]
    assert ids(vault, "note:") == [february, january, last]
    assert ids(vault, "from:2026-13 sleep") == ids(vault, "colour:red sleep") == []


def test_within_one_chart(vault: Vault, ada: int, ben: int) -> None:
    note(vault, ada, "the river")
    his = note(vault, ben, "the river")
    assert ids(vault, "river", ben) == [his]
    assert [row.kind for row in find.find(vault, "quill", TODAY, ben).rows] == []


def test_a_name_beside_other_words_is_whose_note_it_is(vault: Vault, ada: int, ben: int) -> None:
    hers = note(vault, ada, "the river")
    note(vault, ben, "the river")
    assert ids(vault, "ada river") == [hers]
    assert ids(vault, "ada") == ids(vault, "ada quill") == []


def test_a_draft_is_found_as_it_is_now(vault: Vault, ada: int, ben: int) -> None:
    draft = note(vault, ada, "first words")
    notes.save_draft(vault, draft, "other words", NOW)
    assert (ids(vault, "first"), ids(vault, "other")) == ([], [draft])
    notes.change_note_head(vault, draft, NoteKind.CONTACT, TODAY - timedelta(days=3), None, NOW)
    assert ids(vault, "other kind:contact to:2026-06-06") == [draft]
    assert ids(vault, "other from:2026-06-07") == []
    undo = notes.move_draft(vault, draft, ben, NOW)
    assert (ids(vault, "other", ada), ids(vault, "other", ben)) == ([], [draft])
    undo.take_back(vault, NOW)
    undo = notes.discard_draft(vault, draft, NOW)
    assert ids(vault, "other") == []
    undo.take_back(vault, NOW)
    assert ids(vault, "other") == [draft]


def test_an_addendum_is_found_with_its_note_and_shown_in_context(vault: Vault, ada: int) -> None:
    signed = note(vault, ada, "Quiet hour.")
    notes.sign_note(vault, signed, NOW)
    notes.add_addendum(vault, signed, "forgotten", "She named the lighthouse.", NOW)
    assert ids(vault, "forgotten lighthouse") == [signed]
    assert bold(find.find(vault, "lighthouse", TODAY).rows[0].snippet) == ["lighthouse"]


def test_a_withheld_note_is_found_only_where_it_belongs(vault: Vault, ada: int, ben: int) -> None:
    wrong = note(vault, ada, "zeppelin")
    notes.sign_note(vault, wrong, NOW)
    copied = notes.withhold_note(vault, wrong, "wrong chart", Printed.NO, NOW, ben)
    assert ids(vault, "zeppelin") == [copied]
    assert find.find(vault, "zeppelin", TODAY).notes == 1
    with vault.write() as db:
        assert search.rebuild_index(db) == 2
    assert ids(vault, "zeppelin") == [copied]
    assert find.find(vault, "zeppelin", TODAY).notes == 1


def test_psychotherapy_notes_are_never_found(vault: Vault, ada: int) -> None:
    private_notes.start_note(vault, ada, TODAY, "zephyrine", NOW)
    for line in ("zephyrine", '"zephyrine"', "note:zephyrine", "zeph"):
        assert find.find(vault, line, TODAY).rows == ()
    with vault.write() as db:
        search.rebuild_index(db)
    assert find.find(vault, "zephyrine", TODAY).rows == ()


def test_the_samples_own_words(sample: Vault) -> None:
    assert len(ids(sample, "cafe")) == 1
    assert find.find(sample, "zephyrine", TODAY).rows == ()


def test_clients_contacts_papers_and_tasks_are_found(vault: Vault, ada: int, ben: int) -> None:
    noor = Contact("Dr. Noor Quill", kind=ContactKind.PRESCRIBER, phone="505-555-0177")
    contacts.save_person(vault, ben, noor, Link(Role.PRESCRIBER), NOW)
    tasks.add_task(vault, "Send the quill back", NOW, TODAY, ben)
    printed = papers.print_paper(vault, "kap-introduction", "letter", TODAY, ben)
    papers.hand_to_client(vault, printed, ben, "printed", NOW)
    assert kinds(vault, "quill") == ["client", "contact", "task"]
    assert kinds(vault, "0177") == ["contact"]
    assert kinds(vault, "contact: quill") == ["contact"]
    assert kinds(vault, "client: task: quill") == ["client", "task"]
    assert kinds(vault, "introduction ketamine") == ["paper", "paper"]
    found = find.find(vault, "quill", TODAY, ben).rows
    assert [(row.kind, row.client) for row in found] == [("contact", ""), ("task", "Żuk")]
    given = [row for row in find.find(vault, "introduction", TODAY).rows if row.client_id == ben]
    assert [row.on for row in given] == [TODAY]
    assert kinds(vault, "zelazny") == kinds(vault, "zuk") == ["client"]


def test_a_task_that_is_done_says_so(vault: Vault) -> None:
    tasks.add_task(vault, "Water the ficus", NOW)
    task = tasks.list_tasks(vault, TODAY)[0]
    tasks.complete_task(vault, task.id, NOW)
    assert [row.state for row in find.find(vault, "ficus", TODAY).rows] == ["Done"]


def test_of_many_the_newest_are_shown(vault: Vault, ada: int) -> None:
    made = [note(vault, ada, "river", TODAY - timedelta(days=day)) for day in (5, 1, 3)]
    finds = find.find(vault, "river", TODAY, most=2)
    assert [row.id for row in finds.rows] == [made[1], made[2]]
    assert (finds.notes, finds.more) == (3, False)


def test_notes_are_counted_up_to_a_thousand(vault: Vault, ada: int) -> None:
    with vault.write() as db:
        for number in range(1, 1003):
            db.execute(
                text("INSERT INTO note_words (rowid, text, tags) VALUES (:row, 'many words', 'c1 kgeneral')"),
                {"row": (TODAY.toordinal() << 32) | (9000 + number)},
            )
    finds = find.find(vault, "many", TODAY)
    assert (finds.notes, finds.more) == (find.COUNTED, True)


TRICKY = [
    "", " ", '"', '""', "'", "\x00", "a\x00b", "*", "a*", "^a", "NEAR(a b)", "NEAR(", "a AND b", "AND", "OR", "NOT a", "text:a",
    "tags:c1", "-a", "a - b", "(", ")", "((a", "{a}", "+a", "a+b", ":", "::", "note:", "note::", 'note:"', "from:", "to:", "kind:",
    "from:9999-12-31", "to:9999", "to:9999-12", "from:0000", "from:2026-02-30", "from:٢٠٢٦", "kind:x", "\ud800", "a\ud800b",
    "\ufffe", "e\u0301", "\u0301", "👩‍👩‍👧", "ﷺ", "अनुच्छेद", "漢字", "한글", "İi", "ﬁne", "ß", "\\", "%", "_", "a_b", "a" * 5000, "a " * 500,
    '"a b', "“a b", "'; DROP TABLE note; --", "<b>a</b>", "\u202ea", "\n", "a\nb", "\ufeff", "0", "1/2", "50%", "\U0001e900",
]  # fmt: skip


def test_no_line_is_an_error(sample: Vault) -> None:
    for line in TRICKY:
        find.find(sample, line, TODAY)
        find.find(sample, f"{line} rosa", TODAY, 6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(), max_size=30) | st.lists(st.sampled_from([*TRICKY[:50], "note:", "a", " "])).map("".join)
)
def test_no_line_that_can_be_typed_is_an_error(sample: Vault, line: str) -> None:
    for row in find.find(sample, line, TODAY).rows:
        assert isinstance(row, Found)


LETTERS = st.text(st.sampled_from("aA bé e\u0301ßŁł Ωç—-_\nﬁ漢🙂İ"), max_size=60)


@given(LETTERS, st.sampled_from(["a", "e", "s", "l", "fi", "b e"]))
def test_marks_stand_on_the_texts_own_letters(words: str, wanted: str) -> None:
    patterns = finding.patterns_of([Term(wanted)])
    spans = finding.marked(words, patterns)
    assert finding.words_of(spans) == words
    assert all(one.found != other.found for one, other in pairwise(spans))
    for span in spans:
        if span.found:
            assert unicodedata.normalize("NFC", finding.fold_text(span.words)).startswith(wanted.split()[0])
    assert bool(bold(spans)) == finding.holds(words, patterns)


def test_a_long_paragraph_is_cut_around_what_was_found() -> None:
    paragraph = f"# Heading\n\n{'before ' * 80}the **lantern** stood by the river{' after' * 80}."
    spans = finding.in_context(paragraph, understand("lantern river").terms)
    words = finding.words_of(spans)
    assert bold(spans) == ["lantern", "river"]
    assert words.startswith("… before")
    assert words.endswith("after …")
    assert "*" not in words
    assert len(words) < 190
    assert 0 < words.index("lantern") < 60


def test_words_that_stand_on_two_lines_are_still_marked() -> None:
    assert bold(finding.in_context("the safety\nplan", understand('"safety plan"').terms)) == ["safety"]
    assert finding.in_context("nothing here", understand("zzz").terms) == (Span("nothing here"),)
