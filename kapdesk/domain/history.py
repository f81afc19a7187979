"""The history as a hash chain, and its entries in a therapist's words."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kapdesk.errors import HistoryBroken

START = "0" * 64
"""What the first entry follows."""

_WORDS = {
    ("practice", "created"): "Practice file created",
    ("practice", "opened"): "Practice opened",
    ("practice", "opened_with_recovery_key"): "Emergency access: opened with the recovery key",
    ("practice", "opened_although_older"): "Opened although the file was older than the one last closed",
    ("practice", "closed"): "Practice locked",
    ("practice", "unlock_failed"): "An unlocking failed",
    ("practice", "changed"): "Practice changed",
    ("practice", "passphrase_changed"): "Passphrase changed",
    ("practice", "recovery_key_replaced"): "Recovery key replaced",
    ("practice", "slots_mended"): "A damaged or outdated copy of the key slots was mended",
    ("practice", "migrated"): "Practice file brought up to date",
    ("practice", "retired"): "Moved to another computer: read only here from now on",
    ("practice", "taken_up_again"): "Taken up again here: no longer read only",
    ("practice", "recovery_sheet_made"): "Recovery sheet made",
    ("practice", "checked"): "Practice file checked and found whole",
    ("practice", "found_damaged"): "A check of the practice file found damage",
    ("backup", "made"): "Backup made and read back",
    ("backup", "restored"): "Restored from a backup",
    ("client", "created"): "Client entered",
    ("client", "viewed"): "Chart opened",
    ("client", "changed"): "Details changed",
    ("client", "archived"): "Client archived",
    ("client", "unarchived"): "Client taken back from the archive",
    ("client_list", "printed"): "List of clients printed",
    ("client_list", "saved"): "List of clients saved as PDF",
    ("way", "created"): "Way to reach the client entered",
    ("way", "changed"): "Way to reach the client changed",
    ("way", "removed"): "Way to reach the client removed",
    ("person", "created"): "Person named in the chart",
    ("person", "changed"): "Person in the chart changed",
    ("person", "removed"): "Person no longer named in the chart",
    ("contact", "created"): "Contact entered",
    ("contact", "changed"): "Contact changed",
    ("contact", "removed"): "Contact taken back",
    ("contact", "archived"): "Contact archived",
    ("contact", "unarchived"): "Contact taken back from the archive",
    ("diagnosis", "created"): "Diagnosis entered",
    ("diagnosis", "changed"): "Diagnosis changed",
    ("diagnosis", "removed"): "Diagnosis removed",
    ("flag", "created"): "Flag for the prescriber entered",
    ("flag", "changed"): "Flag for the prescriber changed",
    ("flag", "removed"): "Flag for the prescriber removed",
    ("allergy", "created"): "Allergy entered",
    ("allergy", "changed"): "Allergy changed",
    ("allergy", "removed"): "Allergy removed",
    ("medicine", "created"): "Medicine entered",
    ("medicine", "changed"): "Medicine changed",
    ("medicine", "removed"): "Medicine removed",
    ("field", "created"): "Field added to the clients' details",
    ("field", "retired"): "Field of the clients' details put away",
    ("field", "taken_back"): "Field of the clients' details taken back",
    ("course", "created"): "Course started",
    ("course", "removed"): "Course taken back",
    ("course", "changed"): "Course changed",
    ("course", "ended"): "Course ended",
    ("course", "moved"): "Course moved to another stage by hand",
    ("course", "follows_again"): "Stage of the course follows from what was held again",
    ("course", "reviewed"): "End of the course gone over with client and prescriber",
    ("follow_up", "created"): "Follow-up after the course entered",
    ("follow_up", "removed"): "Follow-up after the course taken back",
    ("order", "created"): "Prescriber’s order entered",
    ("order", "changed"): "Prescriber’s order entered anew, in another version",
    ("order", "withdrawn"): "Prescriber’s order entered as withdrawn",
    ("order", "scan_added"): "Scan added to the prescriber’s order",
    ("order", "scan_removed"): "Scan taken off the prescriber’s order",
    ("order", "scan_opened"): "Scan of the prescriber’s order opened",
    ("order", "scan_saved"): "Scan of the prescriber’s order saved outside kapdesk",
    ("order", "answered"): "Prescriber’s answer entered",
    ("order", "answer_removed"): "Prescriber’s answer taken back",
    ("letter", "printed"): "Letter printed",
    ("letter", "saved"): "Letter saved as PDF",
    ("disclosure", "created"): "Disclosure entered",
    ("disclosure", "printed"): "List of disclosures printed",
    ("disclosure", "saved"): "List of disclosures saved as PDF",
    ("appointment", "created"): "Appointment booked",
    ("appointment", "changed"): "Appointment changed",
    ("appointment", "removed"): "Appointment taken out of the calendar",
    ("appointment", "held"): "Appointment held",
    ("appointment", "cancelled"): "Appointment cancelled",
    ("calendar", "printed"): "Calendar printed",
    ("calendar", "saved"): "Calendar saved as PDF",
    ("calendar", "exported"): "Calendar written to a file",
    ("call", "changed"): "Sheet of the introductory call changed",
    ("wait_list", "joined"): "Put on the wait list",
    ("wait_list", "left"): "Taken off the wait list",
    ("need", "put_off"): "A line of “Needs you” put off",
    ("need", "back"): "A line of “Needs you” is back",
    ("readiness", "ticked"): "Ticked for the medicine day",
    ("readiness", "unticked"): "Tick for the medicine day taken back",
    ("medicine_day", "begun"): "Medicine day begun",
    ("medicine_day", "from_paper"): "Medicine day entered from paper",
    ("medicine_day", "answered"): "A line of the gate answered",
    ("medicine_day", "passed"): "A line of the gate passed with a reason",
    ("medicine_day", "prescriber_answered"): "Prescriber’s answer at the gate entered",
    ("medicine_day", "medicine_in"): "Medicine in: the gate is closed",
    ("medicine_day", "booster"): "Booster entered",
    ("medicine_day", "not_taken"): "Held without medicine",
    ("medicine_day", "corrected"): "An entry of the medicine day corrected",
    ("medicine_day", "withdrawn"): "An entry of the medicine day withdrawn",
    ("medicine_day", "moved"): "An entry of the medicine day moved to the psychotherapy notes",
    ("medicine_day", "looked_at_leaving"): "Fit to leave looked at",
    ("medicine_day", "ended"): "Medicine day ended",
    ("medicine_day", "reopened"): "Medicine day open again",
    ("medicine_day", "printed"): "Record of the medicine day printed",
    ("medicine_day", "saved"): "Record of the medicine day saved as PDF",
    ("medicine_day", "blank_printed"): "Blank record of a medicine day printed",
    ("medicine_day", "blank_saved"): "Blank record of a medicine day saved as PDF",
    ("medicine_day", "scan_added"): "Scan added to the medicine day",
    ("medicine_day", "scan_removed"): "Scan taken off the medicine day",
    ("medicine_day", "scan_opened"): "Scan of the medicine day opened",
    ("medicine_day", "scan_saved"): "Scan of the medicine day saved outside kapdesk",
    ("integration", "changed"): "Integration changed",
    ("integration", "outcome"): "What became of a step entered",
    ("session", "created"): "Session entered",
    ("session", "changed"): "Session changed",
    ("session", "removed"): "Session removed",
    ("note", "created"): "Note begun",
    ("note", "changed"): "Note changed",
    ("note", "removed"): "Draft discarded",
    ("note", "signed"): "Note signed",
    ("note", "printed"): "Notes printed",
    ("note", "saved"): "Notes saved as PDF",
    ("note", "addendum_signed"): "Addendum signed",
    ("note", "marked_in_error"): "Note marked as entered in error",
    ("note", "withheld"): "Note taken out of this chart: it was another client's",
    ("note", "entered_from_another_chart"): "Note begun again from the chart it was wrongly entered in",
    ("note", "moved_away"): "Draft moved to another chart",
    ("note", "moved_here"): "Draft moved here from another chart",
    ("private_note", "opened"): "Psychotherapy notes opened",
    ("private_note", "refused"): "Psychotherapy notes not opened: wrong passphrase",
    ("private_note", "created"): "Psychotherapy note begun",
    ("private_note", "changed"): "Psychotherapy note changed",
    ("private_note", "removed"): "Psychotherapy note removed",
    ("form", "created"): "Kind of note made",
    ("form", "changed"): "Kind of note changed",
    ("form", "retired"): "Kind of note put away",
    ("form", "taken_back"): "Kind of note taken back",
    ("snippet", "changed"): "Snippet changed",
    ("snippet", "removed"): "Snippet removed",
    ("setting", "changed"): "Settings changed",
    ("paper", "printed"): "Paper printed",
    ("paper", "saved"): "Paper saved as PDF",
    ("paper", "begun"): "Paper taken in hand to be signed",
    ("paper", "put_away"): "Paper that was begun put away, not signed",
    ("paper", "signed"): "Paper signed on the screen",
    ("paper", "signatures_off"): "Signatures taken off a paper that is not filed",
    ("paper", "filed"): "Signed paper filed",
    ("paper", "filed_from_paper"): "Paper filed that was signed on paper",
    ("paper", "received"): "Paper from outside filed",
    ("paper", "opened"): "Signed paper opened",
    ("paper", "copy_printed"): "Copy of a signed paper printed",
    ("paper", "copy_saved"): "Copy of a signed paper saved as PDF",
    ("paper", "no_copy"): "No copy of a signed paper wanted",
    ("paper", "declined"): "Paper declined",
    ("paper", "narrowed"): "Paper narrowed",
    ("paper", "revoked"): "Paper revoked",
    ("paper", "refused"): "Acknowledgement of a paper refused",
    ("paper", "taken_back"): "An entry about a paper taken back",
    ("part2", "tagged"): "Tagged as holding records under 42 CFR Part 2",
    ("part2", "untagged"): "Tag of 42 CFR Part 2 taken off",
    ("intake", "answered"): "Intake answered",
    ("intake", "taken"): "Answer of the intake taken into the chart",
    ("intake", "kept"): "Chart kept as it was against an answer of the intake",
    ("intake", "seen"): "Answer of the intake seen to",
    ("intake", "open"): "Answer of the intake open again",
    ("request", "created"): "Request about the record entered",
    ("request", "changed"): "Request about the record changed",
    ("request", "removed"): "Request about the record taken back",
    ("request", "answered"): "Request about the record answered",
    ("request", "printed"): "Letter about a request printed",
    ("request", "saved"): "Letter about a request saved as PDF",
    ("wording", "saved"): "Own wording saved",
    ("wording", "shipped_again"): "Back to the shipped text",
    ("wording", "imported"): "Wording read in from a file",
    ("wording", "exported"): "Wording written to a file",
    ("task", "created"): "Task entered",
    ("task", "changed"): "Task changed",
    ("task", "done"): "Task done",
    ("task", "reopened"): "Task open again",
    ("task", "removed"): "Task removed",
    ("history", "printed"): "History printed",
    ("history", "saved"): "History saved as PDF",
    ("plan", "drafted"): "Plan being written",
    ("plan", "draft_discarded"): "Draft of a plan discarded",
    ("plan", "saved"): "Plan saved",
    ("plan", "signed_on_paper"): "Plan entered as signed on paper",
}
KNOWN = frozenset(_WORDS)
"""Every (subject, action) that may be entered."""

_SUBJECTS = {
    "Notes": ("note",),
    "Psychotherapy notes": ("private_note",),
    "Course and sessions": ("course", "session", "follow_up", "readiness", "medicine_day", "integration"),
    "Orders and letters": ("order", "letter", "disclosure", "request", "part2"),
    "Calendar and calls": ("appointment", "calendar", "call", "wait_list"),
    "Papers and plans": ("paper", "plan", "wording", "intake"),
    "Details and contacts": ("client", "way", "person", "contact", "diagnosis", "flag", "allergy", "medicine"),
    "Tasks": ("task", "need"),
}
_OUT = "Printed, saved, exported"
_OPENED = "Charts and notes opened"
_REST = "Practice, keys and backups"
GROUPS = (*_SUBJECTS, _OPENED, _OUT, _REST)
"""Kinds of acts to choose from; an act can be of two."""
_LEFT_THE_DESK = (
    "printed", "saved", "exported", "scan_saved", "blank_printed", "blank_saved", "copy_printed", "copy_saved",
)  # fmt: skip
_KEPT_HERE = ("plan", "wording")
"""Of these `saved` means kept in the practice."""


def acts_of(group: str) -> frozenset[tuple[str, str]]:
    """The acts of a kind, as (subject, action)."""
    if group == _OUT:
        return frozenset(
            (subject, action)
            for subject, action in KNOWN
            if action in _LEFT_THE_DESK and not (action == "saved" and subject in _KEPT_HERE)
        )
    if group == _OPENED:
        return frozenset(act for act in KNOWN if act in (("client", "viewed"), ("private_note", "opened")))
    if group == _REST:
        named = {subject for subjects in _SUBJECTS.values() for subject in subjects}
        return frozenset(act for act in KNOWN if act[0] not in named)
    return frozenset(act for act in KNOWN if act[0] in _SUBJECTS[group] and act != ("client", "viewed"))


def acts_saying(word: str) -> frozenset[tuple[str, str]]:
    """The acts whose words hold a word, whatever its case."""
    return frozenset(act for act, words in _WORDS.items() if word in words.lower())


def entry_hash(previous: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of the previous hash and the entry's canonical JSON."""
    body = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def check_chain(entries: Iterable[tuple[str, str, Mapping[str, Any]]], previous: str = START) -> str:
    """Check (previous, hash, content) in order, beginning after `previous`; returns the head, raises HistoryBroken."""
    for stated, stated_hash, content in entries:
        if stated != previous or entry_hash(previous, content) != stated_hash:
            raise HistoryBroken(
                f"The history does not hold from entry {content.get('id')} on: an entry was changed, removed or put in "
                "by something other than kapdesk. Compare with the newest backup before you go on."
            )
        previous = stated_hash
    return previous


def in_words(subject: str, action: str, fields: str, detail: str, of: str = "") -> str:
    """An entry as a therapist reads it; `of` is the day, in words, of the note or session it is about."""
    words = _WORDS.get((subject, action), f"{subject} {action}".replace("_", " "))
    named = f"{subject.capitalize()} "
    if of and words.startswith(named):
        words = f"{named}of {of} {words.removeprefix(named)}"
    elif of:
        words = f"{words} · {subject} of {of}"
    if detail:
        words = f"{words}: {detail}"
    if fields:
        words = f"{words} ({fields.replace('_', ' ').replace(',', ', ')})"
    return words
