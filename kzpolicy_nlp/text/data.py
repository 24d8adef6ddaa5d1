"""Reads the files of `words/`: TOML tables and TSV lists, each once."""

from __future__ import annotations

import functools
import pkgutil
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
        table: dict[str, Any] = tomllib.loads(text_of(f"{name}.toml"))
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
    text = text_of(f"{name}.tsv") if isinstance(name, str) else name.read_text(encoding="utf-8")
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


def text_of(name: str) -> str:
    """Returns the text of a file of `words/`."""
    data = pkgutil.get_data("kzpolicy_nlp", f"words/{name}")
    if data is None:
        raise DataError(f"words/{name} can't be read from where kzpolicy_nlp is installed")
    return data.replace(b"\r\n", b"\n").decode()
