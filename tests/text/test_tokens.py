"""Tokens are razdel's, but for figures, which are cut from what they are glued to."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from razdel import tokenize

from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View

DEV = Path(__file__).parent.parent.parent / "corpora" / "dev"
PIECES = [*"абвЯqzAқІ  ..,,--__/\\'\"«»()[]{}:;=?!…*$%№²~", "Слово", "yahoo", "Yahoo!", "- ", " -", "...", "😀"]
FIGURES = [*"059 ₸€", "2024-09-02", "12/5/2024", "3,5", "млн"]


def cut(text: str) -> list[str]:
    """Our tokens, those with figures or signs of currencies cut by our own rule."""
    return Tokens(View(text)).words


@pytest.mark.parametrize("seed", range(5))
def test_random_strings_are_cut_as_razdel_cuts_them(seed: int) -> None:
    choose = random.Random(seed)
    for _ in range(400):
        text = "".join(choose.choices(PIECES, k=choose.randint(1, 25)))
        assert cut(text) == [t.text for t in tokenize(View(text).clean)], text


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_cut_from_the_tokens_of_razdel(seed: int) -> None:
    choose = random.Random(seed)
    for _ in range(400):
        text = "".join(choose.choices(PIECES + FIGURES, k=choose.randint(1, 25)))
        expected: list[str] = []
        for token in tokenize(View(text).clean):
            expected += cut(token.text) if any(c.isdecimal() or c in "₸€" for c in token.text) else [token.text]
        assert cut(text) == expected, text


def test_running_text_is_cut_as_razdel_cuts_it() -> None:
    for path in DEV.glob("*.txt"):
        words = [w for w in path.read_text(encoding="utf-8").split() if not any(c.isdigit() for c in w)]
        text = " ".join(words).replace("\u2013", "-").replace("\u2014", "-")
        assert [w for w in cut(text) if w.isalpha()] == [t.text for t in tokenize(View(text).clean) if t.text.isalpha()]
