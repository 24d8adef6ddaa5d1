"""What callers may pass and what they get: good input, bad input, any input."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzpolicy_nlp import Document, Extractor, KzPolicyError, extract
from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.records import LISTS

SEED = "Новая задача правительства – довести экспорт IT-услуг до одного миллиарда долларов к 2026 году."
RULES = Extractor(names=False)
NAMES = Extractor()

# --- good input ---


def test_the_seed_of_it_all() -> None:
    document = extract(SEED, date="2024-09-02")
    (target,) = document.targets
    assert (target.amount, target.currency, target.year, target.due) == (1e9, "USD", 2026, dt.date(2026, 12, 31))
    assert (target.kind, target.mode, target.direction) == ("goal", "level", "up")
    assert target.indicator == "экспорт IT-услуг"
    assert (target.actor or "").startswith("Правительство")
    assert target.value is not None
    assert target.value.text == "одного миллиарда долларов"


@pytest.mark.parametrize("date", ["2024-09-02", dt.date(2024, 9, 2), dt.datetime(2024, 9, 2, 10), "2024-09-02T10:00"])
def test_dates_that_are_understood(date: dt.date | str) -> None:
    assert extract("", date).date == dt.date(2024, 9, 2)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00ad", "\ufeff", ".", "—", "\x00"])
def test_texts_without_a_word(text: str) -> None:
    document = extract(text, "2024-09-02")
    assert document.text == text
    assert list(document.records()) == []


def test_an_empty_text_gives_an_empty_document() -> None:
    assert extract("") == Document(text="")


def test_extract_many_takes_what_it_says_in_order() -> None:
    items: list[Any] = [
        SEED,
        (SEED, "2024-09-02"),
        (SEED, None),
        {"text": SEED, "date": dt.date(2025, 1, 1), "id": "d", "genre": "news"},
        {"text": ""},
    ]
    documents = list(RULES.extract_many(items))
    assert [d.text for d in documents] == [SEED] * 4 + [""]
    assert [d.date for d in documents] == [None, dt.date(2024, 9, 2), None, dt.date(2025, 1, 1), None]
    assert [d.id for d in documents] == [None, None, None, "d", None]
    assert documents[1] == RULES.extract(SEED, "2024-09-02")


def test_what_a_text_took_is_free_at_once() -> None:
    """Nothing that is made on the way to a document holds itself in a ring, which only the collector would find."""
    for extractor in (RULES, NAMES):
        extractor.extract(SEED, date="2024-09-02")
        gc.collect()
        gc.disable()
        try:
            extractor.extract(SEED, date="2024-09-02")
            assert gc.collect() == 0
        finally:
            gc.enable()


def test_extract_many_streams() -> None:
    taken = []

    def endless() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield f"в {2000 + number % 100} году"

    documents = RULES.extract_many(endless())
    assert taken == []
    for _ in range(3):
        next(documents)
    assert len(taken) < 100


def test_an_extractor_pickles_as_its_options() -> None:
    used = Extractor(names=False)
    expected = used.extract(SEED, "2024-09-02")
    packed = pickle.dumps(used)
    assert len(packed) < 1000
    again = pickle.loads(packed)
    assert again.names is False
    assert again.extract(SEED, "2024-09-02") == expected


def test_options_are_named() -> None:
    with pytest.raises(TypeError):
        Extractor(False)  # type: ignore[call-arg]


def test_without_names_the_tagger_stays_out() -> None:
    script = (
        "import sys; from kzpolicy_nlp import Extractor;"
        f"Extractor(names=False).extract({SEED!r}, '2024-09-02');"
        "print([m for m in ('numpy', 'slovnet', 'navec', 'natasha') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- bad input ---


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (SEED.encode(), "bytes"),
        (None, "NoneType"),
        (5, "int"),
        (["a"], "list"),
        ("до \ud800 года", "position 3"),
        ("\udfff", "position 0"),
    ],
)
def test_texts_that_are_none(text: Any, what: str) -> None:
    with pytest.raises(InputError, match=what) as raised:
        extract(text)
    assert isinstance(raised.value, KzPolicyError)
    assert isinstance(raised.value, ValueError)


@pytest.mark.parametrize(
    "date", ["2024-13-01", "2024-02-30", "02.09.2024", "yesterday", "", 2024, 20240902.0, (2024, 9, 2)]
)
def test_dates_that_are_none(date: Any) -> None:
    with pytest.raises(InputError, match="date") as raised:
        extract(SEED, date)
    assert isinstance(raised.value, ValueError)


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (b"bytes", "item 1"),
        (None, "item 1"),
        (("a", "2024-09-02", "b"), "item 1"),
        (["a", "2024-09-02"], "item 1"),
        ({"body": "a"}, "item 1"),
    ],
)
def test_extract_many_names_the_wrong_item(item: Any, what: str) -> None:
    documents = RULES.extract_many(["a", item])
    assert next(documents).text == "a"
    with pytest.raises(InputError, match=what):
        next(documents)


# --- any input ---

WORDS = """
5|1 500 000|3,5|1,5-2|двадцать пять|двух|полмиллиарда|0|XXI|−8,6|1/3|10–15|2026|1|12|300|999999999999
млн|млрд.|тыс.|тенге|тг|$|₸|€|долл. США|рублей|процентов|%|п.п.|га|человек|школ|в месяц|на гектар|МРП
к|до|с|на|от|за|не более|около|в|раза|вдвое|2026 году|01.09.2025|по|и|не|это|который|через|каждые|ежегодно
конца года|прошлый год|III квартал|в течение трех месяцев|2025-2027 гг.|31 февраля 2025 года|9999 год|5 мая|в пятницу
довести|увеличить|вырос|составил|построить|выделить|экспорт|доля МСБ|планируется|ожидается|будет|поручаю|задача
Министерство финансов|АО «НК «КазМунайГаз»»|г. Семей|Алматинской области|К. Токаев|РК|правительства|акимат|Astana Hub
"""
SIGNS = [*'.,;:()«»"—…-/', "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u00ad", "\u0301", "\u200b", "\x00", "\ufeff"]
ODD = ["й", "и\u0306", "ё", "e", "ІТ", "Tокаев", "🙂", "é", "中", "ʼ", "https://a.kz/1?b=2"]
ANY = st.characters(exclude_categories=["Cs"])
PIECES = st.sampled_from([*re.split(r"[|\n]", WORDS.strip()), *SIGNS, *ODD])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
    st.text(ANY, max_size=80),
    st.lists(st.one_of(PIECES, st.text(ANY, max_size=5)), max_size=20).map("".join),
)
DATES = st.one_of(st.none(), st.dates(), st.just(dt.date(2024, 9, 2)))


def check(document: Document, text: str) -> None:
    """Every record lies in the text, lists are in text order, and JSON holds it all."""
    assert document.text == text
    mentions = [*document.records(), *document.tokens, *document.sentences]
    mentions += [m for s in document.targets for m in (s.value, s.deadline, s.indicator_span) if m is not None]
    mentions += [m for s in document.facts for m in (s.value, s.deadline, s.indicator_span) if m is not None]
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
    for name in (*LISTS, "tokens", "sentences"):
        starts = [m.start for m in getattr(document, name)]
        assert starts == sorted(starts)
    assert Document.from_dict(document.to_dict(tokens=True)) == document


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, DATES)
def test_any_text(text: str, date: dt.date | None) -> None:
    document = RULES.extract(text, date)
    check(document, text)
    assert RULES.extract(text, date) == document


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, DATES)
def test_any_text_with_names(text: str, date: dt.date | None) -> None:
    document = NAMES.extract(text, date)
    check(document, text)
    assert NAMES.extract(text, date) == document


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.text(max_size=40), st.binary(max_size=10), st.none()), st.one_of(st.text(max_size=12), st.integers())
)
def test_any_input_gives_our_errors_only(text: Any, date: Any) -> None:
    with contextlib.suppress(KzPolicyError):
        RULES.extract(text, date)


def test_what_surrounds_a_text_does_not_matter() -> None:
    alone = RULES.extract(SEED, "2024-09-02")
    padded = RULES.extract(f"\n\n  {SEED}\n", "2024-09-02")
    assert [(t.amount, t.start + 4) for t in alone.targets] == [(t.amount, t.start) for t in padded.targets]
