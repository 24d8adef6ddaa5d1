"""The text of one file, by its kind: txt, md, html, docx, pdf."""

from __future__ import annotations

import re

from ..errors import InputError, needs
from .encodings import decode
from .pdf import IsWord

#: The kinds of files that are one document each, by the ends of their names.
KINDS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}

_CHARSET = re.compile(rb"""<(?:meta[^>]{0,200}?charset\s*=|\?xml[^>]{0,100}?encoding\s*=)\s*["']?([\w-]{2,20})""", re.I)


def read_text(kind: str, data: bytes, *, encoding: str | None = None, is_word: IsWord | None = None) -> str:
    """Returns the text of a file; `text[start:end]` of its records refers to what is returned here.

    txt and md are taken as they stand, html gives its main text, docx its paragraphs and tables, pdf its paragraphs.

    Args:
        kind: one of `KINDS`' values.
        encoding: of txt, md and html; None tells it from the bytes.
        is_word: see `read_pdf`.

    Raises:
        InputError: the bytes are not of that kind.
        MissingExtra: the package that reads it is not installed.
    """
    if kind == "docx":
        from .docx import read_docx

        return read_docx(data)
    if kind == "pdf":
        from .pdf import read_pdf

        return read_pdf(data, is_word)
    if kind == "html":
        return read_html(data, encoding)
    return decode(data, encoding)


def read_html(data: bytes, encoding: str | None = None) -> str:
    """Returns the main text of a page, headings and tables with it, menus, advertisements and comments without.

    Where no main text stands out, all text of the page is returned.

    Raises:
        InputError: the page has no text.
        MissingExtra: trafilatura is not installed.
    """
    with needs("docs-in", "reading .html"):
        import trafilatura
    page = _decode_page(data, encoding)
    if "<html" not in page[:2000].lower():
        page = f"<html><body>{page}</body></html>"  # trafilatura takes a part of a page for none
    text: str | None = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True)
    if not text:
        text = trafilatura.html2txt(page)
    if not text or not text.strip():
        raise InputError("the page has no text")
    return text


def _decode_page(data: bytes, encoding: str | None) -> str:
    """Returns a page in the encoding that it says it has; where that is wrong, in the one that its bytes tell."""
    said = _CHARSET.search(data[:4096])
    if encoding is None and said:
        name = said[1].decode("ascii")
        if not name.lower().startswith("utf-16"):  # the bytes that say so are not
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                pass
    return decode(data, encoding)
