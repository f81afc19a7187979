"""Mental status and risk as quick choices that become sentences.

The groups are those of the usual mental status examination and of a usual risk screen; the words are kapdesk's own. No
group has a choice made beforehand: what was not asked or looked at reads “not assessed”.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOT_ASSESSED = "not assessed"


@dataclass(frozen=True)
class Group:
    """One thing to look at or ask about; `several` answers may hold at once. A choice reads after “Name: ”."""

    name: str
    choices: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True)
class Sheet:
    """A set of groups under one heading; `asks` is what the sheet reminds of, on the screen only."""

    key: str
    title: str
    groups: tuple[Group, ...]
    asks: str = ""


MENTAL_STATUS = Sheet(
    "mental_status",
    "Mental status",
    (
        Group("Appearance", ("well kept", "plain and adequate", "disheveled", "tired-looking", "unusual"), True),
        Group("Behavior", ("calm", "cooperative", "guarded", "restless", "slowed", "withdrawn", "tearful"), True),
        Group("Speech", ("easy and clear", "quiet", "pressured", "slow", "halting", "slurred"), True),
        Group("Mood, in the client’s words", ("good", "low", "anxious", "irritable", "flat", "mixed", "hopeful"), True),
        Group("Affect", ("full range", "congruent with mood", "restricted", "flat", "labile", "incongruent"), True),
        Group("Thought process", ("linear", "circumstantial", "tangential", "racing", "blocked", "loose")),
        Group(
            "Thought content", ("on the matter at hand", "ruminating", "obsessional", "suspicious", "delusional"), True
        ),
        Group("Perception", ("no unusual perceptions reported", "dissociation", "illusions", "hallucinations"), True),
        Group("Orientation", ("to person, place, time and situation", "partial", "disoriented")),
        Group("Attention and memory", ("attentive", "distractible", "recalls recent events", "gaps in recall"), True),
        Group("Insight", ("good", "partial", "limited")),
        Group("Judgment", ("sound", "somewhat impaired", "impaired")),
    ),
)
RISK = Sheet(
    "risk",
    "Risk",
    (
        Group(
            "Thoughts of death or suicide",
            (
                "asked, denied",
                "asked, wish not to be alive",
                "asked, thoughts of suicide without a plan",
                "asked, thoughts with a plan, no intent",
                "asked, thoughts with a plan and intent",
            ),
        ),
        Group("Self-harm", ("asked, denied", "asked, urges", "asked, recent self-harm")),
        Group("Harm to others", ("asked, denied", "asked, thoughts without intent", "asked, intent")),
        Group("Change since last time", ("lower", "the same", "higher", "first time asked")),
        Group("Access to means", ("asked, none", "asked, restricted", "asked, access")),
        Group(
            "What protects",
            ("reasons for living named", "people to turn to", "engaged in treatment", "safety plan on file", "hope"),
            True,
        ),
        Group(
            "What was done",
            (
                "no further step needed",
                "safety plan made or gone over",
                "988 and 911 gone over",
                "prescriber called",
                "emergency contact called",
                "911 called",
            ),
            True,
        ),
    ),
    "Current intent: open the safety plan now; call 988 or 911 with the client, and the prescriber.",
)
SHEETS = (MENTAL_STATUS, RISK)


def sentences(sheet: Sheet, chosen: Mapping[str, Sequence[str]], words: Mapping[str, str]) -> str:
    """The sheet as a Markdown list, every group in its place: what was chosen, then free words, else “not assessed”."""
    lines = []
    for group in sheet.groups:
        parts = [", ".join(chosen.get(group.name, ())), words.get(group.name, "").strip()]
        said = "; ".join(part for part in parts if part) or NOT_ASSESSED
        lines.append(f"- **{group.name}:** {said}.".replace("..", "."))
    return "\n".join(lines)
