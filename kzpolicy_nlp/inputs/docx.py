"""The text of a Word file: paragraphs, tables, lists and boxes, in the order of the page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from ..errors import InputError, needs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_TEXT = {_W + name: sign for name, sign in _SIGNS.items()}
_HOLDERS = (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}smartTag", f"{_W}customXml")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says a box a second time
_DELETED = (f"{_W}del", f"{_W}moveFrom", _FALLBACK)


def read_docx(data: bytes) -> str:
    """Returns the text of a .docx file: a line a paragraph, a line a table row with tabs between its cells.

    Inserted text that is not yet accepted counts, deleted text does not. Headers, footers and notes are left out.

    Raises:
        InputError: it is no .docx file.
        MissingExtra: python-docx is not installed.
    """
    with needs("docs-in", "reading .docx"):
        import docx
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:  # what a broken archive raises is of many kinds
        raise InputError(f"not a .docx file: {error}") from None
    return "\n".join(_blocks(body))


def _blocks(parent: Any) -> Iterator[str]:
    """Yields the lines of a body, cell or box."""
    for element in parent:
        if element.tag == f"{_W}p":
            boxes: list[Any] = []
            yield "".join(_pieces(element, boxes)).rstrip()
            for box in boxes:
                yield from _blocks(box)
        elif element.tag == f"{_W}tbl":
            yield from _rows(element)
        elif element.tag in _HOLDERS:
            yield from _blocks(element)


def _pieces(element: Any, boxes: list[Any]) -> Iterator[str]:
    """Yields the text of a paragraph; the boxes anchored in it are set aside."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _TEXT:
            yield _TEXT[child.tag]
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in _DELETED:
            yield from _pieces(child, boxes)


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue  # of a table inside a cell: it is read with the cell
        cells = [c for c in row.iter(f"{_W}tc") if next(c.iterancestors(f"{_W}tr")) is row]
        yield "\t".join(re.sub(r"\s*\n\s*", " ", "\n".join(_blocks(cell))).strip() for cell in cells).rstrip()
