"""Times and deadlines: the examples of the rules, and what holds for any text."""

from __future__ import annotations

import datetime as dt
import importlib
import random
import time
from pathlib import Path

import pytest

from kzpolicy_nlp.examples import Example, examples_of, matches
from kzpolicy_nlp.statements.clauses import Clauses
from kzpolicy_nlp.statements.roles import Moment, resolve_dates
from kzpolicy_nlp.text.lexicon import lexicon
from kzpolicy_nlp.text.rules import classify
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View
from kzpolicy_nlp.values.dates import find_dates
from kzpolicy_nlp.values.numbers import read_numbers

ROOM = "kzpolicy_nlp.values"
NAMES = ("calendar_dates", "years", "relative_dates", "listed_dates", "recurring_dates", "pointing_dates", "date_parts")
MODULES = [f"{ROOM}.{name}" for name in NAMES]
FILES = sorted((Path(__file__).parents[1] / "examples").glob("dates*.txt"))


def moments(text: str, anchor: dt.date | None) -> list[tuple[int, int, Moment]]:
    tokens = Tokens(View(text))
    chain = read_numbers(tokens, classify(tokens, lexicon()))
    found = resolve_dates(find_dates(chain), chain, Clauses(chain), anchor)
    return [(*tokens.place(m.first, m.last), m) for m in found]


def examples() -> list[Example]:
    listed: list[Example] = []
    for name in MODULES:
        module = importlib.import_module(name)
        for made in vars(module).values():
            if getattr(made, "__module__", None) == name:
                listed.extend(examples_of(made.__doc__))
    for file in FILES:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        listed.extend(examples_of("\n".join(lines)))
    return listed


def holds(example: Example) -> bool:
    mention = example.mention
    for start, end, moment in moments(example.text, example.anchor):
        due = moment.last_day
        record = {name: getattr(moment, name) for name in Moment.__slots__} | {"due": due, "year": due and due.year}
        if example.kind == "deadline" and moment.role != "deadline":
            continue
        if not matches(record, example.fields):
            continue
        if mention is None or (example.negative and start < mention.end and mention.start < end):
            return not example.negative
        if mention.start <= start <= mention.core_start and mention.core_end <= end <= mention.end:
            return not example.negative
    return example.negative


EXAMPLES = [e for e in examples() if e.kind in ("date", "deadline")]


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.source[:80] for e in EXAMPLES])
def test_example(example: Example) -> None:
    assert holds(example) is not example.gap, [(m, m) for m in moments(example.text, example.anchor)]


def test_there_are_enough() -> None:
    assert len(EXAMPLES) >= 800
    assert sum(e.negative for e in EXAMPLES) >= 150


WORDS = """
до к с по за в на через от 1 9 31 29 0 200 5000 2024 2025 1990-х 90-е 2017-го II первого двух 9-го 01.09.2025
февраля мая январь-июнь года год лет месяцев неделю квартал полугодие конец начала середины текущего прошлый
следующего последние ближайшие этот тот же период сегодня вчера ежегодно каждые полгода зимой Нового Наурызу
пятницу век десятилетия – - , . ( ) построить построили построим планируется век половина второй числа назад
""".split()  # noqa: SIM905


@pytest.mark.parametrize("seed", range(60))
def test_any_words_give_ordered_days_inside_the_text(seed: int) -> None:
    chance = random.Random(seed)
    text = " ".join(chance.choice(WORDS) for _ in range(120))
    for anchor in (None, dt.date(2024, 2, 29), dt.date(2023, 12, 31), dt.date(2024, 1, 1)):
        last = 0
        for start, end, moment in moments(text, anchor):
            assert last <= start < end <= len(text)
            last = end
            if moment.first_day and moment.last_day:
                assert moment.first_day <= moment.last_day
            assert moment.last_day or moment.first_day is None


def test_without_an_anchor_nothing_comes_from_the_clock() -> None:
    for text in ("В следующем году построим школу", "через два года", "до 1 декабря построят", "вчера подписали"):
        assert all(m.last_day is None for _, _, m in moments(text, None))


def test_spelling_changes_nothing() -> None:
    plain = "С 1 апреля по 30 июня 2025 года построим школу, в 2025-2027 годах – пять."
    spaced = plain.replace(" ", "\u00a0").replace("-", "\u2013")
    days = [(m.first_day, m.last_day, m.role) for _, _, m in moments(plain, dt.date(2024, 9, 2))]
    assert days == [(m.first_day, m.last_day, m.role) for _, _, m in moments(spaced, dt.date(2024, 9, 2))]


def test_time_follows_length() -> None:
    text = "до 1 мая и 1 июня 2025, 2026 и 2027 года с конца 2025 по начало 2026 за 9 9 9 месяцев (2024, "
    moments(text, None)

    def seconds(times: int) -> float:
        begin = time.process_time()
        moments(text * times, dt.date(2024, 9, 2))
        return time.process_time() - begin

    assert seconds(400) < 12 * max(seconds(100), 0.02)
