"""The commands, one function each; `cli` reads the arguments and tells the errors."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from kapdesk.errors import BadInput, FolderExists, KapdeskError, MissingFields, NameTaken, NotAPractice
from kapdesk.terminal import (
    ask_new_passphrase,
    ask_secret,
    check_output,
    here,
    now,
    opened,
    show_progress,
    write_output,
)
from kapdesk.usecases.course import courses as course_cases
from kapdesk.usecases.course.course_told import course_told, in_lines
from kapdesk.usecases.desk import find as find_cases
from kapdesk.usecases.fiction import sample
from kapdesk.usecases.house import backups, opening, practice
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.paper import papers as paper_cases
from kapdesk.usecases.people import chart as chart_cases
from kapdesk.usecases.people import clients as client_cases


def demo(chosen: argparse.Namespace) -> int:
    """Make the sample practice and open it; without a display, do the main job and say what is where."""
    from kapdesk import demonstration

    return demonstration.run(chosen.folder, chosen.force, has_display())


def has_display() -> bool:
    """Whether a window can be shown; other systems than Linux always have a display."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def new(chosen: argparse.Namespace) -> int:
    """Make a practice file, and give out its recovery key once."""
    folder: Path = chosen.file.absolute()
    if folder.exists():
        raise FolderExists(f"There is something at {folder} already. Choose another name or place.")
    if chosen.recovery_file and chosen.recovery_file.exists() and not chosen.force:
        raise NameTaken(f"{chosen.recovery_file} exists already. Choose another name, or add --force to replace it.")
    passphrase = ask_new_passphrase(chosen)
    if chosen.sample:
        created = sample.create_sample(folder, passphrase, chosen.on or now().date(), show_progress)
    else:
        created = opening.create_practice(folder, passphrase, PracticeFacts(), now(), show_progress)
    created.unlocked.key.wipe()
    _tell(f"Made {folder}")
    if chosen.recovery_file:
        write_output(chosen.recovery_file, (created.recovery_key.words + "\n").encode(), chosen.force)
        _tell(f"The recovery key is in {chosen.recovery_file}. Keep it away from this computer.")
    else:
        _tell("The recovery key, shown this once. Write it down and keep it away from this computer:")
        _say(created.recovery_key.words)
    return 0


def clients(chosen: argparse.Namespace) -> int:
    """List the clients, the archived too."""
    with opened(chosen) as vault:
        rows = client_cases.list_all_clients(vault, here(vault).date())
    listed = [{"id": row.id, "name": row.name, "status": row.status.value, "phase": row.phase.value} for row in rows]
    _show(listed, chosen.json)
    return 0


def course(chosen: argparse.Namespace) -> int:
    """Say where a client's course stands, what is due, and why; that the chart was looked at is entered."""
    with opened(chosen) as vault:
        at = here(vault)
        today: date = chosen.on or at.date()
        head = chart_cases.open_chart(vault, chosen.client, at, today)
        told = course_told(course_cases.course_view(vault, chosen.client, today), today)
    if chosen.json:
        _say(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for line in in_lines(told, head.name):
            _say(line)
    return 0


def today(chosen: argparse.Namespace) -> int:
    """What a day holds and what needs the therapist on it."""
    from kapdesk.usecases.desk import today as today_cases

    with opened(chosen) as vault:
        now = here(vault)
        if chosen.on is not None and chosen.on != now.date():
            now = datetime.combine(chosen.on, time(8), now.tzinfo)
        view = today_cases.read_today(vault, now)
    appointments = [
        {
            "client": one.row.client or None,
            "kind": one.row.kind.value,
            "starts": one.row.when.at.isoformat(),
            "ends": one.row.when.until.isoformat(),
            "status": one.row.status.value,
            "words": one.words,
            "open": list(one.lines),
        }
        for one in view.appointments
    ]
    needs = [
        {
            "client": need.client or None,
            "kind": need.kind.value,
            "due": need.due.isoformat() if need.due else None,
            "why": need.why,
            "words": need.words,
            "urgency": need.urgency,
        }
        for need in view.needs
    ]
    if chosen.json:
        _say(
            json.dumps(
                {"on": view.on.isoformat(), "appointments": appointments, "needs": needs}, indent=1, ensure_ascii=False
            )
        )
        return 0
    for row in view.appointments:
        who = f"{row.row.title}: {row.words}" if row.words != row.row.title else row.row.title
        _say(f"{row.row.when.words}  {who}{f' ({row.open})' if row.open else ''}")
    _say("" if view.appointments else "Nothing is booked.")
    for need in view.needs:
        _say(f"{need.label:<14}{need.words}{f' · {need.client}' if need.client else ''}")
    return 0


def gate(chosen: argparse.Namespace) -> int:
    """The lines before the medicine for a client and a day; of a record that is begun, with what the day answered."""
    from kapdesk.usecases.medicine_day import gate_told

    with opened(chosen) as vault:
        now = here(vault)
        on: date = chosen.on or now.date()
        head = chart_cases.open_chart(vault, chosen.client, now, now.date())
        told = gate_told.gate_told(vault, chosen.client, on, now)
    if chosen.json:
        _say(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for line in gate_told.in_lines(told, head.name):
            _say(line)
    return 0


def session(chosen: argparse.Namespace) -> int:
    """The record of a held ketamine session, as it was signed; one that is not signed yet is told as it stands."""
    from kapdesk.usecases.medicine_day import session_record, session_told

    with opened(chosen) as vault:
        now = here(vault)
        client_id = session_told.client_of_session(vault, chosen.session)
        head = chart_cases.open_chart(vault, client_id, now, now.date())
        record = session_record.record_of_session(vault, chosen.session, now)
    if chosen.json:
        _say(json.dumps(session_told.session_told(record), indent=1, ensure_ascii=False))
    else:
        for line in session_told.in_lines(record, head.name):
            _say(line)
    if record.signed is None:
        _tell("This record is not signed: it can still change. It is signed with its note.")
    return 0


def papers(chosen: argparse.Namespace) -> int:
    """List the papers of the library, or with a client those on file and those that are missing."""
    from kapdesk.usecases.paper.papers_told import papers_told

    if chosen.client is not None:
        with opened(chosen) as vault:
            at = here(vault)
            chart_cases.open_chart(vault, chosen.client, at, at.date())
            told = papers_told(vault, chosen.client, at.date())
        _show(told, chosen.json)
        return 0
    with opened(chosen) as vault:
        rows = paper_cases.list_papers(vault)
    listed = [{"paper": row.name, "title": row.title, "kind": row.kind, "version": row.version} for row in rows]
    _show(listed, chosen.json)
    return 0


def find(chosen: argparse.Namespace) -> int:
    """Find words, the newest notes first; never in psychotherapy notes."""
    with opened(chosen) as vault:
        most = find_cases.COUNTED
        finds = find_cases.find(vault, " ".join(chosen.words), here(vault).date(), most=most, others=most)
    listed = [
        {
            "kind": row.kind,
            "id": row.id,
            "client": row.client_id,
            "date": row.on.isoformat() if row.on else None,
            "snippet": find_cases.in_one_line(row),
        }
        for row in finds.rows
    ]
    _show(listed, chosen.json)
    if finds.more:
        _tell(f"There are over {find_cases.COUNTED:,} notes; these are the newest. Add a word, or from:2026-01.")
    return 0


def print_paper(chosen: argparse.Namespace) -> int:
    """Print a paper to a PDF and enter it."""
    if chosen.signed:
        return _print_signed(chosen)
    with opened(chosen) as vault:
        page = chosen.page or practice.get_practice(vault).page
        try:
            printed = paper_cases.print_paper(
                vault, chosen.paper, page, here(vault).date(), chosen.client, chosen.language, chosen.size, chosen.blank
            )
        except MissingFields as error:
            raise MissingFields(f"{error} Open the desk to do so: kapdesk {chosen.file}", error.fields) from None
        write_output(chosen.out, printed.pdf, chosen.force)
        paper_cases.hand_to_client(vault, printed, chosen.client, "saved", here(vault))
    _say(f"{chosen.out}: {printed.title}, {printed.pages} pages")
    if printed.unprintable:
        _say(f"No font on board has these characters, so they are named on the page: {' '.join(printed.unprintable)}")
    return 0


def _print_signed(chosen: argparse.Namespace) -> int:
    """Write out the exact bytes of a client's newest paper on file, all its files or none, and enter it."""
    from kapdesk.usecases.paper import filed_papers, papers_told

    if chosen.client is None:
        raise BadInput("Say whose paper it is: --client ID.")
    if chosen.page or chosen.size or chosen.blank or chosen.language != "en":
        raise BadInput("A signed paper is written as it was filed: leave out --page, --size, --language and --blank.")
    out: Path = chosen.out
    with opened(chosen) as vault:
        paper = papers_told.newest_on_file(vault, chosen.client, chosen.paper)
        paths = [out.with_name(name) for name in papers_told.file_names(paper, out.stem, out.suffix)]
        for path in paths:
            check_output(path, chosen.force)
        for place, path in enumerate(paths):
            write_output(path, filed_papers.exact_bytes(vault, paper.id, place), chosen.force)
        filed_papers.copy_handed(vault, paper.id, "saved", here(vault))
    for path, sha256 in zip(paths, paper.sha256s, strict=True):
        _say(f"{path}: {paper.facts.title}, filed {paper.filed_at:%Y-%m-%d}, SHA-256 {sha256}")
    return 0


def backup(chosen: argparse.Namespace) -> int:
    """Make a backup; it is there, whole and read back, or not at all."""
    with opened(chosen) as vault:
        at = here(vault)
        source = backups.prepare_backup(vault)
        report = backups.make_backup(source, chosen.out.absolute(), at, show_progress, chosen.force)
        backups.record_backup(vault, report, here(vault))
    _say(f"{chosen.out}: {report.words} ({report.size:,} bytes)")
    return 0


def check(chosen: argparse.Namespace) -> int:
    """Check a practice file or a backup, whole."""
    if chosen.file.is_dir():
        with opened(chosen) as vault:
            try:
                found = backups.check_practice(backups.prepare_backup(vault), show_progress)
            except KapdeskError as error:
                backups.record_damage(vault, error, here(vault))
                raise
            backups.record_check(vault, here(vault))
        _say(f"{chosen.file}: {found.words}")
        return 0
    if not chosen.file.exists():
        raise NotAPractice(f"There is nothing at {chosen.file}.")
    report = backups.check_backup(chosen.file, ask_secret(chosen), show_progress)
    _say(f"{chosen.file}: whole. Made {report.made_at:%Y-%m-%d %H:%M}; {report.words}")
    return 0


def restore(chosen: argparse.Namespace) -> int:
    """Make a practice file from a backup; with --force, one that stands there is kept aside."""
    report = backups.restore_backup(
        chosen.backup, ask_secret(chosen), chosen.file.absolute(), now(), show_progress, keep_aside=chosen.force
    )
    _say(f"{report.folder}: restored from the backup of {report.report.made_at:%Y-%m-%d %H:%M}; {report.report.words}")
    if report.kept_aside:
        _say(f"What stood there is kept as {report.kept_aside}")
    return 0


def pictures(chosen: argparse.Namespace) -> int:
    """Draw every page, dialog and state of a sample practice."""
    from kapdesk import demonstration

    drawn = demonstration.draw(
        chosen.file.absolute(),
        ask_secret(chosen),
        chosen.folder,
        chosen.dark,
        chosen.scale,
        chosen.size,
        chosen.force,
        chosen.for_help,
    )
    _say(f"{len(drawn)} pictures in {chosen.folder}")
    return 0


def doctor(chosen: argparse.Namespace) -> int:
    """Say what is installed, where things lie and how much room there is; of a practice file what can be told of it."""
    from kapdesk import checkup, preferences
    from kapdesk.domain.doctor import in_text
    from kapdesk.usecases.house.doctor import as_facts

    chosen_here = preferences.load()
    folder: Path | None = chosen.file.absolute() if chosen.file else None
    locked: KapdeskError | None = None
    has_secret = bool(chosen.passphrase_file or chosen.recovery_key_file)
    lines = None
    if folder is not None and has_secret:
        try:
            with opened(chosen) as vault:
                lines = checkup.report(chosen_here, folder, vault)
        except KapdeskError as error:  # what can be told without opening it is wanted all the more
            locked = error
    if lines is None:
        lines = checkup.report(chosen_here, folder)
    for line in [json.dumps(as_facts(lines), indent=1, ensure_ascii=False)] if chosen.json else in_text(lines, False):
        _say(line)
    if locked is not None:
        raise locked
    if folder is not None and not has_secret:
        _tell("What is in the practice file is told with --passphrase-file F.")
    return 0


def self_test(chosen: argparse.Namespace) -> int:
    """Live a whole small life in a temporary folder; non-zero on any failure."""
    from kapdesk import checkup

    return checkup.live_a_small_life(_say)


def _show(rows: Sequence[Mapping[str, object]], as_json: bool) -> None:
    if as_json:
        _say(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    widths = [max((len(_cell(row[name])) for row in rows), default=0) for name in (rows[0] if rows else ())]
    for row in rows:
        cells = zip(row.values(), widths, strict=True)
        _say("  ".join(_cell(value).ljust(width) for value, width in cells).rstrip())


def _cell(value: object) -> str:
    return "" if value is None else str(value)


_COMMANDS = dict.fromkeys([*range(9), *range(11, 32)], "\ufffd")
"""What a terminal would obey instead of showing it; in JSON there is none of it."""


def _say(line: str) -> None:
    sys.stdout.write(line.translate(_COMMANDS) + "\n")


def _tell(line: str) -> None:
    """What goes beside the answer, on standard error."""
    sys.stderr.write(line + "\n")


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": demo,
    "new": new,
    "clients": clients,
    "course": course,
    "today": today,
    "gate": gate,
    "session": session,
    "papers": papers,
    "find": find,
    "print": print_paper,
    "backup": backup,
    "check": check,
    "restore": restore,
    "pictures": pictures,
    "doctor": doctor,
    "self-test": self_test,
}
"""Each command's name and function."""
