"""The tables of `words/`: as they are stored, as they are written, and what a wrong one is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kzpolicy_nlp.errors import DataError
from kzpolicy_nlp.text import data

ROOT = Path(__file__).parents[2]
TABLES = sorted((ROOT / "kzpolicy_nlp" / "words").glob("*.toml"))


def test_the_stored_tables_are_up_to_date() -> None:
    tool = ROOT / "tools" / "build_tables.py"
    checked = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, cwd=ROOT)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_stored_table_is_the_written_one(path: Path) -> None:
    written = data.parsed(path.stem, path.read_text(encoding="utf-8"))
    assert repr(data.words(path.stem)) == repr(written)


def test_a_table_that_has_changed_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"bounds.toml": "[over]\nvalue = 1\n"}
    stored = data.text_of
    monkeypatch.setattr(data, "text_of", lambda name: texts.get(name) or stored(name))
    assert data.words.__wrapped__("bounds") == {"over": {"value": 1}}


def test_a_wrong_table_is_named_with_its_line() -> None:
    with pytest.raises(DataError, match=r"words/units.toml: .*line 2"):
        data.parsed("units", "[km]\nvalue = \n")
