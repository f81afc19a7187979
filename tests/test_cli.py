"""The command line as scripts use it: in this process on weak keys, and once as a real process."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kapdesk import cli
from kapdesk.domain.medicine_day import DayEnding
from kapdesk.domain.notes import Printed
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.opening import RecoveryKey
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import gate, medicine_days
from kapdesk.usecases.writing import signing
from tests.conftest import NOW, PASSPHRASE
from tests.lived_session import enter_client, live_through, sign


@pytest.fixture
def secret(tmp_path: Path) -> list[str]:
    """The passphrase in a file, as arguments."""
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE + "\nnot this line\n", "utf-8")
    return ["--passphrase-file", str(file)]


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What went to standard output and to standard error."""
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_new_gives_the_recovery_key_once_on_standard_output(
    tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["new", str(tmp_path / "a.kapdesk"), *secret]) == 0
    out, err = said(capsys)
    assert len(out.strip().split("-")) == 14
    assert "Write it down" in err
    assert cli.run(["clients", str(tmp_path / "a.kapdesk"), "--json", *secret]) == 0
    assert json.loads(said(capsys)[0]) == []


def test_new_with_a_recovery_file_writes_it_there_and_the_key_opens(
    tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "key.txt"
    command = [
        "new",
        str(tmp_path / "s.kapdesk"),
        "--sample",
        "--on",
        "2026-06-09",
        "--recovery-file",
        str(key),
        *secret,
    ]
    assert cli.run(command) == 0
    assert said(capsys)[0] == ""
    assert cli.run(["clients", str(tmp_path / "s.kapdesk"), "--json", "--recovery-key-file", str(key)]) == 0
    rows = json.loads(said(capsys)[0])
    assert len(rows) == 12
    assert set(rows[0]) == {"id", "name", "status", "phase"}
    assert {row["status"] for row in rows} == {"inquiry", "wait_list", "active", "closing", "closed", "archived"}


def test_an_existing_practice_is_never_overwritten(
    practice_folder: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file.name: file.read_bytes() for file in practice_folder.iterdir()}
    assert cli.run(["new", str(practice_folder), "--force", *secret]) == 1
    assert "already" in said(capsys)[1]
    assert {file.name: file.read_bytes() for file in practice_folder.iterdir()} == before


def test_a_course_is_told_with_its_reasons(
    sample_folder: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["course", str(sample_folder), "--client", "5", "--on", "2026-06-20", *secret]
    assert cli.run([*command, "--json"]) == 0
    told = json.loads(said(capsys)[0])
    assert {"phase", "stage", "position", "sessions", "due", "earliest_next", "order", "why"} == set(told)
    assert told["phase"] in ("preparation", "ketamine", "integration", "ended", "none")
    assert set(told["earliest_next"]) == {"on", "by_order", "recommended", "words", "why"}
    assert cli.run(command) == 0
    assert told["why"][0] in said(capsys)[0]
    assert cli.run(["course", str(sample_folder), "--client", "999", *secret]) == 1
    assert "kapdesk: " in said(capsys)[1]


def test_the_gate_is_told_for_a_day_and_with_the_answers_of_a_record_that_is_begun(
    sample_folder: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["gate", str(sample_folder), "--client", "6", "--on", "2026-06-09", *secret]
    assert cli.run([*command, "--json"]) == 0
    told = json.loads(said(capsys)[0])
    assert {"owner", "line", "state", "why"} <= set(told["lines"][0])
    assert {line["owner"] for line in told["lines"]} == {"prescriber", "client", "practice"}
    assert {line["key"]: line["state"] for line in told["lines"]}["risk"] == "asked"
    vault = opening.open_practice(opening.unlock(sample_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    day = medicine_days.begin(vault, 6, NOW)
    gate.answer(vault, day, "risk", NOW, "thoughts", "at night")
    opening.close_practice(vault, NOW)
    assert cli.run([*command, "--json"]) == 0
    told = json.loads(said(capsys)[0])
    risk = next(line for line in told["lines"] if line["key"] == "risk")
    assert (told["begun"], risk["state"], risk["needs"]) == (True, "amber", "reason")
    assert cli.run(command) == 0
    assert "Mood, thoughts of death or harm: Thoughts of death or harm, no intent. at night" in said(capsys)[0]
    assert cli.run(["gate", str(sample_folder), "--client", "999", *secret]) == 1
    assert "kapdesk: " in said(capsys)[1]


def test_the_record_of_a_session_is_told_as_it_was_signed(
    practice_folder: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    day = live_through(vault, enter_client(vault))
    medicine_days.reopen(vault, day, NOW)
    medicine_days.end(vault, day, DayEnding.LEFT, "\x1b[2J walked\rout", NOW)
    session = medicine_days.get_day(vault, day, NOW).session_id
    opening.close_practice(vault, NOW)
    command = ["session", str(practice_folder), str(session), *secret]
    assert cli.run([*command, "--json"]) == 0
    told, beside = said(capsys)
    unsigned = json.loads(told)
    assert (unsigned["signed"], "is not signed" in beside) == (None, True)
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    sign(vault, day)
    opening.close_practice(vault, NOW)
    assert cli.run([*command, "--json"]) == 0
    told, beside = said(capsys)
    signed = json.loads(told)
    assert beside == ""
    assert signed["signed"]["by"] == "Robin Alder, PhD, LPCC"
    assert {**signed, "signed": None} == unsigned
    assert cli.run(command) == 0
    words = said(capsys)[0]
    assert "Rosa Delgado · Ketamine session 1" in words
    assert "  9:38  Medicine out, spat, after 12 min" in words
    assert cli.run(["session", str(practice_folder), "99", *secret]) == 1
    assert "Session 99 has no record" in said(capsys)[1]
    assert "\x1b" not in words
    assert "[2J walked" in words
    with pytest.raises(SystemExit):
        cli.run(["session", str(practice_folder), "9" * 30, *secret])
    assert "is not a number" in said(capsys)[1]
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    signing.withhold_note(vault, 1, "of somebody else", Printed.NO, NOW, session_too=True)
    opening.close_practice(vault, NOW)
    assert cli.run(command) == 1


def test_papers_are_listed_and_printed(
    sample_folder: Path, tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["papers", str(sample_folder), "--json", *secret]) == 0
    assert "kap-introduction" in [row["paper"] for row in json.loads(said(capsys)[0])]
    out = tmp_path / "intro.pdf"
    command = [
        "print",
        str(sample_folder),
        "kap-introduction",
        "--client",
        "1",
        "--page",
        "a4",
        "--out",
        str(out),
        *secret,
    ]
    assert cli.run(command) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert cli.run(command) == 1
    assert "--force" in said(capsys)[1]
    assert cli.run([*command, "--force"]) == 0


def test_words_are_found_without_their_accents(
    sample_folder: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["find", str(sample_folder), "cafe", "--json", *secret]) == 0
    (found,) = json.loads(said(capsys)[0])
    assert set(found) == {"kind", "id", "client", "date", "snippet"}
    assert (found["kind"], found["date"]) == ("note", "2026-05-09")
    assert isinstance(found["client"], int)
    assert "café" in found["snippet"]
    assert cli.run(["find", str(sample_folder), "delgado", "client:", *secret]) == 0
    assert "Rosa Delgado" in said(capsys)[0]
    assert cli.run(["find", str(sample_folder), "paper:introduction", "--json", *secret]) == 0
    library = json.loads(said(capsys)[0])[0]
    assert (library["id"], library["client"], library["date"]) == ("kap-introduction", None, None)


def test_psychotherapy_notes_are_not_found(
    sample_folder: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["zephyrine"], ['"'], ["note:"], ["\x00'; DROP TABLE note; --"]):
        assert cli.run(["find", str(sample_folder), *words, "--json", *secret]) == 0
        assert "zephyrine" not in json.dumps(json.loads(said(capsys)[0]))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["kap-introductoin"], "There is no paper called"),
        (["../secret"], "There is no paper called"),
        (["kap-introduction", "--client", "999"], "no client number 999"),
    ],
)
def test_what_cannot_be_printed_is_said(
    sample_folder: Path,
    tmp_path: Path,
    secret: list[str],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    assert cli.run(["print", str(sample_folder), *arguments, "--out", str(tmp_path / "x.pdf"), *secret]) == 1
    assert sentence in said(capsys)[1]
    assert not (tmp_path / "x.pdf").exists()


def test_missing_facts_are_asked_for_not_printed_as_a_hole(
    tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cli.run(["new", str(tmp_path / "a.kapdesk"), *secret])
    assert (
        cli.run(["print", str(tmp_path / "a.kapdesk"), "kap-introduction", "--out", str(tmp_path / "x.pdf"), *secret])
        == 1
    )
    assert "the name of your practice" in said(capsys)[1]


def test_backup_check_restore(
    sample_folder: Path, tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out, back = tmp_path / "b.kdbk", tmp_path / "back.kapdesk"
    assert cli.run(["backup", str(sample_folder), str(out), *secret]) == 0
    assert cli.run(["backup", str(sample_folder), str(out), *secret]) == 1
    assert cli.run(["check", str(out), *secret]) == 0
    assert "12 clients" in said(capsys)[0]
    assert cli.run(["restore", str(out), str(back), *secret]) == 0
    assert cli.run(["restore", str(out), str(back), *secret]) == 1
    assert cli.run(["restore", str(out), str(back), "--force", *secret]) == 0
    assert len(list(tmp_path.glob("back (kept *).kapdesk"))) == 1
    assert cli.run(["check", str(back), *secret]) == 0
    assert "one chain" in said(capsys)[0]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "/nowhere/at/all"], 1),
        (["clients", "/nowhere/at.kapdesk"], 1),
        (["clients", "/etc/hostname"], 1),
        (["restore", "/etc/hostname", "/tmp/x.kapdesk"], 1),
    ],
)
def test_what_is_no_practice_is_one_sentence(
    secret: list[str], capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    assert cli.run([*arguments, *secret]) == code
    err = said(capsys)[1]
    assert err.startswith("kapdesk: ")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [["clients"], ["--nonsense"], ["pictures", "a", "b", "--scale", "9"], ["pictures", "a", "b", "--size", "big"],
     ["new", "a.kapdesk", "--on", "tomorrow"], ["a.kapdesk", "b.kapdesk"]],
)  # fmt: skip
def test_a_usage_that_is_not_understood_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.run(arguments)
    assert stopped.value.code == 2


def test_a_wrong_passphrase_or_key_is_said(
    practice_folder: Path, tmp_path: Path, recovery_key: RecoveryKey, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("another one entirely\n")
    assert cli.run(["clients", str(practice_folder), "--passphrase-file", str(wrong)]) == 1
    assert "not the passphrase" in said(capsys)[1]
    wrong.write_text(recovery_key.words[:-1] + "\n")
    assert cli.run(["clients", str(practice_folder), "--recovery-key-file", str(wrong)]) == 1
    assert "recovery key" in said(capsys)[1]
    wrong.write_bytes(b"\xff\xfe\n")
    assert cli.run(["clients", str(practice_folder), "--passphrase-file", str(wrong)]) == 1
    wrong.write_bytes(b"\n")
    assert cli.run(["clients", str(practice_folder), "--passphrase-file", str(wrong)]) == 1


def test_pictures_are_of_a_sample_only(
    practice_folder: Path, tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["pictures", str(practice_folder), str(tmp_path / "p"), *secret]) == 1
    assert "sample practice only" in said(capsys)[1]


def test_doctor_tells_nothing_of_a_client(
    sample_folder: Path, secret: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["doctor"]) == 0
    out = said(capsys)[0]
    assert re.search(r"SQLCipher +4", out)
    assert "SourceSans3-Regular.ttf" in out
    assert cli.run(["doctor", str(sample_folder), *secret, "--json"]) == 0
    told = {one["what"]: one["value"] for one in json.loads(capsys.readouterr().out)}
    assert told["In it"].startswith("12 clients, 154 notes")
    assert "Rosa" not in str(told)
    wrong = tmp_path / "wrong"
    wrong.write_text("some other five words here")
    assert cli.run(["doctor", str(sample_folder), "--passphrase-file", str(wrong)]) == 1
    out, err = said(capsys)
    assert "Both copies whole" in out
    assert "That is not the passphrase" in err


def test_self_test_lives_a_small_life(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["self-test"]) == 0
    assert said(capsys)[0].count("ok ") == 9


def test_without_a_terminal_the_passphrase_is_asked_for_as_an_argument(
    practice_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["clients", str(practice_folder)]) == 1
    assert "no terminal" in said(capsys)[1]


def test_a_real_process_reads_the_passphrase_from_standard_input(tmp_path: Path) -> None:
    """With its own keys, not the tests' weak ones: made and opened by the program as it is shipped."""
    kapdesk = [sys.executable, "-m", "kapdesk"]
    folder = tmp_path / "real one.kapdesk"

    def run(*arguments: str, given: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*kapdesk, *arguments], input=given + "\n", capture_output=True, text=True, cwd=tmp_path, timeout=250,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip

    new = run("new", str(folder), "--passphrase-file", "-")
    assert (new.returncode, len(new.stdout.strip().split("-"))) == (0, 14)
    assert run("clients", str(folder), "--passphrase-file", "-").returncode == 0
    wrong = run("clients", str(folder), "--passphrase-file", "-", given="no")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("kapdesk: That is not the passphrase")
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())
