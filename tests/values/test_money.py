"""Money (SPEC §3): the examples of the rules and of tests/examples, plain and in other guises."""

from __future__ import annotations

import time

import pytest
from chains import chain_of, complaint, lines_of, money_of

from kzpolicy_nlp.examples import Example, examples_of
from kzpolicy_nlp.text.data import words
from kzpolicy_nlp.values.money import SUMS

_LINES = [*lines_of("money"), *(e for rule in SUMS.rules for e in examples_of(rule.make.__doc__))]


@pytest.mark.parametrize("example", _LINES, ids=lambda e: e.source)
def test_example(example: Example) -> None:
    chain = chain_of(example.text)
    found = [(*chain.tokens.place(v.first, v.last), v) for v in money_of(chain)]
    assert (complaint(example, example.text, found) is None) is not example.gap, found


@pytest.mark.parametrize("example", _LINES, ids=lambda e: e.source)
@pytest.mark.parametrize("guise", [(" ", "\u00a0"), (" ", "\u2009"), ("-", "\u2011"), ("–", "—")], ids=repr)
def test_other_guises(example: Example, guise: tuple[str, str]) -> None:
    text = example.text.replace(*guise)
    chain = chain_of(text)
    found = [(*chain.tokens.place(v.first, v.last), v) for v in money_of(chain)]
    assert (complaint(example, text, found) is None) is not example.gap, found


def test_every_currency_is_read_by_its_name() -> None:
    """A currency's own examples hold, and each name that a table gives is read in a sum."""
    missed = []
    for table in ("currencies", "iso_currencies"):
        for key, raw in words(table).items():
            if raw["tag"] not in ("currency", "currency_sign"):
                continue
            for word in (*raw.get("lemmas", ()), *raw.get("spelled", ())):
                chain = chain_of(f"сумма 500 млн {word} поступила")
                codes = [v.currency for v in money_of(chain)]
                if codes != [raw["code"] or None]:
                    missed.append((table, key, word, codes))
    assert not missed


@pytest.mark.parametrize("case", ["n", "g", "d", "i", "p"])
def test_sums_written_by_num2words_come_back(case: str) -> None:
    """Sums in words, with the tenge (which does not decline), the rouble and the dollar in the genitive plural."""
    writer = pytest.importorskip("num2words")
    wrong = []
    for number in (
        5,
        12,
        40,
        95,
        100,
        250,
        500,
        5000,
        11000,
        45_000,
        125_000,
        7 * 10**6,
        35 * 10**6,
        2_500_000,
        12 * 10**9,
    ):
        written = writer.num2words(number, lang="ru", case=case)
        for word, code in (("тенге", "KZT"), ("рублей", "RUB"), ("долларов США", "USD")):
            found = [(v.amount, v.currency) for v in money_of(chain_of(f"речь о сумме: {written} {word}."))]
            if found != [(float(number), code)]:
                wrong.append((written, word, found))
    assert not wrong, wrong[:5]


@pytest.mark.parametrize(
    "piece",
    [
        "5 тенге ",
        "5 млн ",
        "$5 ",
        "5 млрд тенге, ",
        "с 5 до ",
        "5 тенге – ",
        "из них 5 млн ",
        "бюджет 5 млн. ",
        "5, ",
        "тыс. тенге: – 5 ",
        "(5 тенге ",
    ],
)
def test_time_follows_length(piece: str) -> None:
    def spent(size: int) -> float:
        chain = chain_of(piece * (size // len(piece)))
        begun = time.process_time()
        money_of(chain)
        return time.process_time() - begun

    money_of(chain_of("прогрев 5 тенге"))
    small, large = min(spent(12_500) for _ in range(2)), spent(100_000)
    assert large < 25 * small + 0.5


def test_examples_of_the_table() -> None:
    for raw in words("currencies").values():
        for line in raw.get("examples", ()):
            for example in examples_of(line):
                chain = chain_of(example.text)
                found = [(*chain.tokens.place(v.first, v.last), v) for v in money_of(chain)]
                assert complaint(example, example.text, found) is None
