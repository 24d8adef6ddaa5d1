"""The whole pipeline side by side with natasha's on our own corpora: speed, load time, memory.

    python benchmarks/pipeline.py [--characters 400000]

Each runs in a process of its own with one BLAS thread. natasha's full pipeline is its README's: segmentation,
morphology, syntax, NER, span normalisation and the extractors of dates, money and names. natasha imports pymorphy2,
which needs Python ≤ 3.11 and `setuptools<81`; where it does not import, its row says so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = ("names", "no names", "natasha")


def texts(characters: int) -> list[str]:
    """Returns our corpora's texts, repeated with other figures, up to a number of characters."""
    sys.path.insert(0, str(ROOT / "corpora"))
    import annotated

    own = [d["text"] for part in ("dev", "heldout") for d in annotated.read_part(part)]
    found: list[str] = []
    total = turn = 0
    while total < characters:
        for text in own:
            varied = "".join(chr((ord(c) - 48 + turn) % 10 + 48) if c.isdigit() and c != "0" else c for c in text)
            found.append(text if turn == 0 else varied)
            total += len(text)
            if total >= characters:
                break
        turn += 3
    return found


def ours(*, names: bool) -> Callable[[str], object]:
    from kzpolicy_nlp import Extractor

    extractor = Extractor(names=names)
    return lambda text: extractor.extract(text, date="2024-09-02")


def natasha() -> Callable[[str], object]:
    from natasha import (
        DatesExtractor,
        Doc,
        MoneyExtractor,
        MorphVocab,
        NamesExtractor,
        NewsEmbedding,
        NewsMorphTagger,
        NewsNERTagger,
        NewsSyntaxParser,
        Segmenter,
    )

    segmenter, vocab, embedding = Segmenter(), MorphVocab(), NewsEmbedding()
    morph, syntax, ner = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)
    extractors = [NamesExtractor(vocab), DatesExtractor(vocab), MoneyExtractor(vocab)]

    def run(text: str) -> object:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morph)
        doc.parse_syntax(syntax)
        doc.tag_ner(ner)
        for span in doc.spans:
            span.normalize(vocab)
        return [list(e(text)) for e in extractors]

    return run


def measure(which: str, characters: int) -> dict[str, float]:
    """Runs one contestant in this process and returns its figures."""
    sample = texts(characters)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    run = natasha() if which == "natasha" else ours(names=which == "names")
    run(sample[0])
    first = time.perf_counter() - started
    started = time.perf_counter()
    for text in sample:
        run(text)
    took = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rate": sum(map(len, sample)) / took,
        "first": first,
        "memory": peak / 1024,
        "added": (peak - before) / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=400_000)
    parser.add_argument("--one", choices=SIZES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options.characters)))
        return
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    rows: dict[str, dict[str, float]] = {}
    for which in SIZES:
        size = options.characters // 8 if which == "natasha" else options.characters
        done = subprocess.run(
            [sys.executable, __file__, "--one", which, "--characters", str(size)],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        if done.returncode:
            print(f"{which}: does not run here ({(done.stderr.strip().splitlines() or ['?'])[-1]})", file=sys.stderr)
            continue
        rows[which] = json.loads(done.stdout)
    base = rows.get("natasha", {}).get("rate")
    print(f"{'':12}{'chars/s':>10}{'to natasha':>12}{'first record, s':>17}{'peak MB':>9}")
    for which, row in rows.items():
        ratio = f"{row['rate'] / base:.1f}×" if base else "–"
        print(f"{which:12}{row['rate']:10.0f}{ratio:>12}{row['first']:17.2f}{row['memory']:9.0f}")


if __name__ == "__main__":
    main()
