"""The article that the library must get fully right, in ten variants: each layer of each of them is right."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "corpora"))

import annotated  # noqa: E402
import evaluate  # noqa: E402

from kzpolicy_nlp import Extractor  # noqa: E402

VARIANTS = annotated.files_of([Path(__file__).resolve().parent / "variants"])
LAYERS = {
    "organisations": "orgs",
    "cities": "cities=value",
    "places": "places=value",
    "persons": "persons",
    "money": "money=value",
    "quantities": "quantities=value",
    "dates": "dates=value",
    "deadlines": "deadlines=value",
    "targets": "targets=record",
    "facts": "facts=record",
}
"""The lists of SPEC §11 and the layer of the scorer that says whether each is right."""


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module", params=VARIANTS, ids=lambda path: path.stem)
def scores(request: pytest.FixtureRequest, extractor: Extractor) -> Any:
    gold: Any = annotated.read_document(request.param)
    found = evaluate.neutral(extractor.extract(gold["text"], date=gold["date"]).to_dict())
    return evaluate.evaluate([gold], lambda text, day: found)


def test_the_variants_are_well_formed() -> None:
    problems, _ = annotated.check(VARIANTS)
    assert [str(problem) for problem in problems] == []
    assert len(VARIANTS) == 10


@pytest.mark.parametrize("name", LAYERS)
def test_every_record_is_right(scores: Any, name: str) -> None:
    layer = LAYERS[name]
    wrong = [
        str(error) for error in scores.errors if error.layer == layer.partition("=")[0] and _counts(error.sort, layer)
    ]
    tally = scores.layers[layer]
    if tally.extra or tally.missed:
        pytest.fail("\n".join([f"{name}: {tally.right} right, wrong are", *wrong]), pytrace=False)


def _counts(sort: str, layer: str) -> bool:
    """Whether an error of this sort makes a record of the layer wrong (a field alone doesn't)."""
    return sort in ("EXTRA", "MISSED", "RECORD") or (sort == "VALUE" and layer.endswith("=value"))
