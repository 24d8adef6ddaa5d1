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
    ],
)
def test_time_follows_length(piece: str) -> None:
    def spent(size: int) -> float:
        chain = chain_of(piece * (size // len(piece)))
        begun = time.perf_counter()
        quantities_of(chain)
        return time.perf_counter() - begun

    quantities_of(chain_of("прогрев 5 школ"))
    small, large = min(spent(8_000) for _ in range(2)), spent(64_000)
    assert large < 30 * small + 0.5


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
