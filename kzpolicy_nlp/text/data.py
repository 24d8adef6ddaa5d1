"""Reads the files of `words/`: TOML tables and TSV lists, each once."""

from __future__ import annotations

import functools
import importlib.resources
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@functools.cache
def words(name: str) -> dict[str, Any]:
    """Returns the table of `words/NAME.toml`.

    Raises:
        DataError: the file is not well-formed; the message names it and the line.
    """
    try:
        table: dict[str, Any] = tomllib.loads(_text(f"{name}.toml"))
        return table
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"words/{name}.toml: {error}") from None


def rows(name: str | Path) -> Iterator[dict[str, str]]:
    """Yields the rows of `words/NAME.tsv` or of a file of the caller's, by the names of its header line.

    Lines that start with `#` and blank lines are passed over.

    Raises:
        DataError: a row has more or fewer fields than the header; the message names file and line.
    """
    source = f"words/{name}.tsv" if isinstance(name, str) else str(name)
    text = _text(f"{name}.tsv") if isinstance(name, str) else name.read_text(encoding="utf-8")
    header: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        values = line.rstrip("\r").split("\t")
        if header is None:
            header = values
            continue
        if len(values) != len(header):
            raise DataError(f"{source}:{number}: {len(values)} fields where the header has {len(header)}")
        yield dict(zip(header, values, strict=True))


def _text(name: str) -> str:
    return (importlib.resources.files("kzpolicy_nlp") / "words" / name).read_text(encoding="utf-8")
