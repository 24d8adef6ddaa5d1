"""The frames, cues and lists of words that statements rest on."""

from __future__ import annotations

import re

import pytest

from kzpolicy_nlp.errors import DataError
from kzpolicy_nlp.examples import read_example
from kzpolicy_nlp.statements.frames import comparative, frames, nominals
from kzpolicy_nlp.statements.syntax import best_form, listed, pairs
from kzpolicy_nlp.text.data import words
from kzpolicy_nlp.text.morphology import forms

LINES = [(name, line) for name, raw in words("frames").items() for line in raw["says"]]


def test_every_frame_word_is_a_lemma() -> None:
    """A form that is no dictionary form would never be found."""
    odd = [lemma for lemma, frame in frames().items() if not _is_lemma(lemma, "NOUN" if frame.noun else "INFN")]
    assert odd == []


def _is_lemma(word: str, pos: str) -> bool:
    return any(f.lemma == word and f.pos == pos for f in forms(word))


def test_nominals_name_what_is_done() -> None:
    heads = {nominal.partition(" ")[0] for nominal in nominals().values()}
    assert [head for head in heads if not any(f.pos == "NOUN" for f in forms(head))] == []
    assert (nominals()["построить"], nominals()["вкладывать"]) == ("строительство", "вложения")


def test_every_line_has_an_example_of_its_own() -> None:
    """Of a verb of the line or of its noun, so that a reader sees why the line is there."""
    without = []
    for name, line in LINES:
        own = {*line.get("verbs", "").split(), *line.get("noun", "").split()}
        for source in line.get("examples", ()):
            said = {best_form(word).lemma for word in re.findall("[а-яё]+", read_example(source).text.lower())}
            if not own & said:
                without.append(f"[{name}] {source}")
        if not line.get("examples"):
            without.append(f"[{name}] {line}")
    assert without == []


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ({"build": {"says": [{"verbs": "строить"}]}}, "needs a class"),
        ({"build": {"class": "make"}}, "needs a class"),
        ({"build": {"class": "make", "says": [{"nominal": "стройка"}]}}, "needs verbs or a noun"),
        ({"build": {"class": "make", "says": [{"verbs": "строить"}, {"verbs": "сдать строить"}]}}, "«строить» stands"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(
    table: dict[str, object], wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kzpolicy_nlp.statements.frames.words", lambda name: table)
    with pytest.raises(DataError, match=wrong):
        frames.__wrapped__()


@pytest.mark.parametrize(
    ("lemma", "kind", "direction"),
    [
        ("увеличить", "change", "up"),
        ("сократиться", "change", "down"),
        ("построить", "make", None),
        ("рост", "change", "up"),
        ("утроить", "change", "up"),
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
