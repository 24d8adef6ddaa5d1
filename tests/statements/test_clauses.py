"""Where clauses begin and end, and what their predicates say."""

from __future__ import annotations

import itertools

import pytest

from kzpolicy_nlp.statements.clauses import Clause, Clauses
from kzpolicy_nlp.text.lexicon import lexicon
from kzpolicy_nlp.text.rules import classify
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View
from kzpolicy_nlp.values.numbers import read_numbers


def cut(text: str) -> tuple[Clauses, list[Clause]]:
    tokens = Tokens(View(text))
    clauses = Clauses(read_numbers(tokens, classify(tokens, lexicon())))
    return clauses, [c for n in range(len(tokens.sentences)) for c in clauses.of(n)]


def shown(text: str) -> list[str]:
    clauses, found = cut(text)
    return [" ".join(clauses.tokens.words[c.first : c.last]) for c in found]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Рост составил 5%.", ["Рост составил 5 % ."]),
        ("Построим 5 школ и откроем 3 центра.", ["Построим 5 школ", "и откроем 3 центра ."]),
        ("Доходы выросли, а расходы снизились.", ["Доходы выросли ,", "а расходы снизились ."]),
        ("Доходы выросли на 5%, до 10 млрд тенге.", ["Доходы выросли на 5 % , до 10 млрд тенге ."]),
        (
            "Объем, который составил 5 млрд, вырос на 7%.",
            ["Объем ,", "который составил 5 млрд ,", "вырос на 7 % ."],
        ),
        (
            "В 2025 году, по прогнозам, рост составит 5%.",
            ["В 2025 году , по прогнозам , рост составит 5 % ."],
        ),
        ("Останется, как отметил министр, 5 млн тонн.", ["Останется , как отметил министр , 5 млн тонн ."]),
    ],
)
def test_bounds(text: str, pieces: list[str]) -> None:
    assert shown(text) == pieces


@pytest.mark.parametrize(
    ("text", "tense", "modal", "passive"),
    [
        ("Построили пять школ.", "past", False, False),
        ("Построено пять школ.", "past", False, True),
        ("Будет построено пять школ.", "future", False, True),
        ("Построим пять школ.", "future", False, False),
        ("Строится пять школ.", "present", False, True),
        ("Необходимо построить пять школ.", None, True, False),
        ("Поручаю построить пять школ.", "present", True, False),
        ("Построить пять школ.", None, True, False),
        ("Реализуются пять проектов.", "present", False, True),
        ("На помощь пришли пять бригад.", "past", False, False),
        ("Пять школ.", None, False, False),
    ],
)
def test_predicates(text: str, tense: str | None, modal: bool, passive: bool) -> None:
    _, found = cut(text)
    assert [(c.tense, c.modal, c.passive) for c in found] == [(tense, modal, passive)]


def test_an_infinitive_goes_on_with_the_order_before_it() -> None:
    _, found = cut("Поручаю построить 300 школ и открыть 20 центров.")
    assert [c.modal for c in found] == [True, True]
    assert found[1].cue is not None
    assert found[1].cue.get("kind") == "goal"


@pytest.mark.parametrize(
    "text", ["Рост составил 5%, а спад – 3%. " * 40, "до 5% и " * 700, ", " * 2000, "который " * 900]
)
def test_clauses_cover_every_sentence(text: str) -> None:
    clauses, _ = cut(text)
    for number, (first, last) in enumerate(clauses.tokens.sentences):
        spans = [(c.first, c.last) for c in clauses.of(number)]
        assert spans[0][0] == first
        assert spans[-1][1] == last
        assert all(a[1] == b[0] for a, b in itertools.pairwise(spans))
        assert all(clauses.at(i) in clauses.of(number) for i in range(first, last))
