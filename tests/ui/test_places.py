"""Parts have their place before they are made visible, else they are windows of their own for a moment and take the cursor."""

import ast
from pathlib import Path

import kapdesk.ui

FILES = sorted(one for one in Path(kapdesk.ui.__file__).parent.rglob("*.py") if one.stem != "pictures")
PARTS = {"button", "label", "field", "choice", "error_line", "text_box", "line", "chip", "number", "card"}


def shown_too_soon(function: ast.FunctionDef) -> list[str]:
    """The parts that a function makes and makes visible before it hands them to anything."""
    made: dict[str, int] = {}
    handed: dict[str, int] = {}
    shown: list[tuple[str, int]] = []
    inside = [
        one for one in ast.walk(function) if isinstance(one, ast.Lambda | ast.FunctionDef) and one is not function
    ]
    later = {inner for one in inside for inner in ast.walk(one)}
    for node in (one for one in ast.walk(function) if one not in later):
        match node:
            case ast.Assign(targets=[target], value=ast.Call(func=ast.Name(id=kind) | ast.Attribute(attr=kind))):
                if kind in PARTS or (kind[0] == "Q" and not kind.endswith("Dialog")):
                    made[ast.unparse(target)] = node.lineno
            case ast.Call(func=ast.Attribute(value=of, attr="show" | "setVisible"), args=args):
                if not any(isinstance(one, ast.Constant) and one.value is False for one in args):
                    shown.append((ast.unparse(of), node.lineno))
        if isinstance(node, ast.Call | ast.For):
            given = node.args if isinstance(node, ast.Call) else [node.iter]
            for inner in (inner for one in given for inner in ast.walk(one)):
                if isinstance(inner, ast.Name | ast.Attribute):
                    handed.setdefault(ast.unparse(inner), node.lineno)
    return [name for name, line in shown if name in made and made[name] < line <= handed.get(name, line)]


def test_no_part_is_made_visible_before_it_has_its_place() -> None:
    found = [
        f"{file.name}: {name}"
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        for name in shown_too_soon(node)
    ]
    assert found == []
