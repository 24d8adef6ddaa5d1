"""Records of texts in a Spark DataFrame, by `mapInArrow`; the extra is `spark`.

    from kzpolicy_nlp import spark
    found = spark.extract(df, text="text", date="date")
    found.selectExpr("id", "inline(targets)")

A Python worker loads the models once, for all its batches. The library must be installed where the workers run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from .errors import needs
from .extractor import Extractor
from .frames import add_records, added_fields, check_columns
from .records import LISTS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

#: Rows whose records are held at once; Spark's own batches have 10,000.
_SLICE = 200


def extract(
    df: DataFrame,
    text: str = "text",
    date: str | None = None,
    *,
    lists: Iterable[str] = LISTS,
    extractor: Extractor | None = None,
    max_chars: int = 1_000_000,
) -> DataFrame:
    """Returns the DataFrame with `date_found`, an array of structs for each record list, and `error` added.

    A row whose text or date can't be read keeps its place: `error` says why, the arrays are null, and the job goes on.

    Args:
        df: any DataFrame; its columns stay as they are.
        text: the column of texts.
        date: the column of document dates: dates, timestamps, ISO strings, or "auto" for the text's own.
        lists: the record lists wanted, of `kzpolicy_nlp.records.LISTS`.
        extractor: one with options of its own; it travels to the workers as its options.
        max_chars: the longest text that is read, in characters.

    Raises:
        InputError: a column is not there, or one that would be added is; before anything runs.
        MissingExtra: pyspark or pyarrow is not installed.
    """
    with needs("spark", "Spark"):
        from pyspark.sql.pandas.types import from_arrow_schema
        from pyspark.sql.types import StructType

    lists = tuple(lists)
    added = added_fields(lists)
    check_columns(df.columns, text, date, added.names)
    schema = StructType([*df.schema.fields, *from_arrow_schema(added).fields])
    options = {"text": text, "date": date, "lists": lists, "extractor": extractor, "max_chars": max_chars}
    return df.mapInArrow(partial(_add_to_batches, options), schema)


def _add_to_batches(options: dict[str, Any], batches: Iterator[Any]) -> Iterator[Any]:
    """Yields record batches with the records added, a slice at a time."""
    for batch in batches:
        for start in range(0, batch.num_rows, _SLICE):
            part = add_records(batch.slice(start, _SLICE), **options)
            yield from part.combine_chunks().to_batches()
