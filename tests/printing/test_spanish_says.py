"""What the Spanish papers say: every point of the field, and nothing that a paper must not say."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from kapdesk.printing import text
from tests.printing.test_spanish import PAPERS, blocks_of, pieces, said

REFERENCE = Path(__file__).parent.parent / "reference" / "es"
SIGNS = [
    "dolor en el pecho", "dificultad para respirar", "dolor de cabeza fuerte y repentino", "cambios? (repentino )?en la vista",
    "una convulsión", "debilidad (o adormecimiento )?de un lado", "desmay(o|a)", "cuesta despertar", "911",
]  # fmt: skip
SAYING_THE_SIGNS = [
    "kap-introduction", "preparing-for-your-medicine-day", "your-medicine-day", "after-your-ketamine-session", "consent-kap",
    "transport", "touch-agreement", "who-does-what", "crisis-and-emergency", "appointment-and-ride-reminder",
]  # fmt: skip
FORBIDDEN = [
    r"\d\s*mg\b|miligramo|microgramo|\bdosis\b",
    r"horas?\s+(antes|sin|de ayuno)|\bayun(o|as|ar)\b|estómago vacío",
    r"(le administro|le doy (la |su )?(ketamina|medicina)|administramos|le receto\b)",
    r"esketamina|spravato|ketalar|midazolam|ondansetrón|lorazepam|alprazolam|clonazepam|diazepam|benzodiacepina|opioide",
    r"antiácido|psilocibina|\blsd\b|mdma|\bcbd\b|\bthc\b|litio|ibuprofeno|aspirina|paracetamol|acetaminofén|tylenol",
    r"\b(transforma\w*|sana|sanar|sanación|cura|curar|cure|garantiza\w*|milagro|avance|comprobad[oa]s?)\b",
    r"\b(pacientes?|doctora?)\b|\bkapdesk\b|cumple con HIPAA",
    r"\w/(a|as|o|os)\b|\(a\)|\(as\)|@|\bembarazada\b|\bpena\b(?! quedarme)",
]  # fmt: skip
POINTS = [
    "anestésico en 1970", "Lista III; en inglés, “Schedule III”", "“off-label”, es decir, fuera de lo aprobado",
    "En octubre de 2023", "no está aprobada para ningún trastorno psiquiátrico", "sedación (mucho sueño)", "disociación",
    "presión alta, respiración lenta, problemas para orinar y de la vejiga, abuso y mal uso", "no es vigilancia médica",
    "No puedo prometerle un resultado", "no tener ningún tratamiento", "No receto, distribuyo, guardo ni administro ketamina",
    "no hay médico ni enfermera", "Las tabletas que sobran siguen siendo suyas", "respiración lenta, presión muy alta",
    "ha habido muertes", "daño a la vejiga o al hígado", "puede bajar el ánimo", "plan de seguridad", "psicosis o manía",
    "un bebé antes de nacer", "leche materna", "sin alcohol ni otras sustancias", "yo diga que se puede ir",
    "Una persona adulta que usted conoce le lleva a casa", "no maneja, no usa máquinas", "parar en cualquier momento",
    "no se puede deshacer", "nunca es sexual", "Nunca puede volverse más", "evitar una caída", "No grabo sonido ni imágenes",
    "un niño, a una persona mayor", "cuando un tribunal lo ordena", "permiso por escrito", "estimado de buena fe",
    "número de versión y la fecha", "nunca en un día en que ya tomó ketamina", "a la mitad de una sesión",
]  # fmt: skip


def words_of(name: str) -> str:
    return " ".join(said(text.load(name, "es")).split())


@pytest.mark.parametrize("name", SAYING_THE_SIGNS)
def test_each_emergency_sign_stands_in_a_box(name: str) -> None:
    boxes = [one for one in pieces(text.load(name, "es")) if "\n" in one or "988" in one]
    box = max(boxes, key=lambda one: sum(bool(re.search(sign, one)) for sign in SIGNS))
    assert [sign for sign in SIGNS if not re.search(sign, box)] == []
    assert any(re.search("quitarse la vida o (en |de )?hacerse daño", one) for one in boxes)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_that_speaks_of_sessions_has_both_numbers(paper: text.Wording) -> None:
    if "sesión de ketamina" in said(paper):
        assert re.search("[Ll]lamen? (usted )?al 911|[Ll]lamamos al 911|llama al 911", said(paper))
        assert "988" in said(paper)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_holds_no_doses_hours_drug_names_promises_or_patients(paper: text.Wording) -> None:
    """Nor words that name one sex only with a stroke, or that mean something else to half of their readers."""
    for forbidden in FORBIDDEN:
        assert [one[0] for one in re.finditer(forbidden, said(paper), re.IGNORECASE)] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_says_no_time_for_food_drink_or_medicines_of_its_own(paper: text.Wording) -> None:
    for sentence in re.split(r"[.!?]\s|\n\n", said(paper)):
        if re.search(r"\b(comer|comida|refrigerio|bebidas?|beber|líquidos?|alcohol)\b", sentence):
            assert not re.search(r"\d|\b(dos|cuatro|seis|ocho|doce|medianoche) horas\b|horas antes", sentence), sentence


def test_the_consent_says_every_point_in_spanish() -> None:
    words = words_of("consent-kap")
    assert [point for point in POINTS if point not in words] == []


def test_no_point_of_the_spanish_consent_can_be_taken_out_unnoticed() -> None:
    consent = text.load("consent-kap", "es")
    points = re.findall(r"^\d+\. .+\n", consent.body, re.MULTILINE)
    kept = [one for one in points if not text.parts_left_out(replace(consent, body=consent.body.replace(one, "")))]
    assert len(points) == 30
    assert kept == []
    for paper in PAPERS:
        assert text.parts_left_out(replace(paper, body="", title="", acknowledged=())) == paper.parts, paper.name


def test_the_privacy_notice_begins_with_the_header_in_both_languages() -> None:
    """45 CFR 164.520(b)(1)(i) prescribes the English words; the Spanish ones are those of the Department's own model."""
    box = next(block.words for block in blocks_of(text.load("privacy-notice", "es")) if block.inset)
    spanish, english = box.split("\n")
    assert spanish == (
        "ESTA NOTIFICACIÓN DESCRIBE CÓMO PUEDE UTILIZARSE Y DIVULGARSE SU INFORMACIÓN MÉDICA, Y CÓMO PUEDE ACCEDER USTED "
        "A ESTA INFORMACIÓN. REVÍSELA CON CUIDADO."
    )
    assert english in " ".join(block.words for block in blocks_of(text.load("privacy-notice")))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_papers_name_each_other_as_they_are_called(paper: text.Wording) -> None:
    titles = {one.title for one in PAPERS}
    named = [
        span.words
        for block in blocks_of(paper)
        for cell in block.cells or (block.spans,)
        for span in cell
        if span.italic
    ]
    for words in named:
        if words[0].isupper() and len(words.split()) > 2 and "Journal" not in words and not words.endswith("."):
            assert words in titles, words


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_spanish_paper_is_word_for_word_the_one_on_record(paper: text.Wording) -> None:
    """A changed text is a new version; KAPDESK_NEW_REFERENCE=1 writes the words anew."""
    record = REFERENCE / f"{paper.name}.txt"
    words = f"{paper.title}, version {paper.version}\n\n" + "\n\n".join(
        f"{block.bullet} {block.words}".strip() for block in blocks_of(paper)
    )
    words += "".join(f"\n\n{one.words}" for one in paper.acknowledged)
    words += "".join(f"\n\n{option.key}: {option.words}" for one in paper.choices for option in one.options) + "\n"
    if os.environ.get("KAPDESK_NEW_REFERENCE"):
        record.parent.mkdir(exist_ok=True)
        record.write_text(words, "utf-8")
    assert words == record.read_text("utf-8")
