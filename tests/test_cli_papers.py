"""A client's papers on the command line: how they stand, and the exact bytes of those on file."""

import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from kapdesk import cli
from kapdesk.domain.paper_states import INTAKE_PACK, What
from kapdesk.domain.signatures import Role
from kapdesk.usecases.house import history, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper import paper_standings, papers, papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY

SCAN = b"%PDF-1.4\n%signed on paper\n"
BOTH = ((Role.CLIENT, "Ada Quill", ""), (Role.THERAPIST, "Robin Alder", ""))


@pytest.fixture
def secret(tmp_path: Path) -> list[str]:
    """The passphrase in a file, as arguments."""
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE + "\n", "utf-8")
    return ["--passphrase-file", str(file)]


def picture(kind: str) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (20, 30), "white").save(out, kind)
    return out.getvalue()


@pytest.fixture
def folder(practice_folder: Path) -> Path:
    """A closed practice in which Ada signed four papers on paper, and declined one."""
    vault = _open(practice_folder)
    ada = clients.create_client(vault, ClientFacts("Ada Quill", birth_date=date(1990, 2, 3)), NOW)

    def file(name: str, scans: list[bytes], on: date = TODAY) -> None:
        told = OnPaper(name, on, BOTH, "1", kept_where="blue folder", reason="as she wished")
        papers_on_paper.file_from_paper(vault, ada, told, scans, NOW)

    file("consent-kap", [b"%PDF-1.4\n%an older one\n"], date(2026, 3, 2))
    file("consent-kap", [SCAN])
    file("touch-agreement", [picture("PNG"), picture("JPEG")])
    file("privacy-notice", [])
    paper_standings.tell(vault, ada, "recording", What.DECLINED, TODAY, "not wanted", "Ada", NOW)
    opening.close_practice(vault, NOW)
    return practice_folder


def _open(folder: Path) -> Vault:
    return opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)


def test_papers_are_told_with_how_they_stand_and_what_is_missing(
    folder: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["papers", str(folder), "--client", "1", "--json", *secret]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(list(row) == ["paper", "version", "state", "date", "sha256"] for row in rows)
    told = {(row["paper"], row["state"]): row for row in rows}
    assert told["consent-kap", "signed"]["sha256"] == hashlib.sha256(SCAN).hexdigest()
    assert told["consent-kap", "replaced"]["date"] == "2026-06-09"
    assert len(told["touch-agreement", "signed"]["sha256"].split()) == 2
    assert told["privacy-notice", "signed"] == {
        "paper": "privacy-notice", "version": "1", "state": "signed", "date": "2026-06-09", "sha256": "",
    }  # fmt: skip
    assert told["recording", "declined"]["date"] == "2026-06-09"
    missing = [row["paper"] for row in rows if row["state"] == "missing"]
    assert missing == [one for one in INTAKE_PACK if one not in ("consent-kap", "touch-agreement", "privacy-notice")]
    assert told["intake", "missing"]["date"] is None
    assert cli.run(["papers", str(folder), "--client", "1", *secret]) == 0
    assert "transport" in capsys.readouterr().out
    assert cli.run(["papers", str(folder), "--client", "99", *secret]) == 1


def test_a_signed_paper_is_written_byte_for_byte_and_entered(
    folder: Path, tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "consent.pdf"
    command = ["print", str(folder), "consent-kap", "--client", "1", "--signed", "--out", str(out), *secret]
    assert cli.run(command) == 0
    assert out.read_bytes() == SCAN
    assert hashlib.sha256(SCAN).hexdigest() in capsys.readouterr().out
    assert cli.run(command) == 1
    assert "--force" in capsys.readouterr().err
    assert cli.run([*command, "--force"]) == 0
    vault = _open(folder)
    given = papers.papers_of_client(vault, 1)
    assert [(one.name, one.how, one.sha256) for one in given] == [
        ("consent-kap", "saved", hashlib.sha256(SCAN).hexdigest())
    ] * 2
    assert any("opy" in one.words for one in history.client_history(vault, 1))
    opening.close_practice(vault, NOW)
    assert cli.run(["check", str(folder), *secret]) == 0
    assert "4 papers as filed" in capsys.readouterr().out


def test_scans_are_written_with_the_endings_of_their_kinds(
    folder: Path, tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["print", str(folder), "touch-agreement", "--client", "1", "--signed", *secret, "--out"]
    assert cli.run([*command, str(tmp_path / "touch.pdf")]) == 1
    assert "a name that ends in .png" in capsys.readouterr().err
    (tmp_path / "touch-2.jpg").write_bytes(b"something else")
    assert cli.run([*command, str(tmp_path / "touch.png")]) == 1
    assert not (tmp_path / "touch.png").exists()
    assert (tmp_path / "touch-2.jpg").read_bytes() == b"something else"
    assert cli.run([*command, str(tmp_path / "touch.png"), "--force"]) == 0
    assert (tmp_path / "touch.png").read_bytes() == picture("PNG")
    assert (tmp_path / "touch-2.jpg").read_bytes() == picture("JPEG")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["privacy-notice", "--client", "1"], "kept on paper. It is kept here: blue folder"),
        (["release", "--client", "1"], "On file: consent-kap, privacy-notice, touch-agreement"),
        (["consent-kap"], "--client ID"),
        (["consent-kap", "--client", "1", "--blank"], "as it was filed"),
    ],
)
def test_what_is_not_on_file_is_said(
    folder: Path,
    tmp_path: Path,
    secret: list[str],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    out = tmp_path / "x.pdf"
    assert cli.run(["print", str(folder), *arguments, "--signed", "--out", str(out), *secret]) == 1
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_a_clients_paper_is_filled_from_the_chart_or_has_lines(
    folder: Path, tmp_path: Path, secret: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "touch.pdf"
    command = ["print", str(folder), "consent-kap", "--out", str(out), *secret]
    assert cli.run(command) == 1
    assert "the client’s name" in capsys.readouterr().err
    assert cli.run([*command, "--client", "1"]) == 1
    assert "the prescriber’s name" in capsys.readouterr().err
    assert cli.run([*command, "--client", "1", "--blank", "--size", "18"]) == 0
    words = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Ada Quill" in words
