"""Documents as tables: the columns follow from the records, and every document comes back as it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzpolicy_nlp import Document, Mention, Target
from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.outputs import tables
from kzpolicy_nlp.outputs.tables import ALL_TABLES, TABLES, Tables, columns, documents_of, keyed, rows, schema
from kzpolicy_nlp.records import LISTS, SCHEMA

SIMPLE = {
    str: st.text(max_size=20),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
    dt.date: st.dates(),
}


def documents() -> st.SearchStrategy[list[Document]]:
    """Any documents at all: every field of every record takes whatever its type allows."""
    for kind, strategy in SIMPLE.items():
        st.register_type_strategy(kind, strategy)  # type: ignore[type-var]
    stored = {
        f.name: st.from_type(tables.record_of(f.name)) for f in dataclasses.fields(Document) if f.name in ALL_TABLES
    }
    lists: dict[str, st.SearchStrategy[Any]] = {
        name: st.lists(record, max_size=2).map(tuple) for name, record in stored.items()
    }
    return st.lists(st.builds(Document, **lists), max_size=3)


def tables_of(found: list[Document]) -> dict[str, pa.Table]:
    made = Tables(ALL_TABLES)
    for document, key in keyed(found):
        made.add(document, key)
    return made.take()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=documents())
def test_any_document_comes_back(found: list[Document]) -> None:
    made = tables_of(found)
    assert documents_of(made) == found
    for name, table in made.items():
        assert table.schema.equals(schema(name), check_metadata=True)
        table.validate(full=True)
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        made[name] = pq.read_table(buffer)
        assert made[name].schema.metadata[b"kzpolicy_nlp.schema"] == str(SCHEMA).encode()
    assert documents_of(made) == found


def test_every_field_has_its_column() -> None:
    for table in ALL_TABLES:
        named = [c.name for c in columns(table)]
        assert len(named) == len(set(named)), table
        assert named == schema(table).names
        paths = {c.path.partition(".")[0] for c in columns(table) if c.path}
        assert paths == {f.name for f in dataclasses.fields(tables.record_of(table)) if f.name not in ALL_TABLES}
    assert ("documents", *LISTS) == TABLES


def test_types_are_those_of_the_fields() -> None:
    types = {f.name: f.type for f in schema("targets")}
    assert types["document_id"] == pa.string()
    assert types["amount"] == types["baseline_amount"] == pa.float64()
    assert types["year"] == types["value_start"] == types["position"] == pa.int64()
    assert types["due"] == pa.date32()
    assert types["currency"] == types["baseline_unit"] == types["kind"] == pa.dictionary(pa.int32(), pa.string())
    assert types["evidence"] == pa.list_(pa.string())
    assert not any(pa.types.is_dictionary(f.type) for f in schema("targets", coded=False))
    assert {f.name for f in schema("targets") if not f.nullable} >= {"document_id", "position", "start", "amount"}
    assert schema("targets").field("value_start").nullable


def test_records_in_lists_become_structs(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Reason:
        rule: str
        at: Mention | None = None
        weight: float | None = None

    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Flat:
        rule: str
        weight: float | None = None

    monkeypatch.setattr(tables.records, "Flat", Flat, raising=False)
    made = dataclasses.make_dataclass(
        "Guess", [("why", "tuple[Flat, ...]", ()), ("sure", "float | None", None)], frozen=True, kw_only=True
    )
    (why, sure) = tables._columns_of(made, "", "", False)
    assert (sure.type, sure.nullable) == (float, True)
    get = tables._getter(["why"], why.type)
    listed = get(made(why=(Flat(rule="a"), Flat(rule="b", weight=0.5))))
    array = pa.array([listed], tables._arrow_type(why.type, coded=False))
    assert tables._fields_from(made, "", {"why": array.to_pylist()[0], "sure": 0.5}) == {
        "why": (Flat(rule="a"), Flat(rule="b", weight=0.5)),
        "sure": 0.5,
    }


def test_rows_need_no_arrow() -> None:
    document = Document(text="a", targets=(Target(amount=5, value=Mention(start=1, end=2, text="5")), Target(amount=6)))
    first, second = (
        dict(zip([c.name for c in columns("targets")], row, strict=True)) for row in rows(document, "targets", "k")
    )
    assert (first["document_id"], first["position"], second["position"]) == ("k", 0, 1)
    assert (first["value_start"], first["value_text"], second["value_start"]) == (1, "5", None)
    (head,) = rows(document, "documents", "k")
    assert dict(zip([c.name for c in columns("documents")], head, strict=True)) == {
        "document_id": "k", "text": "a", "date": None, "date_found": None, "id": None,
    }  # fmt: skip


def test_every_document_has_a_key_of_its_own() -> None:
    named = [Document(text="", id=name) for name in ("a", None, "a", "#1", None)]
    keys = [key for _, key in keyed(named)]
    assert keys == ["a", "#1", "a#2", "#1#3", "#4"]
    assert documents_of(tables_of(named)) == named


def test_an_empty_batch_has_the_same_schema() -> None:
    made = tables_of([])
    assert list(made) == list(ALL_TABLES)
    assert all(table.num_rows == 0 and table.schema == schema(name) for name, table in made.items())
    assert documents_of(made) == []


def test_rows_in_any_order_and_fields_left_out() -> None:
    document = Document(text="a", targets=tuple(Target(amount=n) for n in range(5)))
    made = tables_of([document])
    turned = made["targets"].take([3, 0, 4, 2, 1])
    assert documents_of({**made, "targets": turned}) == [document]
    fewer = made["targets"].select(["document_id", "position", "amount"]).append_column("more", [[1] * 5])
    assert documents_of({"documents": made["documents"], "targets": fewer}) == [document]
    assert documents_of({"documents": made["documents"]}) == [Document(text="a")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"documents": None}, "no table of documents; there are: targets"),
        ({"targets": pa.table({"amount": [1.0]})}, "targets: no column document_id; there are: amount"),
        ({"targets": pa.table({"document_id": ["z"], "position": [0], "amount": [1.0]})}, "document_id 'z'"),
        ({"targets": pa.table({"document_id": ["#0"], "position": [0], "amount": ["five"]})}, "targets: .*five"),
        ({"targets": pa.table({"document_id": ["#0"], "position": [0]})}, "targets: row 0 of '#0': .*amount"),
        ({"documents": pa.table({"document_id": ["#0", "#0"], "text": ["", ""]})}, "two documents .* '#0'"),
        ({"documents": pa.table({"document_id": ["#0"]})}, "documents: '#0': .*text"),
    ],
)
def test_tables_that_are_wrong(changed: dict[str, pa.Table | None], said: str) -> None:
    made = tables_of([Document(text="a", targets=(Target(amount=1),))])
    both = {"documents": made["documents"], "targets": made["targets"], **changed}
    with pytest.raises(InputError, match=said):
        documents_of({name: table for name, table in both.items() if table is not None})


def test_a_table_that_is_none() -> None:
    for ask in (lambda: schema("target"), lambda: Tables(["target"]), lambda: columns("target")):
        with pytest.raises(InputError, match="no such table: target; choose from documents, organisations"):
            ask()
