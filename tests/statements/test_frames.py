"""The frames, cues and lists of words that statements rest on."""

from __future__ import annotations

import pytest

from kzpolicy_nlp.statements.frames import comparative, frames
from kzpolicy_nlp.statements.syntax import best_form, listed, pairs
from kzpolicy_nlp.text.data import words
from kzpolicy_nlp.text.morphology import forms


def test_no_verb_is_listed_twice_under_contrary_directions() -> None:
    directions: dict[str, set[str]] = {}
    for raw in words("frames").values():
        for lemma in (*raw.get("verbs", ()), *raw.get("nouns", ())):
            if raw.get("direction"):
                directions.setdefault(lemma, set()).add(raw["direction"])
    assert [lemma for lemma, found in directions.items() if len(found) > 1] == []


def test_every_frame_word_is_a_lemma() -> None:
    """A form that is no dictionary form would never be found."""
    odd = [
        lemma
        for raw in words("frames").values()
        for kind, wanted in (("verbs", ("INFN",)), ("nouns", ("NOUN",)))
        for lemma in raw.get(kind, ())
        if not any(f.lemma == lemma and f.pos in wanted for f in forms(lemma))
    ]
    assert odd == []


def test_nominals_are_of_verbs() -> None:
    assert [v for v in words("nominals")["of"] if best_form(v).pos != "INFN"] == []


@pytest.mark.parametrize(
    ("lemma", "kind", "direction"),
    [
        ("увеличить", "change", "up"),
        ("сократиться", "change", "down"),
        ("построить", "make", None),
        ("рост", "change", "up"),
    ],
)
def test_frames(lemma: str, kind: str, direction: str | None) -> None:
    frame = frames()[lemma]
    assert (frame.kind, frame.direction) == (kind, direction)


def test_comparatives() -> None:
    assert comparative("дорогой") is not None
    assert comparative("зеленый") is None


def test_lists() -> None:
    assert "до" in listed("to")
    assert ("то", "есть") in pairs("no-verb")
