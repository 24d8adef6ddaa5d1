"""How likely a target or fact is right as a whole, by what it rests on (SPEC §10: value, unit or currency, year).

Source: logistic regression on the traits below, fitted to our own dev corpus by `corpora/calibrate.py`; the weights are
in `words/confidence.toml`, a reliability table on the held-out corpus in docs/accuracy.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..text.data import words


def traits(evidence: Sequence[str], *, target: bool, mode: str) -> list[str]:
    """Returns what a statement's confidence depends on: its kind, its mode and the classes of its evidence.

    >>> traits(("frame raise: увеличить", "tense past"), target=False, mode="delta")
    ['fact', 'mode delta', 'frame raise', 'tense past']
    """
    classes = [piece.partition(":")[0] for piece in evidence]
    return ["target" if target else "fact", f"mode {mode}", *dict.fromkeys(classes)]


def confidence(evidence: Sequence[str], *, target: bool, mode: str) -> float:
    """Returns the likelihood from 0 to 1, in hundredths."""
    table = words("confidence")
    weights: dict[str, float] = table["weights"]
    score: float = table["bias"] + sum(weights.get(trait, 0.0) for trait in traits(evidence, target=target, mode=mode))
    return round(1 / (1 + math.exp(-score)), 2)
