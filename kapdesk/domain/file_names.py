"""Names for practice files that every system takes, so that a practice can move from one to another."""

NOT_IN_NAMES = '/\\:*?"<>|'
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
"""Names that Windows keeps for itself, whatever ending follows."""
_LONGEST = 100
"""Bytes: with the day and the endings of a backup, and the folders before it, that is what Windows has room for."""


def fitted(name: str, leaving: int = 0) -> str:
    """A name that is offered for a practice of this name: without what does not belong in it, and not too long, `leaving` bytes."""
    kept = "".join(sign for sign in name if sign not in NOT_IN_NAMES and sign.isprintable()).strip(" .")
    return kept.encode("utf-8", "replace")[: _LONGEST - leaving].decode("utf-8", "ignore").strip(" .")


def what_is_wrong(name: str) -> str:
    """Why a practice file cannot have this name, as the end of a sentence; empty when it can."""
    if not name or name.startswith(".") or any(sign in NOT_IN_NAMES or not sign.isprintable() for sign in name):
        return f"without any of {' '.join(NOT_IN_NAMES)}"
    if len(name.encode("utf-8", "replace")) > _LONGEST:
        return "a shorter one"
    if name.split(".", maxsplit=1)[0].strip().upper() in _DEVICES:
        return f"another than {name}, which Windows keeps for itself"
    return ""
