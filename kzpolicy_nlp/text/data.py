"""Reads the files of `words/`: TOML tables and TSV lists, each once.

`words/tables.json` holds the tables as they are read, made by tools/build_tables.py; a table that has changed since is
read from its own file.
"""

from __future__ import annotations

import functools
import json
import pkgutil
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import DataError


@functools.cache
def words(name: str) -> dict[str, Any]:
    """Returns the table of `words/NAME.toml`.

    Raises:
        DataError: the file is not well-formed; the message names it and the line.
    """
    text = text_of(f"{name}.toml")
    known = _stored().get(name)
    if known is not None and known["digest"] == digest_of(text):
        table: dict[str, Any] = known["table"]
        return table
    return parsed(name, text)


def parsed(name: str, text: str) -> dict[str, Any]:
    """Returns the table of a TOML text.

    Raises:
        DataError: it is not well-formed; the message names the file and the line.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table: dict[str, Any] = tomllib.loads(text)
        return table
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"words/{name}.toml: {error}") from None


def digest_of(text: str) -> str:
    """Returns what tells whether a generated file was made from a text as it is."""
    return f"{zlib.crc32(text.encode()):08x}"


@functools.cache
def _stored() -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = json.loads(text_of("tables.json"))
    return tables


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
