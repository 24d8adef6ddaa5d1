"""The line syntax of examples: what `kzpolicy_nlp.examples` reads, refuses and compares."""

from __future__ import annotations

import doctest
from dataclasses import dataclass
from datetime import date

import pytest

from kzpolicy_nlp import examples
from kzpolicy_nlp.errors import DataError
from kzpolicy_nlp.examples import ANCHOR, LISTS, Value, examples_of, matches, read_example
from kzpolicy_nlp.records import Baseline, DateExpr, Document, Money, Target


def test_text_mention_kind_and_fields() -> None:
    example = read_example("  внести до [1 декабря] => deadline due=2024-12-01  ")
    assert example.text == "внести до 1 декабря"
    assert example.mention is not None
    assert example.text[example.mention.start : example.mention.end] == "1 декабря"
    assert (example.kind, example.fields) == ("deadline", {"due": "2024-12-01"})
    assert (example.negative, example.gap, example.anchor) == (False, False, ANCHOR)
    assert example.source == "внести до [1 декабря] => deadline due=2024-12-01"


def test_core_lies_inside_the_mention() -> None:
    example = read_example("в [г. {Семей}] => place kind=city")
    mention = example.mention
    assert example.text == "в г. Семей"
    assert mention is not None
    assert (mention.start, mention.core_start, mention.core_end, mention.end) == (2, 5, 10, 10)


def test_without_a_core_mark_the_core_is_the_mention() -> None:
    mention = read_example("в [Семее] => place").mention
    assert mention is not None
    assert (mention.core_start, mention.core_end) == (mention.start, mention.end)


@pytest.mark.parametrize(
    ("line", "negative", "gap", "anchor"),
    [
        ("до 5 процентов => no deadline", True, False, ANCHOR),
        ("? до [марта] => deadline", False, True, ANCHOR),
        ("?до [марта] => deadline", False, True, ANCHOR),
        ("@2025-03-01 не позднее [5 мая] => deadline", False, False, date(2025, 3, 1)),
        ("? @2025-03-01 не позднее [5 мая] => deadline", False, True, date(2025, 3, 1)),
        ("@none до [5 мая] => deadline", False, False, None),
    ],
)
def test_marks_before_text_and_kind(line: str, negative: bool, gap: bool, anchor: date | None) -> None:
    example = read_example(line)
    assert (example.negative, example.gap, example.anchor) == (negative, gap, anchor)
    assert example.text.startswith(("до", "не"))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5.0),
        ("-8.6", -8.6),
        ("1e9", 1e9),
        ("1.34e12", 1.34e12),
        ("1/3", 1 / 3),
        ("null", None),
        ("KZT", "KZT"),
        ("2026-12-31", "2026-12-31"),
        ("кВт·ч", "кВт·ч"),
        ('"24"', "24"),
        ('"null"', "null"),
        ('""', ""),
        ('"экспорт IT-услуг"', "экспорт IT-услуг"),
        (r'"АО \"Казахтелеком\""', 'АО "Казахтелеком"'),
        ('"стрелка => и [скобки]"', "стрелка => и [скобки]"),
    ],
)
def test_values(written: str, value: Value) -> None:
    assert read_example(f"[слово] => organisation name={written} kind=company").fields == {
        "name": value,
        "kind": "company",
    }


def test_line_breaks_and_escapes() -> None:
    assert read_example(r"Планы:¶– \[1\] [300 школ] \\ \¶ C:\x => target").text == "Планы:\n– [1] 300 школ \\ ¶ C:\\x"
    assert read_example(r"\?? => no money").text == "??"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("до [1 декабря]", "no ' => '"),
        ("до [1 декабря] => ", "no kind"),
        ("до [1 декабря] => Срок", "no kind"),
        ("до [1] [2] => date", "a second '['"),
        ("до [1 => date", "marks '['"),
        ("до ]1[ => date", "marks ']['"),
        ("до {1} => date", "marks '{}'"),
        ("до [] => date", "nothing is marked"),
        ("до [1{}] => date", "nothing is marked"),
        ("до [1] => date role", "no field=value at 'role'"),
        ("до [1] => date name=экспорт услуг", "no field=value at 'услуг'"),
        ('до [1] => date name="экспорт', "no field=value"),
        ("до [1] => date role=past role=other", "'role' stands twice"),
        ("@2024-13-01 до [1] => date", "@2024-13-01 is no day"),
    ],
)
def test_what_is_wrong_is_named(line: str, what: str) -> None:
    with pytest.raises(DataError) as raised:
        read_example(line)
    assert what in str(raised.value)


def test_examples_stand_between_lines_of_prose() -> None:
    docstring = """A day named as the limit.

    внести до [1 декабря] => deadline due=2024-12-01
    довести экспорт до [одного миллиарда долларов] к 2026 году
        => target amount=1e9 currency=USD
    до 5 процентов => no deadline

    Source: SPEC §6; a>=b and a=>b are prose.
    """
    docstring = docstring.replace("a=>b", "a=b")
    assert [example.kind for example in examples_of(docstring)] == ["deadline", "target", "deadline"]
    assert examples_of(docstring)[1].fields == {"amount": 1e9, "currency": "USD"}
    assert examples_of(None) == []


@dataclass(frozen=True, slots=True)
class Recurring:
    recurring: bool


TARGET = Target(amount=1e9, currency="USD", year=2026, due=date(2026, 12, 31), baseline=Baseline(amount=5e8))


@pytest.mark.parametrize(
    ("record", "fields", "expected"),
    [
        (TARGET, {}, True),
        (TARGET, {"amount": 1e9, "currency": "USD", "year": 2026.0, "due": "2026-12-31", "kind": "goal"}, True),
        (TARGET, {"amount": 1e9 + 100}, True),
        (TARGET, {"amount": 1.01e9}, False),
        (TARGET, {"due": "2026-01-01"}, False),
        (TARGET, {"unit": None}, True),
        (TARGET, {"currency": None}, False),
        (TARGET, {"unit": 5.0}, False),
        (TARGET, {"unit": "percent"}, False),
        (TARGET, {"currency": 5.0}, False),
        (TARGET, {"baseline": 5e8}, True),
        (TARGET, {"baseline": 6e8}, False),
        ({"amount": 1.0, "baseline": {"amount": 34}}, {"baseline": 34.0}, True),
        (Money(amount=1 / 3), {"amount": 0.3333333}, True),
        (DateExpr(recurring="year"), {"recurring": "yes"}, True),
        (DateExpr(), {"recurring": "yes"}, False),
        (DateExpr(), {"recurring": "no"}, True),
        (Recurring(recurring=False), {"recurring": "no"}, True),
        (Recurring(recurring=False), {"recurring": "yes"}, False),
    ],
)
def test_matching(record: object, fields: dict[str, Value], expected: bool) -> None:
    assert matches(record, fields) is expected


@pytest.mark.parametrize("record", [TARGET, {"amount": 1.0}])
def test_a_misspelled_field_is_no_mismatch(record: object) -> None:
    with pytest.raises(DataError, match="'amuont'"):
        matches(record, {"amuont": 1.0})


def test_every_kind_has_its_list() -> None:
    assert all(hasattr(Document(text=""), name) for name in LISTS.values())


def test_the_docstrings_of_the_module_run() -> None:
    assert doctest.testmod(examples).failed == 0
