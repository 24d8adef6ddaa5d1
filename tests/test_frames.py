"""Frames: documents to pandas and polars and back, and from a column of texts to a frame of records."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kzpolicy_nlp import Document, Extractor
from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.frames import TABLES, add_records, from_arrow, records, targets, to_arrow, to_pandas, to_polars

TEXTS = [
    "К 2026 году экспорт IT-услуг вырастет с 500 млн до 1 млрд долларов, сообщили в Минфине РК в Семее.",
    "",
    "Построить 300 школ к концу года и 20 больниц через 2 года. В 2023 году экспорт вырос на 5%.",
]
RULES = Extractor(names=False)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return list(RULES.extract_many([(text, "2024-09-02") for text in TEXTS]))


def test_there_and_back(documents: list[Document]) -> None:
    assert sum(len(d.targets) for d in documents) == 3
    bare = [Document.from_dict(d.to_dict()) for d in documents]  # without tokens and sentences, as JSON is
    assert from_arrow(to_arrow(documents)) == bare
    assert from_arrow(to_pandas(documents)) == bare
    assert from_arrow(to_polars(documents)) == bare
    assert from_arrow(to_polars(documents, [*TABLES, "tokens", "sentences"])) == documents
    assert from_arrow(to_arrow(documents[0])) == bare[:1]


def test_pandas_types(documents: list[Document]) -> None:
    frame = to_pandas(documents)["targets"]
    assert str(frame.dtypes["year"]) == "Int64"
    assert str(frame.dtypes["due"]) == "date32[day][pyarrow]"
    assert str(frame.dtypes["amount"]) == "float64"
    assert str(frame.dtypes["currency"]) == str(frame.dtypes["kind"]) == "category"
    assert list(frame["due"]) == [dt.date(2026, 12, 31), dt.date(2024, 12, 31), dt.date(2026, 9, 2)]
    assert list(frame["document_id"]) == ["#0", "#2", "#2"]
    assert frame.groupby(frame["due"].dt.year)["amount"].sum().to_dict() == {2024: 300.0, 2026: 1e9 + 20}
    assert (
        to_pandas([])["targets"].dtypes.to_dict() == frame.dtypes.to_dict() | to_pandas([])["targets"].dtypes.to_dict()
    )


def test_polars_types(documents: list[Document]) -> None:
    frame = to_polars(documents)["targets"]
    types = {
        "year": pl.Int64,
        "due": pl.Date,
        "amount": pl.Float64,
        "currency": pl.Categorical,
        "evidence": pl.List(pl.String),
    }
    assert {name: frame.schema[name] for name in types} == types
    assert to_polars([])["targets"].schema == frame.schema
    assert frame["amount"].to_list() == [1e9, 300, 20]


def test_a_column_of_pandas() -> None:
    df = pd.DataFrame({"text": [TEXTS[0], None, TEXTS[2]], "source": list("abc")}, index=["x", "y", "z"])
    found = targets(df["text"], date="2024-09-02", extractor=RULES)
    assert list(found.index) == ["x", "z", "z"]
    assert list(found["row"]) == [0, 2, 2]
    assert list(found["amount"]) == [1e9, 300, 20]
    joined = df[["source"]].join(found)
    assert list(zip(joined["source"], joined["amount"].fillna(0), strict=True)) == [
        ("a", 1e9),
        ("b", 0),
        ("c", 300),
        ("c", 20),
    ]


def test_a_column_of_polars() -> None:
    column = pl.Series("text", [TEXTS[0], None, TEXTS[2]])
    found = targets(column, date="2024-09-02", extractor=RULES)
    assert found["row"].to_list() == [0, 2, 2]
    assert found["amount"].to_list() == [1e9, 300, 20]
    assert records(column, "facts", extractor=RULES)["amount"].to_list() == [5]


def test_dates_of_each_row() -> None:
    days = [dt.date(2020, 1, 1), None, pd.Timestamp("2021-05-05 12:00"), pd.NaT, "2022-01-01"]
    texts = ["Построить 300 школ к концу года."] * 5
    found = targets(pd.Series(texts), date=pd.Series(days, dtype=object), extractor=RULES)
    assert list(found["year"].fillna(0)) == [2020, 0, 2021, 0, 2022]
    found = targets(pd.Series(texts[:2]), date=pd.to_datetime(pd.Series(["2020-01-01", None])), extractor=RULES)
    assert list(found["year"].fillna(0)) == [2020, 0]
    found = targets(pl.Series(texts[:2]), date=pl.Series([dt.date(2020, 1, 1), None]), extractor=RULES)
    assert found["year"].to_list() == [2020, None]


def test_nothing_in_nothing_out() -> None:
    empty, full = (targets(pd.Series(texts, dtype=object), extractor=RULES) for texts in ([], [TEXTS[0]]))
    assert list(empty.columns) == list(full.columns)
    assert len(empty) == 0
    assert (
        targets(pl.Series([], dtype=pl.String), extractor=RULES).schema
        == targets(pl.Series(TEXTS), extractor=RULES).schema
    )


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(InputError, match="row 1: "):
        targets(pd.Series(["a", 5]), extractor=RULES)
    with pytest.raises(InputError, match="row 0: not a date: 'soon'"):
        targets(pd.Series(["a"]), date=["soon"], extractor=RULES)
    with pytest.raises(InputError, match="2 texts and 1 dates"):
        targets(pd.Series(["a", "b"]), date=["2024-01-01"], extractor=RULES)
    with pytest.raises(InputError, match="got list"):
        targets(["a"], extractor=RULES)  # type: ignore[type-var]
    with pytest.raises(InputError, match="no such list: goals"):
        records(pd.Series(["a"]), "goals", extractor=RULES)
    with pytest.raises(InputError, match="no such list: documents"):
        add_records(pa.table({"text": ["a"]}), lists=["documents"])


def test_a_database_reads_the_tables(documents: list[Document]) -> None:
    reader = pa.RecordBatchReader.from_batches
    table = to_arrow(documents)["targets"]
    assert from_arrow(
        {"documents": to_arrow(documents)["documents"], "targets": reader(table.schema, table.to_batches())}
    )


def test_records_beside_their_rows() -> None:
    given = pa.table(
        {"id": [1, 2, 3, 4], "text": [TEXTS[0], None, TEXTS[2], "а" * 300], "day": ["2024-09-02", None, "soon", None]}
    )
    found = add_records(given, date="day", extractor=RULES, max_chars=200)
    assert found.column_names[:3] == given.column_names
    assert [None if x is None else len(x) for x in found["targets"].to_pylist()] == [1, None, None, None]
    assert found["error"].to_pylist() == [
        None,
        "the text is null",
        "not a date: 'soon'; write it as YYYY-MM-DD",
        "the text has 300 characters; the most that is read is 200",
    ]
    alone = add_records(given.to_pandas(), lists=iter(["targets"]), extractor=RULES)
    assert alone.column_names[3:] == ["date_found", "targets", "error"]
    assert len(alone["targets"][0]) == 1
    assert add_records(given[:0], extractor=RULES).schema == add_records(given, extractor=RULES).schema
    assert add_records(pa.table({"text": [5]}), extractor=RULES)["error"].to_pylist()[0].startswith("the text must")
    with pytest.raises(InputError, match="no column 'texts'; there are: id, text, day"):
        add_records(given, "texts")
    with pytest.raises(InputError, match="there is a column 'error' already"):
        add_records(given.append_column("error", [[None] * 4]))
