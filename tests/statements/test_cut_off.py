"""Texts that break off anywhere, as feeds and scans do: whatever is cut, the rest is read without an error."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import pytest

from kzpolicy_nlp import Extractor

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "corpora"))

from annotated import read_document  # noqa: E402

DOCUMENTS = sorted((ROOT / "corpora" / "dev").glob("*.txt"))
STEP, WINDOW = 67, 260  # characters


@functools.cache
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize("path", DOCUMENTS[::9], ids=lambda path: path.stem)
def test_a_text_may_end_anywhere(path: Path) -> None:
    text = read_document(path)["text"]
    for end in range(STEP, len(text), STEP):
        start = max(0, end - WINDOW)
        document = extractor().extract(text[start:end], date="2024-09-10")
        for statement in (*document.targets, *document.facts):
            assert document.text[statement.value.start : statement.value.end] == statement.value.text
