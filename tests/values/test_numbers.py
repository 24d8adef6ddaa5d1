"""Numbers (SPEC §2): each line of the examples gives one atom of its kind, with its value; figures and words agree."""

from __future__ import annotations

import itertools
import time

import pytest
from chains import chain_of, lines_of

from kzpolicy_nlp.examples import Example, matches
from kzpolicy_nlp.values.figures import read_figures, read_roman, split_compound

_LINES = lines_of("numbers")


@pytest.mark.parametrize("example", _LINES, ids=lambda e: e.source)
def test_example(example: Example) -> None:
    chain = chain_of(example.text)
    atoms = [a for a in chain.atoms if example.kind in a.tags]
    if example.negative:
        assert not atoms
        return
    assert example.mention is not None
    for atom in atoms:
        start, end = chain.tokens.place(atom.first, atom.last)
        if start <= example.mention.core_start and end >= example.mention.core_end:
            assert not example.fields or matches(atom.number, example.fields), atom.number
            return
    pytest.fail(f"no {example.kind} there: {[(a.tags, a.number) for a in chain.atoms]}")


def test_marks_before_three_figures() -> None:
    assert read_figures("1.500", measured=True) == 1500
    assert read_figures("1.125", decimal=True) == 1.125
    assert read_figures("1.125") == 1.125
    assert read_figures("1,500") == 1500
    assert read_figures("12,345") == 12.345
    assert read_figures("0,375") == 0.375
    assert read_figures("9" * 40) is None


def test_roman_figures_and_compound_adjectives() -> None:
    assert [read_roman(w) for w in ("IV", "XXI", "XIX", "ABC", "")] == [4, 21, 19, None, None]
    assert split_compound("двадцатипятипроцентный") == (25, "процентный")
    assert split_compound("двухкратного") == (2, "кратного")
    assert split_compound("двухпалатный") == (2, "палатный")
    assert split_compound("строительный") is None


def test_no_number_crosses_a_line_or_a_sentence() -> None:
    for text in ("500\nмлн тенге", "Их 20. Пять школ", "1\n500"):
        assert all(a.last - a.first == 1 for a in chain_of(text).atoms if a.number), text


def _numbers() -> list[int]:
    return [
        *range(130),
        *range(130, 2200, 37),
        2500,
        10000,
        11011,
        21021,
        100100,
        123456,
        10**6,
        1234567,
        2 * 10**9,
        10**12 + 7,
    ]


@pytest.mark.parametrize("case", ["n", "g", "d", "a", "i", "p"])
def test_words_of_an_independent_writer_are_read_back(case: str) -> None:
    writer = pytest.importorskip("num2words")
    wrong = []
    for number in _numbers():
        try:
            words = writer.num2words(number, lang="ru", case=case)
        except TypeError:
            pytest.skip("this num2words writes the nominative only")
        found = [a.number.amount for a in chain_of(words).atoms if a.number]
        if found != [number]:
            wrong.append((words, found))
    assert not wrong, wrong[:5]


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "9 ",
        "500 ",
        "9,",
        "9-",
        "9 млн ",
        "млн ",
        "5-10 ",
        "от 5 до ",
        "двадцать ",
        "5 (",
        "1/3 ",
        "5 (пять) ",
        "5 (пять (5 ",
        "пять (5 (",
        "-5 ",
        "от -5 до ",
        "миллиардов пять ",
        "три четверти миллиона ",
        "с половиной ",
        "1 000 ",
        "1'000",
        "1.000.",
        "половина ",
        "XIV ",
        "двадцатипяти",
    ],
)
def test_time_follows_length(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.process_time()
        chain_of(text)
        return time.process_time() - begun

    chain_of("прогрев 5")
    small, large = min(spent(12_500) for _ in range(2)), spent(100_000)
    assert large < 25 * small + 0.5


def test_separators_and_scales_in_any_order() -> None:
    for a, b, c in itertools.product(("5", "1 500", "2,5"), (" ", "\u00a0", "\u2009", ""), ("млн", "млрд.", "тыс.")):
        numbers = [x.number for x in chain_of(f"{a}{b}{c} тенге").atoms if x.number]
        assert len(numbers) == 1
        assert numbers[0].scaled
