"""Fits the confidence of targets and facts to an annotated part, and shows on another how far it can be relied on.

    python corpora/calibrate.py                          fit on dev, write words/confidence.toml, show held-out
    python corpora/calibrate.py --show heldout           only show, with the weights as they are

A statement is right where the part has a target (or fact) of the same value, unit or currency and year. Logistic
regression with an L2 penalty, by Newton's method: deterministic, a second's work.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import numpy as np
from annotated import HERE, read_part
from evaluate import Gold, Record, near, same_unit

import kzpolicy_nlp
from kzpolicy_nlp import Extractor, Fact, Mention, Target
from kzpolicy_nlp.statements.confidence import traits

PENALTY = 3.0
RAREST = 5  # statements that a trait must be seen on
OUT = Path(kzpolicy_nlp.__file__).parent / "words" / "confidence.toml"
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
HEAD = "# Weights of traits, made by `python corpora/calibrate.py`; not written by hand.\n"


def statements(part: str) -> Iterator[tuple[Target | Fact, bool]]:
    """Yields the statements found in a part of the corpora, each with whether it is right."""
    extractor = Extractor()
    for gold in cast(Sequence[Gold], read_part(part)):
        document = extractor.extract(gold["text"], gold["date"])
        lists: tuple[tuple[str, Sequence[Target | Fact], list[Record]], ...] = (
            ("targets", document.targets, gold["targets"]),
            ("facts", document.facts, gold["facts"]),
        )
        for name, found, wanted in lists:
            left = list(wanted)
            for record in found:
                value = record.value
                if value is None or any(u["of"] in (name, None) and _meets(value, u) for u in gold["unsure_spans"]):
                    continue
                hit = next((g for g in left if _says(record, value, g)), None)
                if hit is None:
                    yield record, False
                    continue
                left.remove(hit)
                unit = record.currency == hit["cur"] if hit.get("cur") else same_unit(record.unit, hit.get("unit"))
                now = name == "facts" and hit["year"] is None and str(record.year) == str(gold["date"])[:4]
                year = record.year == hit["year"] or now
                yield record, unit and year and near(record.amount_max, hit.get("max"))


def _meets(value: Mention, span: Record) -> bool:
    return span["start"] < value.end and value.start < span["end"]


def _says(record: Target | Fact, value: Mention, gold: Record) -> bool:
    start, end = gold["value_start"], gold["value_end"]
    if start is None or end is None:
        return False
    return start < value.end and value.start < end and near(record.amount, gold["amount"])


def fit(found: Sequence[tuple[Target | Fact, bool]]) -> tuple[float, dict[str, float]]:
    """Returns the bias and the weights of the traits that occur often enough."""
    told = [traits(r.evidence, target=isinstance(r, Target), mode=r.mode) for r, _ in found]
    counts = Counter(t for row in told for t in row)
    names = sorted(t for t, n in counts.items() if n >= RAREST)
    at = {name: i + 1 for i, name in enumerate(names)}
    matrix = np.zeros((len(found), len(names) + 1))
    matrix[:, 0] = 1.0
    for i, row in enumerate(told):
        for name in row:
            if name in at:
                matrix[i, at[name]] = 1.0
    right = np.array([float(ok) for _, ok in found])
    weights = np.zeros(matrix.shape[1])
    penalty = np.full(matrix.shape[1], PENALTY)
    penalty[0] = 1e-6
    for _ in range(50):
        odds = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (odds - right) + penalty * weights
        curvature = (matrix * (odds * (1 - odds))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(weights[0]), {name: float(weights[i]) for name, i in at.items()}


def show(part: str) -> None:
    """Prints how often statements of each level of confidence are right."""
    found = [(r.confidence or 0.0, ok) for r, ok in statements(part)]
    print(f"{part}: {len(found)} statements, {sum(ok for _, ok in found)} right")
    print("| confidence | statements | mean | right |\n|---|---:|---:|---:|")
    for low, high in itertools.pairwise(BINS):
        inside = [(c, ok) for c, ok in found if low <= c < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            share = sum(ok for _, ok in inside) / len(inside)
            print(f"| {low:.2f}–{min(high, 1.0):.2f} | {len(inside)} | {mean:.2f} | {share:.2f} |")
    print("Brier score", round(sum((c - ok) ** 2 for c, ok in found) / max(1, len(found)), 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", metavar="PART", help="only show, on a part")
    options = parser.parse_args()
    if options.show:
        show(options.show)
        return
    bias, weights = fit(list(statements("dev")))
    lines = [HEAD, f"bias = {bias:.3f}", "", "[weights]"]
    lines += [f'"{name}" = {weight:.3f}' for name, weight in sorted(weights.items())]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUT.relative_to(HERE.parent)}: {len(weights)} traits; start again with --show heldout")


if __name__ == "__main__":
    main()
