"""The look as a whole: colours, fonts, sizes; light and dark, 80 % to 200 %."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from PySide6 import QtCore
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from kapdesk import paths

FAMILY = "Source Sans 3"
_BODY = 15
"""Height of the body text in pixels at 100 %."""
_FIRST_FONTS = ("SourceSans3-Regular.ttf", "SourceSans3-SemiBold.ttf")
_MORE_FONTS = ("SourceSans3-Italic.ttf", "SourceSans3-SemiBoldItalic.ttf", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_ICON_SIZES = (16, 32, 128)
LEAST, MOST = 0.8, 2.0
_HALF = 0.5


@dataclass(frozen=True)
class Tokens:
    """The colours of one look, by what they are for (`resources/style/tokens.toml`)."""

    colours: dict[str, str]

    def __getitem__(self, name: str) -> QColor:
        return QColor(self.colours[name])


@dataclass
class _Look:
    dark: bool = False
    scale: float = 1.0


_look = _Look()


@cache
def tokens(dark: bool) -> Tokens:
    """The colours of the light or the dark look."""
    content = tomllib.loads((paths.resources() / "style" / "tokens.toml").read_text("utf-8"))
    return Tokens(content["dark" if dark else "light"])


def current() -> Tokens:
    """The colours in use."""
    return tokens(_look.dark)


def is_dark() -> bool:
    """Whether the dark look is in use."""
    return _look.dark


def scale() -> float:
    """The size of text in use; 1.0 is usual."""
    return _look.scale


def px(pixels: float) -> int:
    """A length at the present size of text."""
    return round(pixels * _look.scale)


def apply(app: QApplication, dark: bool, scale: float) -> None:
    """Give the whole program its look; may be called again at any time."""
    _look.dark, _look.scale = dark, min(MOST, max(LEAST, scale))
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    _load_fonts(_FIRST_FONTS)
    font = QFont([FAMILY, "DejaVu Sans"])
    font.setPixelSize(px(_BODY))
    app.setFont(font)
    app.setPalette(_palette(current()))
    app.setStyleSheet(_style_sheet(_look.dark))


def darken(widget: QWidget) -> None:
    """Give a widget and its children the dark look whatever the desk has: the ketamine session, in a dim room."""
    widget.setProperty("darkened", True)
    widget.setPalette(_palette(tokens(True)))
    widget.setStyleSheet(_style_sheet(True) + _filled("session.qss", True))


def shows_dark(widget: QWidget | None) -> bool:
    """Whether a widget is seen in the dark look: the desk's, or that of the dim room."""
    while widget is not None:
        if widget.property("darkened"):
            return True
        widget = widget.parentWidget()
    return is_dark()


def load_more_fonts() -> None:
    """The fonts that the first window does without."""
    _load_fonts(_MORE_FONTS)


def bundled_fonts() -> dict[str, list[str]]:
    """The font files that come with kapdesk for the screen, each with the families that Qt found in it."""
    found = {}
    for name in (*_FIRST_FONTS, *_MORE_FONTS):
        number = _load_font(name)
        found[name] = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return found


def system_is_dark(app: QApplication) -> bool:
    """Whether the system asks for the dark look."""
    return app.styleHints().colorScheme() is QtCore.Qt.ColorScheme.Dark


def wants_dark(app: QApplication, chosen: str) -> bool:
    """Whether the dark look is wanted: chosen ("dark"), or the system's ("system")."""
    return chosen == "dark" or (chosen == "system" and system_is_dark(app))


def looks_dark(app: QApplication) -> bool:
    """What the system asks for, guessed from its palette before ours is set: 25 ms quicker, for the first paint."""
    return app.palette().window().color().lightnessF() < _HALF


def phase_colour(kind: str) -> QColor:
    """The colour of a phase's marks; grey for what is no phase."""
    return current()[f"{kind}_mark"] if f"{kind}_mark" in current().colours else current()["mute"]


def _load_fonts(names: tuple[str, ...]) -> None:
    for name in names:
        _load_font(name)


@cache
def _load_font(name: str) -> int:
    return QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name))


def icon() -> QIcon:
    """The program's icon in the sizes that a window's frame and a task bar want; from PNGs, which cost less than the drawing."""
    made = QIcon()
    for size in _ICON_SIZES:
        made.addFile(str(paths.resources() / "icons" / f"kapdesk-{size}.png"))
    return made


def _style_sheet(dark: bool) -> str:
    return _filled("style.qss", dark)


def _filled(name: str, dark: bool) -> str:
    """A style sheet with the lengths and the colours of a look."""
    text = (paths.resources() / "style" / name).read_text("utf-8")
    text = re.sub(r"\$\{p(\d+)\}", lambda match: str(px(int(match[1]))), text)
    look = "dark" if dark else "light"
    icons = {one: paths.resources() / "icons" / f"{one}-{look}.svg" for one in ("chevron", "tick")}
    words = {**tokens(dark).colours, **{one: f'"{file.as_posix()}"' for one, file in icons.items()}}
    return re.sub(r"\$([a-z_]+)", lambda match: words[match[1]], text)


def _palette(colours: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for one, name in {
        role.Window: "background",
        role.WindowText: "ink",
        role.Base: "field",
        role.AlternateBase: "faint",
        role.Text: "ink",
        role.PlaceholderText: "mute",
        role.Button: "card",
        role.ButtonText: "ink",
        role.BrightText: "bad",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.ToolTipBase: "card",
        role.ToolTipText: "ink",
        role.Light: "card",
        role.Midlight: "faint",
        role.Mid: "line",
        role.Dark: "mute",
        role.Shadow: "ink",
        role.Accent: "accent",
    }.items():
        palette.setColor(one, colours[name])
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, colours["mute"])
    return palette
