"""Quantities (SPEC §4): the examples of the rules and of tests/examples, plain and in other guises; linear in time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from chains import chain_of, complaint, lines_of, quantities_of

from kzpolicy_nlp.examples import Example, examples_of
from kzpolicy_nlp.text.data import words
from kzpolicy_nlp.text.morphology import analyzer
from kzpolicy_nlp.values.measures import MEASURES

_LINES = [*lines_of("quantities"), *(e for rule in MEASURES.rules for e in examples_of(rule.make.__doc__))]
_TOOLS = Path(__file__).parent.parent.parent / "tools"


@pytest.mark.parametrize("example", _LINES, ids=lambda e: e.source)
def test_example(example: Example) -> None:
    chain = chain_of(example.text)
    found = [(*chain.tokens.place(v.first, v.last), v) for v in quantities_of(chain)]
    assert (complaint(example, example.text, found) is None) is not example.gap, found


@pytest.mark.parametrize("example", _LINES, ids=lambda e: e.source)
@pytest.mark.parametrize("guise", [(" ", "\u00a0"), (" ", "\u2009"), ("-", "\u2011"), ("–", "—")], ids=repr)
def test_other_guises(example: Example, guise: tuple[str, str]) -> None:
    text = example.text.replace(*guise)
    chain = chain_of(text)
    found = [(*chain.tokens.place(v.first, v.last), v) for v in quantities_of(chain)]
    assert (complaint(example, text, found) is None) is not example.gap, found


def test_every_unit_is_read_as_it_is_spelled() -> None:
    missed = []
    for key, raw in words("units").items():
        if raw["tag"] != "unit":
            continue
        for word in raw.get("spelled", ()):
            cased = raw.get("cased", word)
            units = [v.unit for v in quantities_of(chain_of(f"всего 15 {cased} учтено"))]
            if units != [raw["unit"]]:
                missed.append((key, word, units))
    assert not missed


@pytest.mark.parametrize(
    "piece",
    [
        "9 млн ",
        "9%, ",
        "5 школ и ",
        "до 5 ",
        "с 5 до ",
        "5, ",
        "5 новых ",
        "на 1000 ",
        "(5 ",
        "5 - ",
        "№ 5 ",
        "5 га, 7 ",
        "школ – 5, ",
        "из них 5 ",
        "их 5 ",
        "количество школ: ",
        "новых школ в области ",
        "доля, %: 2020 – 5; ",
        "в Астане 5, ",
        "5 новых и 7 ",
        "%: ",
        "тыс. га: – 5 ",
        "половина – ",
        "от трети до ",
        "9,5 – ",
        "новых ",
    ],
)
def test_time_follows_length(piece: str) -> None:
    def spent(size: int) -> float:
        chain = chain_of(piece * (size // len(piece)))
        begun = time.process_time()
        quantities_of(chain)
        return time.process_time() - begun

    quantities_of(chain_of("прогрев 5 школ"))
    small, large = min(spent(12_500) for _ in range(2)), spent(100_000)
    assert large < 25 * small + 0.5


#: Numbers and the case and number that they ask of their noun in the nominative.
_AGREEMENT = (
    (1, "sing", "nomn"),
    (2, "sing", "gent"),
    (5, "plur", "gent"),
    (21, "sing", "nomn"),
    (100, "plur", "gent"),
)
_CASES = {"n": "nomn", "g": "gent", "d": "datv", "i": "ablt", "p": "loct"}
_NOUNS = ("школа", "дом", "место", "район", "больница", "проект", "станция", "договор", "хозяйство", "предприниматель")


def _form(noun: str, case: str, number: str) -> str:
    found = analyzer().parse(noun)[0].inflect({case, number})
    return str(found.word).replace("ё", "е")


@pytest.mark.parametrize("noun", _NOUNS)
def test_counts_are_read_in_each_case(noun: str) -> None:
    """Numbers written by num2words with a noun that agrees come back with the noun's lemma."""
    writer = pytest.importorskip("num2words")
    gender = {"masc": "m", "femn": "f", "neut": "n"}[analyzer().parse(noun)[0].tag.gender]
    wrong = []
    for value, number, asked in _AGREEMENT:
        for letter, case in _CASES.items():
            written = writer.num2words(value, lang="ru", case=letter, gender=gender)
            form = _form(
                noun, asked if case == "nomn" else case, number if case == "nomn" or value in (1, 21) else "plur"
            )
            text = f"Речь идет не менее чем о том: {written} {form}."
            found = [(v.amount, v.unit) for v in quantities_of(chain_of(text))]
            if value > 1 and found != [(float(value), noun)]:
                wrong.append((text, found))
    assert not wrong, wrong[:5]


def test_figures_and_units_come_back() -> None:
    """Each unit behind figures, a scale and a range, with every kind of space between."""
    wrong = []
    for unit, spelled in (
        ("км", "км"),
        ("м²", "кв. м"),
        ("т", "тонн"),
        ("МВт", "МВт"),
        ("кВт·ч", "кВт·ч"),
        ("percent", "%"),
    ):
        for space in (" ", "\u00a0", "\u2009", "\u202f"):
            for written, low, high in (
                ("5", 5, None),
                ("1 500", 1500, None),
                ("2,5", 2.5, None),
                ("5–7", 5, 7),
                ("3 млн", 3e6, None),
            ):
                text = f"план – {written.replace(' ', space)}{space}{spelled} за год"
                found = [(v.amount, v.amount_max, v.unit) for v in quantities_of(chain_of(text))]
                if found != [(low, high, unit)]:
                    wrong.append((text, found))
    assert not wrong, wrong[:5]


def test_generated_forms_are_up_to_date() -> None:
    checked = subprocess.run([sys.executable, _TOOLS / "build_lexemes.py", "--check"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


def test_generated_currencies_are_up_to_date() -> None:
    pytest.importorskip("babel")
    pytest.importorskip("pycountry")
    checked = subprocess.run(
        [sys.executable, _TOOLS / "build_currencies.py", "--check"], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
