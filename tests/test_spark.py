"""Records in a Spark DataFrame, on a real local Spark with two workers."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kzpolicy_nlp import Document, Extractor, spark
from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.frames import from_arrow
from kzpolicy_nlp.outputs.tables import columns
from kzpolicy_nlp.records import LISTS

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 (openjdk-17-jre-headless)")
RULES = Extractor(names=False)
GOOD = "Построить 300 школ к концу года, сообщили в Минфине РК. В 2023 году экспорт вырос на 5%, до $3,5 млрд."
ROWS = [
    ("a", GOOD, "2024-01-01"),
    ("null", None, "2024-01-01"),
    ("long", "а" * 5001, None),
    ("day", GOOD, "soon"),
    ("empty", "", None),
    ("auto", "Астана, 1 марта 2022 года. Построить 300 школ к концу года.", "auto"),
    ("odd", "\u0000\u00ad\U0001f4a9 до 2030 года – 5 га", None),
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    root = str(Path(__file__).parent.parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    found = (
        builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    )
    yield found
    found.stop()


@pytest.fixture(scope="module")
def frame(session: Any) -> Any:
    return session.createDataFrame(ROWS, "id string, text string, day string").repartition(2)


@pytest.fixture(scope="module")
def found(frame: Any) -> Any:
    return spark.extract(frame, date="day", extractor=RULES, max_chars=5000).cache()


def test_a_poisoned_row_is_told_and_the_others_are_done(found: Any) -> None:
    errors = {row["id"]: row["error"] for row in found.select("id", "error").collect()}
    assert errors == {
        "a": None,
        "null": "the text is null",
        "long": "the text has 5,001 characters; the most that is read is 5,000",
        "day": "not a date: 'soon'; write it as YYYY-MM-DD",
        "empty": None,
        "auto": None,
        "odd": None,
    }
    assert {row["id"]: row["targets"] is None for row in found.collect()} == {
        name: error is not None for name, error in errors.items()
    }
    (auto,) = found.where("id = 'auto'").collect()
    assert auto["date_found"] == dt.date(2022, 3, 1)
    assert [t["due"] for t in auto["targets"]] == [dt.date(2022, 12, 31)]


def test_the_records_are_those_of_a_plain_run(found: Any) -> None:
    good = found.where("error IS NULL AND id != 'auto'")
    head = good.selectExpr("id AS document_id", "id", "text", "to_date(day) AS date", "date_found")
    tables = {"documents": head}
    for name in LISTS:
        rows = good.selectExpr("id AS document_id", f"posexplode({name}) AS (position, r)")
        tables[name] = rows.select("document_id", "position", "r.*")
        assert tables[name].columns == [c.name for c in columns(name)]
    got = from_arrow({name: table.toPandas() for name, table in tables.items()})
    plain = [RULES.extract(t, d, id=i) for i, t, d in ROWS if i in ("a", "empty", "odd")]
    assert sorted(got, key=lambda d: d.id or "") == [Document.from_dict(d.to_dict()) for d in plain]
    assert got[0].targets


def test_one_list_alone_and_columns_of_days(session: Any) -> None:
    frame = session.createDataFrame([(dt.date(2024, 1, 1), GOOD)], "date date, body string")
    found = spark.extract(frame, "body", "date", lists=["targets"], extractor=RULES)
    assert found.columns == ["date", "body", "date_found", "targets", "error"]
    assert [row["due"] for row in found.selectExpr("inline(targets)").collect()] == [dt.date(2024, 12, 31)]


def test_what_is_wrong_is_said_before_anything_runs(frame: Any) -> None:
    with pytest.raises(InputError, match="no column 'body'; there are: id, text, day"):
        spark.extract(frame, "body")
    with pytest.raises(InputError, match="no such list: goals"):
        spark.extract(frame, lists=["goals"])
    with pytest.raises(InputError, match="there is a column 'targets' already"):
        spark.extract(frame.withColumnRenamed("id", "targets"))
