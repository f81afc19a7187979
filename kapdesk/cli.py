"""The command line: what can be asked, and how answers and errors reach the terminal."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kapdesk import __version__
from kapdesk.errors import KapdeskError

_COMMANDS = (
    "demo",
    "new",
    "clients",
    "course",
    "today",
    "gate",
    "session",
    "papers",
    "find",
    "print",
    "backup",
    "check",
    "restore",
    "pictures",
    "doctor",
    "self-test",
)


def run(arguments: Sequence[str]) -> int:
    """Run one command; 0, or 1 with a sentence on standard error, or 2 for a usage that is not understood."""
    if not arguments or (arguments[0] not in _COMMANDS and not arguments[0].startswith("-")):
        return _open_desk(arguments)
    chosen = _parser().parse_args(arguments)
    if chosen.command is None:
        return _open_desk([])
    from kapdesk import commands

    try:
        return commands.COMMANDS[chosen.command](chosen)
    except KapdeskError as error:
        print(f"kapdesk: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("kapdesk: Stopped.", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _open_desk(arguments: Sequence[str]) -> int:
    if len(arguments) > 1:
        _parser().error(f"one practice file at a time; {arguments[1]} is too much")
    try:
        from kapdesk import app
    except ImportError as error:
        if sys.stderr is None:  # without a terminal, what starts the program shows the error in a window
            raise
        print(f"kapdesk: This copy of kapdesk is not whole ({error}). Run its installer again.", file=sys.stderr)
        return 1
    return app.run(Path(arguments[0]).absolute() if arguments else None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kapdesk",
        description="An offline, encrypted practice desk for ketamine-assisted psychotherapy. "
        "Without a command it opens the desk: kapdesk [FILE], FILE being a practice folder NAME.kapdesk, or a "
        "backup NAME.kdbk to go on from.",
    )
    parser.add_argument("--version", action="version", version=f"kapdesk {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    secret = argparse.ArgumentParser(add_help=False)
    one = secret.add_mutually_exclusive_group()
    one.add_argument("--passphrase-file", metavar="F", help="its first line is the passphrase; - is standard input")
    one.add_argument("--recovery-key-file", metavar="F", help="its first line is the recovery key; - is standard input")
    force = argparse.ArgumentParser(add_help=False)
    force.add_argument("--force", action="store_true", help="replace an output that exists")
    json = argparse.ArgumentParser(add_help=False)
    json.add_argument("--json", action="store_true", help="as JSON")
    _making(commands, force)
    _reading(commands, secret, json, force)
    _keeping(commands, secret, force)
    doctor = commands.add_parser("doctor", parents=[secret, json], help="versions, folders, room; nothing of a client")
    doctor.add_argument("file", type=Path, metavar="FILE", nargs="?", help="with the outer signs of a practice file")
    commands.add_parser("self-test", help="a whole small life in a temporary folder")
    return parser


def _making(commands: Any, force: argparse.ArgumentParser) -> None:
    demo = commands.add_parser("demo", parents=[force], help="make the fictional sample practice and open it")
    demo.add_argument("--folder", type=Path, metavar="DIR", help="where; a new folder kapdesk-demo otherwise")
    new = commands.add_parser("new", parents=[force], help="make a practice file")
    new.add_argument("file", type=Path, metavar="FILE")
    new.add_argument("--passphrase-file", metavar="F", help="its first line is the passphrase; - is standard input")
    new.add_argument("--sample", action="store_true", help="with the fictional sample practice in it")
    new.add_argument("--on", type=_day, metavar="DATE", help="the sample's present day, as 2026-06-09")
    new.add_argument("--recovery-file", type=Path, metavar="F", help="where the recovery key is written")


def _reading(
    commands: Any, secret: argparse.ArgumentParser, json: argparse.ArgumentParser, force: argparse.ArgumentParser
) -> None:
    clients = commands.add_parser("clients", parents=[secret, json], help="list the clients")
    clients.add_argument("file", type=Path, metavar="FILE")
    course = commands.add_parser("course", parents=[secret, json], help="where a client's course stands, and why")
    course.add_argument("file", type=Path, metavar="FILE")
    course.add_argument("--client", type=_number, metavar="ID", required=True, help="as `kapdesk clients` lists them")
    course.add_argument("--on", type=_day, metavar="DATE", help="as of another day than today, as 2026-06-09")
    today = commands.add_parser("today", parents=[secret, json], help="what a day holds, and what needs you")
    today.add_argument("file", type=Path, metavar="FILE")
    today.add_argument("--on", type=_day, metavar="DATE", help="as of another day, as 2026-06-09")
    gate = commands.add_parser("gate", parents=[secret, json], help="what is open before a client’s medicine day")
    gate.add_argument("file", type=Path, metavar="FILE")
    gate.add_argument("--client", type=_number, metavar="ID", required=True, help="as `kapdesk clients` lists them")
    gate.add_argument("--on", type=_day, metavar="DATE", help="for another day than today, as 2026-06-09")
    session = commands.add_parser("session", parents=[secret, json], help="the record of a ketamine session")
    session.add_argument("file", type=Path, metavar="FILE")
    session.add_argument("session", type=_number, metavar="SESSION_ID", help="as `kapdesk course --json` lists them")
    papers = commands.add_parser(
        "papers", parents=[secret, json], help="list the papers that can be printed, or those of a client"
    )
    papers.add_argument("file", type=Path, metavar="FILE")
    papers.add_argument(
        "--client", type=_number, metavar="ID", help="whose papers on file, each with how it stands and its SHA-256"
    )
    find = commands.add_parser(
        "find", parents=[secret, json], help="find words in clients, notes, contacts, papers and tasks"
    )
    find.add_argument("file", type=Path, metavar="FILE")
    find.add_argument(
        "words",
        nargs="+",
        metavar="WORDS",
        help="also note: client: contact: paper: task: kind:integration from:2026-01 to:2026-06-30",
    )
    paper = commands.add_parser("print", parents=[secret, force], help="print a paper to a PDF")
    paper.add_argument("file", type=Path, metavar="FILE")
    paper.add_argument("paper", metavar="PAPER", help="such as kap-introduction")
    paper.add_argument("--client", type=_number, metavar="ID", help="whose chart fills it, and where it is entered")
    paper.add_argument("--signed", action="store_true", help="the exact bytes of the client's newest one on file")
    paper.add_argument("--page", choices=("letter", "a4"), help="the practice's page size otherwise")
    paper.add_argument("--size", choices=("12", "18"), default="", help="size of the type in points; 18 is large print")
    paper.add_argument("--language", choices=("en", "es"), default="en", help="English or Spanish")
    paper.add_argument("--blank", action="store_true", help="with lines to write on where something is not on file")
    paper.add_argument("--out", type=Path, metavar="OUT.pdf", required=True)
    pictures = commands.add_parser("pictures", parents=[secret, force], help="draw every page of a sample practice")
    pictures.add_argument("file", type=Path, metavar="FILE")
    pictures.add_argument("folder", type=Path, metavar="DIR")
    pictures.add_argument("--dark", action="store_true", help="in the dark look")
    pictures.add_argument("--for-help", action="store_true", help="only those that the help shows, in few colors")
    pictures.add_argument("--scale", type=_scale, default=1.0, metavar="1.5", help="size of the text, 0.8 to 2")
    pictures.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="1280x800", help="of the window, in pixels"
    )


def _keeping(commands: Any, secret: argparse.ArgumentParser, force: argparse.ArgumentParser) -> None:
    backup = commands.add_parser("backup", parents=[secret, force], help="make a backup, read it back and check it")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument("out", type=Path, metavar="OUT.kdbk")
    check = commands.add_parser("check", parents=[secret], help="check a practice file or a backup")
    check.add_argument("file", type=Path, metavar="FILE_OR_BACKUP")
    restore = commands.add_parser("restore", parents=[secret, force], help="make a practice file from a backup")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("file", type=Path, metavar="FILE")


def _number(text: str) -> int:
    """A number as the lists show it, not larger than the practice file can hold."""
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number as the lists show it, such as 6")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day; write it as 2026-06-09") from None


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.8 <= scale <= 2.0:
        raise argparse.ArgumentTypeError(f"“{text}” is not a text size between 0.8 and 2")
    return scale


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        width = height = 0
    if not (640 <= width <= 8000 and 480 <= height <= 8000):
        raise argparse.ArgumentTypeError(f"“{text}” is not a window size such as 1280x800")
    return width, height
