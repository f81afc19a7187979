"""The house: imports run one way, files and functions stay small, everything public is described."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "kapdesk").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
FORBIDDEN_NAMES = {"manager", "helper", "helpers", "utils", "common", "base_page", "handler", "service", "misc"}


def test_imports_run_one_way() -> None:
    run = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_is_small_and_described(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert file.stem not in FORBIDDEN_NAMES
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module says in a sentence what it is"
    for node in (*tree.body, *(inner for one in tree.body if isinstance(one, ast.ClassDef) for inner in one.body)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} is not described"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{node.name} is too long"


def test_nothing_of_qt_reaches_for_the_network() -> None:
    assert [
        file for file in FILES if "QtNetwork" in file.read_text("utf-8") or "QtWebEngine" in file.read_text("utf-8")
    ] == []


def test_the_top_level_is_as_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tops = {line.split("/")[0] for line in listed.splitlines()}
    allowed = {"kapdesk", "resources", "migrations", "tests", "pyproject.toml", "build_installer.py", "README.md"}
    assert {top for top in tops if not top.startswith(".")} <= allowed


def test_the_unlock_window_is_shown_without_the_heavy_libraries() -> None:
    code = (
        "import sys, kapdesk.app; heavy = {'sqlalchemy', 'sqlcipher3', 'cryptography', 'reportlab', 'alembic', 'pyrage'};"
        "sys.exit(repr(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
