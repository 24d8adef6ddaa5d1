"""Writes `kzpolicy_nlp/words/tables.json`: the TOML tables of `words/` as they are read, so that loading parses none.

Run: python tools/build_tables.py   (`--check` says whether the file is up to date)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kzpolicy_nlp.text.data import digest_of, parsed

WORDS = Path(__file__).parent.parent / "kzpolicy_nlp" / "words"
TARGET = WORDS / "tables.json"


def tables() -> str:
    """The file's text: one table a line."""
    lines = []
    for path in sorted(WORDS.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        made = {"digest": digest_of(text), "table": parsed(path.stem, text)}
        lines.append(f"{json.dumps(path.stem)}: {json.dumps(made, ensure_ascii=False, separators=(',', ':'))}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    made = tables()
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == made else f"{TARGET} is stale; run this without --check")
    TARGET.write_text(made, encoding="utf-8")
    print(f"{TARGET}: {made.count(chr(10)) - 2} tables", file=sys.stderr)
