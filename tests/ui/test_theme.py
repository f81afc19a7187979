"""The look as a whole: contrast of every text in both looks, sizes, fonts, following the system."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication

from kapdesk import paths
from kapdesk.ui import theme

pytestmark = pytest.mark.styled

ON_GROUNDS = [(ink, ground) for ink in ("ink", "mute") for ground in ("background", "side", "card", "field", "faint")]
ON_GROUNDS += [(ink, ground) for ink in ("warning", "bad", "accent") for ground in ("background", "card")]
ON_GROUNDS += [(tone, f"{tone}_soft") for tone in ("preparation", "ketamine", "integration", "warning", "bad", "plain")]
ON_GROUNDS += [("on_accent", "accent"), ("on_accent", "accent_strong"), ("accent", "accent_soft"), ("accent", "side")]
ON_GROUNDS += [("ink", "accent_soft"), ("mute", "accent_soft"), ("background", "ink"), ("mute", "plain_soft")]
MARKS = ("preparation_mark", "ketamine_mark", "integration_mark", "warning", "bad", "focus")


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of the lighter to the darker, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), ON_GROUNDS)
def test_every_text_has_a_contrast_of_at_least_4_5(ink: str, ground: str, dark: bool) -> None:
    colours = theme.tokens(dark)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_and_the_focus_ring_has_a_contrast_of_at_least_3(mark: str, dark: bool) -> None:
    colours = theme.tokens(dark)
    for ground in ("card", "background"):
        assert contrast(colours[mark], colours[ground]) >= 3.0


def test_both_looks_name_the_same_colours_and_the_style_uses_no_other() -> None:
    light, dark = theme.tokens(False).colours, theme.tokens(True).colours
    assert light.keys() == dark.keys()
    style = (paths.resources() / "style" / "style.qss").read_text("utf-8")
    assert set(re.findall(r"\$([a-z_]+)", style)) - {"chevron", "tick"} <= light.keys()


@pytest.mark.parametrize(("scale", "pixels"), [(0.8, 12), (1.0, 15), (2.0, 30), (9.0, 30), (0.1, 12)])
def test_text_and_lengths_grow_together_within_80_and_200_percent(
    qapp: QApplication, scale: float, pixels: int
) -> None:
    theme.apply(qapp, False, scale)
    assert qapp.font().pixelSize() == pixels
    assert theme.px(15) == pixels
    assert "${" not in qapp.styleSheet()


def test_words_are_drawn_in_the_bundled_font(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == theme.FAMILY


def test_the_dark_look_is_a_palette_of_its_own(qapp: QApplication) -> None:
    theme.apply(qapp, True, 1.0)
    assert theme.is_dark()
    assert qapp.palette().window().color() == theme.tokens(True)["background"]
    assert theme.current() is theme.tokens(True)


@pytest.mark.parametrize(
    ("chosen", "system", "dark"),
    [("system", True, True), ("system", False, False), ("light", True, False), ("dark", False, True)],
)
def test_the_system_decides_unless_something_was_chosen(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, chosen: str, system: bool, dark: bool
) -> None:
    monkeypatch.setattr(theme, "system_is_dark", lambda _app: system)
    assert theme.wants_dark(qapp, chosen) is dark
