"""Records beside their text in the forms of annotation tools, and back: brat, Label Studio, CoNLL.

>>> from kzpolicy_nlp import Extractor
>>> from kzpolicy_nlp.standoff import pages, conll
>>> document = Extractor(names=False).extract("Выделят 5 млрд тенге.")
>>> print(conll.dumps([pages.page_of(document)], comments=False), end="")
Выделят	O
5	B-MONEY
млрд	I-MONEY
тенге	I-MONEY
.	O
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError
from ..records import Document
from . import brat, conll, label_studio
from .pages import Page, document_of, page_of

FORMS = ("brat", "label-studio", "conll")

__all__ = ["FORMS", "Page", "document_of", "page_of", "read", "read_pages", "write", "write_pages"]


def write(documents: Iterable[Document], path: str | Path, form: str) -> None:
    """Writes documents in a form of `FORMS`: a folder for brat, a file for the others.

    Raises:
        InputError: there is no such form.
        OSError: the place can't be written.
    """
    write_pages(map(page_of, documents), path, form)


def read(path: str | Path, form: str) -> list[Document]:
    """Returns the documents that were written so, or that annotators made; each equal to what was written.

    Raises:
        InputError: the form is none, or not kept to; the message names the place and what to do.
        OSError: the place can't be read.
    """
    return [document_of(page) for page in read_pages(path, form)]


def write_pages(pages: Iterable[Page], path: str | Path, form: str) -> None:
    """Writes pages; corpora, whose records are not quite a Document's, use this."""
    path = Path(path)
    if form == "brat":
        brat.write(pages, path)
    elif form == "label-studio":
        path.write_text(label_studio.dumps(pages := list(pages)), encoding="utf-8")
        path.with_suffix(".labels.xml").write_text(label_studio.config(pages), encoding="utf-8")
    else:
        _check(form)
        path.write_bytes(conll.dumps(pages).encode())


def read_pages(path: str | Path, form: str) -> list[Page]:
    """Returns the pages that were written so."""
    path = Path(path)
    if form == "brat":
        return brat.read(path)
    _check(form)
    text = path.read_bytes().decode("utf-8-sig")
    return label_studio.loads(text, path.name) if form == "label-studio" else conll.loads(text, path.name)


def _check(form: str) -> None:
    if form not in FORMS:
        raise InputError(f"no such form: {form}; choose from {', '.join(FORMS)}")
