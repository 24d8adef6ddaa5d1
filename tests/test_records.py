"""The records: made by hand, shown, compared, and carried through JSON."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import pickle

import pytest

import kzpolicy_nlp
from kzpolicy_nlp import (
    Baseline,
    DateExpr,
    Deadline,
    Document,
    Fact,
    KzPolicyError,
    Mention,
    Money,
    Organisation,
    Person,
    Place,
    Quantity,
    Sentence,
    Target,
    Token,
)
from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.records import LISTS, schema

TEXT = "К 2026 году экспорт вырастет с 500 млн до 1 млрд долларов."


def full_document() -> Document:
    """A document with a record in each list and a value in each field that has a shape of its own."""
    day = dt.date(2026, 12, 31)
    value = Mention(start=42, end=57, text="1 млрд долларов")
    statement = {
        "amount": 1e9,
        "currency": "USD",
        "year": 2026,
        "indicator": "экспорт",
        "direction": "up",
        "baseline": Baseline(amount=5e8, currency="USD"),
        "value": value,
        "deadline": Mention(start=2, end=11, text="2026 году"),
        "indicator_span": Mention(start=12, end=19, text="экспорт"),
        "evidence": ("grow",),
        "start": 0,
        "end": 58,
        "text": TEXT,
    }
    return Document(
        text=TEXT,
        date=dt.date(2024, 9, 2),
        id="a",
        organisations=(Organisation(name="Правительство", kind="government", id="kz-government"),),
        places=(
            Place(name="Семей", kind="city", kato="101010000", geonames=1519422, country="KZ", lat=50.4, lon=80.2),
            Place(name="Казахстан", kind="country"),
        ),
        persons=(Person(name="Ерлан Касенов", role="министр"),),
        money=(Money(amount=1e9, currency="USD", start=42, end=57, text="1 млрд долларов"),),
        quantities=(Quantity(amount=5.5, amount_max=6, unit="percent", bound="at_least"),),
        dates=(DateExpr(first_day=dt.date(2026, 1, 1), last_day=day, precision="year", role="deadline", start=2),),
        targets=(Target(**statement, due=day, kind="forecast"),),  # type: ignore[arg-type]
        facts=(Fact(**statement),),  # type: ignore[arg-type]
        tokens=(Token(start=0, end=1, text="К"),),
        sentences=(Sentence(start=0, end=58, text=TEXT),),
    )


def test_a_target_by_hand() -> None:
    target = Target(amount=1e9, currency="USD", year=2026)
    assert (target.kind, target.mode, target.bound, target.unit, target.due) == ("goal", "level", "exact", None, None)
    assert (target.start, target.end, target.text) == (0, 0, "")
    assert target == Target(year=2026, currency="USD", amount=1_000_000_000)
    assert target != Target(amount=1e9, currency="USD", year=2027)
    statements: list[object] = [target, Fact(amount=1e9, currency="USD", year=2026)]
    assert statements[0] != statements[1]
    assert len({target, Target(amount=1e9, currency="USD", year=2026)}) == 1


def test_fields_have_names_only() -> None:
    with pytest.raises(TypeError):
        Target(*[1e9])  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="amount"):
        Target(currency="USD")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="curency"):
        Target(amount=1, curency="USD")  # type: ignore[call-arg]


@pytest.mark.parametrize("record", [*full_document().records(), full_document(), Baseline(amount=1), Token()])
def test_records_are_frozen_and_have_no_other_fields(record: object) -> None:
    name = dataclasses.fields(record)[0].name  # type: ignore[arg-type]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, name, None)
    assert not hasattr(record, "__dict__")
    assert pickle.loads(pickle.dumps(record)) == record == copy.deepcopy(record)
    assert hash(record) == hash(copy.copy(record))


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        (Target(amount=1e9, currency="USD", year=2026), "Target(amount=1e9, currency='USD', year=2026)"),
        (
            Target(amount=34.0, unit="percent", due=dt.date(2030, 12, 31), year=2030, indicator="доля МСБ", start=5),
            "Target(amount=34, unit='percent', year=2030, due=2030-12-31, indicator='доля МСБ')",
        ),
        (full_document().facts[0], None),
        (Money(amount=5.5, currency="KZT", bound="about"), "Money(amount=5.5, currency='KZT', bound='about')"),
        (Money(amount=1.34e12), "Money(amount=1.34e12)"),
        (Money(amount=1_500_000), "Money(amount=1500000)"),
        (Money(amount=1_500_000.0), "Money(amount=1.5e6)"),
        (Money(amount=123456789.0), "Money(amount=123456789)"),
        (Money(amount=-8.6), "Money(amount=-8.6)"),
        (Money(amount=0.04), "Money(amount=0.04)"),
        (Money(amount=1e-5), "Money(amount=1e-5)"),
        (Quantity(amount=1 / 3, unit="share"), "Quantity(amount=0.3333333333333333, unit='share')"),
        (Deadline(due=dt.date(2026, 12, 31), year=2026), "Deadline(due=2026-12-31, year=2026)"),
        (Mention(start=2, end=11, text="2026 году"), "Mention('2026 году', 2:11)"),
        (Token(start=0, end=1, text="К"), "Token('К', 0:1)"),
        (full_document(), None),
    ],
)
def test_repr_is_short(record: object, shown: str | None) -> None:
    assert len(repr(record)) < 250
    if shown is not None:
        assert repr(record) == shown


@pytest.mark.parametrize(
    "amount", [1e9, 5.5, 34.0, 1.186e11, 123456789.0, 1 / 3, 1e-5, 1e16, 1e100, 1234567.5, 0.1 + 0.2]
)
def test_amounts_read_back(amount: float) -> None:
    record = eval(repr(Money(amount=amount)), {"Money": Money})
    assert record == Money(amount=amount)


def test_document_repr_counts() -> None:
    assert repr(Document(text="")) == "Document(0 characters)"
    assert repr(full_document()).startswith("Document(58 characters: 1 organisations, 2 places, 1 cities, 1 persons")


def test_lists_made_of_others() -> None:
    document = full_document()
    assert [p.name for p in document.cities] == ["Семей"]
    (deadline,) = document.deadlines
    assert (deadline.due, deadline.year, deadline.start) == (dt.date(2026, 12, 31), 2026, 2)
    assert len(list(document.records())) == sum(len(getattr(document, name)) for name in LISTS)


def test_the_way_through_json() -> None:
    document = full_document()
    data = json.loads(document.to_json(tokens=True))
    assert data == json.loads(json.dumps(document.to_dict(tokens=True)))
    assert all(isinstance(document.to_dict()[name], list) for name in LISTS)
    assert Document.from_dict(data) == document
    without = Document.from_dict(document.to_dict())
    assert without == dataclasses.replace(document, tokens=(), sentences=())


def test_the_form_of_spec() -> None:
    data = full_document().to_dict()
    assert list(data) == ["id", "text", "date", *LISTS]
    assert data["date"] == "2024-09-02"
    target = data["targets"][0]
    assert target["due"] == "2026-12-31"
    assert target["value"] == {"start": 42, "end": 57, "text": "1 млрд долларов"}
    assert target["baseline"] == {"amount": 5e8, "currency": "USD", "unit": None}
    assert target["actor"] is None
    assert list(Document(text="").to_dict()) == ["text", "date", *LISTS]


def test_json_is_one_line_with_its_letters() -> None:
    line = full_document().to_json()
    assert "\n" not in line
    assert "экспорт" in line


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ([], "list"),
        ("text", "str"),
        ({}, "text"),
        ({"text": 5}, "text"),
        ({"text": "а", "date": "2024-13-01"}, "date"),
        ({"text": "а", "money": [{"currency": "USD"}]}, "amount"),
        ({"text": "а", "money": [{"amount": "пять"}]}, "amount"),
        ({"text": "а", "targets": [{"amount": 1, "kind": "dream"}]}, "kind"),
        ({"text": "а", "targets": {}}, "targets"),
    ],
)
def test_what_is_no_document_is_named(data: object, what: str) -> None:
    with pytest.raises(InputError, match=what) as raised:
        Document.from_dict(data)  # type: ignore[arg-type]
    assert isinstance(raised.value, KzPolicyError)
    assert isinstance(raised.value, ValueError)


def test_the_schema_names_every_field() -> None:
    definitions = schema()["$defs"]
    for cls in (Target, Fact, Money, Quantity, DateExpr, Organisation, Place, Person, Baseline, Mention):
        assert set(definitions[cls.__name__]["properties"]) == {f.name for f in dataclasses.fields(cls)}
    assert definitions["Target"]["properties"]["kind"]["enum"] == ["allocation", "forecast", "goal"]
    json.dumps(schema())


def test_every_record_is_public() -> None:
    from kzpolicy_nlp import records

    made = {n for n, c in vars(records).items() if dataclasses.is_dataclass(c) and c.__module__ == records.__name__}
    assert made <= set(kzpolicy_nlp.__all__)
