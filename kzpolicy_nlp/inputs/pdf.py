"""The text of a PDF: lines made paragraphs again, words cut at a line's end mended, page numbers left out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..errors import InputError, needs

IsWord = Callable[[str], bool]

_CUT = re.compile(r"(\w+)[-\u00ad\u2010]$")
_BEGUN = re.compile(r"\w+")
_PAGE_NUMBER = re.compile(r"[-\u2013\u2014\s]*\d{1,4}[-\u2013\u2014\s]*")
_ENDS = tuple(".!?:;\u00bb\u2026")
_INDENT = 0.8  # heights of a line by which a paragraph's first line stands in
_GAP = 0.7  # heights of a line that may lie between two lines of a block
_SHORT = 0.8  # a line that fills less of its block's width, and ends a sentence, ends a paragraph


def read_pdf(data: bytes, is_word: IsWord | None = None) -> str:
    """Returns the text of a PDF file, a line a paragraph.

    Args:
        is_word: whether a lower-case word is known. It decides between a word that was cut at a line's end and a
            word with a hyphen of its own; without it every hyphen before a small letter is taken for a cut.

    Raises:
        InputError: it is no PDF, it is locked, or its pages are pictures.
        MissingExtra: pdfminer.six is not installed.
    """
    with needs("docs-in", "reading .pdf"):
        from pdfminer.high_level import extract_pages
        from pdfminer.layout import LAParams, LTTextBox
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    paragraphs: list[str] = []
    pages = 0
    try:
        for page in extract_pages(io.BytesIO(data), laparams=LAParams()):
            pages += 1
            lines = [line for box in page if isinstance(box, LTTextBox) for line in box if line.get_text().strip()]
            found = [p for block in _blocks(lines) for p in _paragraphs(block, is_word)]
            found = [p for p in found if not _PAGE_NUMBER.fullmatch(p)]
            if paragraphs and found and _goes_on(paragraphs[-1], found[0]):
                paragraphs[-1] = join(paragraphs[-1], found.pop(0), is_word)
            paragraphs += found
    except PDFPasswordIncorrect:
        raise InputError("the PDF is locked with a password") from None
    except Exception as error:  # what a broken file raises is of many kinds
        raise InputError(f"not a readable PDF: {type(error).__name__} {error}".rstrip()) from None
    if pages and not paragraphs:
        raise InputError(f"the PDF has no text: its {pages} page(s) are pictures, which need OCR first")
    return "\n".join(paragraphs)


def _blocks(lines: list[Any]) -> Iterator[list[Any]]:
    """Yields the lines that stand close below one another in one column and one size."""
    block: list[Any] = []
    for line in lines:
        if block:
            above = block[-1]
            gap = above.y0 - line.y1
            close = (
                -_GAP * line.height < gap < _GAP * line.height and abs(above.height - line.height) < 0.2 * line.height
            )
            if not (close and line.x0 < above.x1 and above.x0 < line.x1):
                yield block
                block = []
        block.append(line)
    if block:
        yield block


def _paragraphs(lines: list[Any], is_word: IsWord | None) -> Iterator[str]:
    """Yields the paragraphs of a block, told by indents and by short last lines."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    paragraph, before = "", None
    for line in lines:
        text = " ".join(line.get_text().split())
        if before is None:
            paragraph = text
        elif line.x0 - left > _INDENT * line.height or (
            paragraph.endswith(_ENDS) and before.x1 - left < _SHORT * (right - left)
        ):
            yield paragraph
            paragraph = text
        else:
            paragraph = join(paragraph, text, is_word)
        before = line
    yield paragraph


def _goes_on(paragraph: str, following: str) -> bool:
    """Whether a page begins in the middle of the sentence that the last one ended with."""
    return not paragraph.endswith(_ENDS) and following[:1].islower()


def join(line: str, following: str, is_word: IsWord | None = None) -> str:
    """Returns two lines as one; a word that was cut at the end of the first is whole again.

    A hyphen stays where the halves are words and the whole is none, and before a capital or a figure.
    """
    cut, begun = _CUT.search(line), _BEGUN.match(following)
    if not cut or not begun:
        return f"{line} {following}"
    first, second = cut[1], begun[0]
    if line.endswith("\u00ad"):
        return line[:-1] + following
    if not second[0].islower() or not first[-1].isalpha() or (first.isupper() and len(first) > 1):
        return line + following
    if is_word is not None and not is_word((first + second).lower()) and is_word(first.lower()) and is_word(second):
        return line + following
    return line[:-1] + following
