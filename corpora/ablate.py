"""What each part of the engine of statements brings: the scores of an annotated part with one part left out at a time.

python corpora/ablate.py            on dev and heldout
python corpora/ablate.py heldout
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from annotated import PARTS
from evaluate import evaluate, library, read_gold

from kzpolicy_nlp.statements.clauses import Clauses
from kzpolicy_nlp.statements.continuations import Continuations
from kzpolicy_nlp.statements.indicators import Indicators
from kzpolicy_nlp.statements.periods import Periods
from kzpolicy_nlp.values import cells


def _nothing(*_: object, **__: object) -> None:
    return None


def _whole(_: Clauses, first: int, last: int, *__: object) -> list[tuple[int, int]]:
    return [(first, last)]


_OF = Indicators.of


def _unresolved(self: Indicators, value: Any, sense: Any, mode: str, _: object) -> Any:
    return _OF(self, value, sense, mode, ())


LEFT_OUT: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "carry-over of deadlines": (Periods, "_carried", _nothing),
    "clauses (each sentence is one)": (Clauses, "_spans", _whole),
    "resolution of pronouns and repeats": (Indicators, "of", _unresolved),
    "statements that lean on the one before": (Continuations, "read", _nothing),
    "tables": (cells, "find_tables", lambda _: []),
}
"""The parts: whose attribute is replaced, and by what."""


@contextmanager
def without(part: str | None) -> Iterator[None]:
    """Leaves a part of the engine out for a while."""
    if part is None:
        yield
        return
    owner, name, instead = LEFT_OUT[part]
    kept = getattr(owner, name)
    setattr(owner, name, instead)
    try:
        yield
    finally:
        setattr(owner, name, kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    for corpus in parser.parse_args().parts:
        documents = read_gold(corpus)
        print(f"{corpus}: {len(documents)} documents")
        print("| left out | targets=record F1 | facts=record F1 | indicators |\n|---|---:|---:|---:|")
        for part in (None, *LEFT_OUT):
            with without(part):
                scores = evaluate(documents, library())
            right = sum(scores.right[f"{name}.indicator"] for name in ("targets", "facts"))
            asked = sum(scores.asked[f"{name}.indicator"] for name in ("targets", "facts"))
            targets, facts = (scores.layers[f"{name}=record"].f1 for name in ("targets", "facts"))
            print(f"| {part or 'nothing'} | {targets:.3f} | {facts:.3f} | {right / max(1, asked):.3f} |")


if __name__ == "__main__":
    main()
