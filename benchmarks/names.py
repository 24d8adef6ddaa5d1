"""The names stage beside slovnet's own runner and natasha's NER with normalisation: speed, first record, memory.

    pip install natasha "setuptools<81"        # the peers; each is skipped where it does not import (Python ≤ 3.11)
    python benchmarks/names.py [--sentences 6000] [--rounds 3]

Two samples, the same for all: our own annotated texts (`corpora/dev`), ten times with other figures, and sentences made
with a fixed seed (those of benchmarks/tagger.py, thirty a text), in which new words keep coming. Each contestant runs
in a process of its own with one BLAS thread, warmed by one turn of our texts; the median of the rounds counts, each
round in a fresh process.

ours: gazetteer, tagger, bodies, places, persons, linking, with canonical names and ids; «from text» adds the tokens and
numbers that it stands on. slovnet: PER, LOC, ORG spans; «from text» adds razdel. natasha: the same spans from text,
with its morphology and each span's normal form.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTESTANTS = ("ours", "slovnet", "natasha")
TURNS = 10  # times that our own texts are run, each time with other figures
SENTENCES = 30  # of a generated text
Run = Callable[[list[str]], tuple[float, float]]  # texts → seconds for names alone, seconds from text


def samples(sentences: int) -> dict[str, list[str]]:
    """The texts of both samples."""
    sys.path[:0] = [str(ROOT / "corpora"), str(ROOT / "benchmarks")]
    import annotated
    import tagger

    lines = tagger.text(sentences)
    made = [" ".join(lines[i : i + SENTENCES]) for i in range(0, len(lines), SENTENCES)]
    own = [d["text"] for d in annotated.read_part("dev")]
    turned = [
        re.sub("[1-9]", lambda m, turn=turn: str((int(m[0]) + turn) % 10), x) for turn in range(TURNS) for x in own
    ]
    return {"own": turned, "made": made}


def ours() -> Run:
    from kzpolicy_nlp.names.merging import find_names
    from kzpolicy_nlp.names.tagger import Tagger
    from kzpolicy_nlp.text.lexicon import lexicon
    from kzpolicy_nlp.text.rules import classify
    from kzpolicy_nlp.text.tokens import Tokens
    from kzpolicy_nlp.text.view import View
    from kzpolicy_nlp.values.numbers import read_numbers

    tagger = Tagger.load()

    def run(texts: list[str]) -> tuple[float, float]:
        alone, start = 0.0, time.perf_counter()
        for text in texts:
            tokens = Tokens(View(text))
            chain = read_numbers(tokens, classify(tokens, lexicon()))
            begin = time.perf_counter()
            find_names(chain, tagger.tag([tokens.words[first:last] for first, last in tokens.sentences]))
            alone += time.perf_counter() - begin
        return alone, time.perf_counter() - start

    return run


def slovnet() -> Run:
    import tagger
    from navec import Navec
    from razdel import sentenize, tokenize
    from slovnet import NER

    ner = NER.load(tagger.data() / "model" / tagger.NER_PACK)
    ner.navec(Navec.load(tagger.data() / "emb" / tagger.EMBEDDINGS))

    def run(texts: list[str]) -> tuple[float, float]:
        alone, start = 0.0, time.perf_counter()
        for text in texts:
            work = [[token.text for token in tokenize(sentence.text)] for sentence in sentenize(text)]
            begin = time.perf_counter()
            list(ner.infer.decoder(ner.infer.process(ner.infer.encoder(work))))
            alone += time.perf_counter() - begin
        return alone, time.perf_counter() - start

    return run


def natasha() -> Run:
    from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter

    segmenter, vocab, embedding = Segmenter(), MorphVocab(), NewsEmbedding()
    morph, ner = NewsMorphTagger(embedding), NewsNERTagger(embedding)

    def run(texts: list[str]) -> tuple[float, float]:
        start = time.perf_counter()
        for text in texts:
            doc = Doc(text)
            doc.segment(segmenter)
            doc.tag_morph(morph)
            doc.tag_ner(ner)
            for span in doc.spans:
                span.normalize(vocab)
        return float("nan"), time.perf_counter() - start

    return run


def measure(name: str, sentences: int) -> dict[str, float]:
    """Runs one contestant in this process."""
    import tagger as shared

    found = samples(sentences)
    before, started = shared.peak(), time.perf_counter()
    run = {"ours": ours, "slovnet": slovnet, "natasha": natasha}[name]()
    run([found["own"][0][:500]])
    row = {"first": time.perf_counter() - started, "before": before}
    run(found["own"][: len(found["own"]) // TURNS])  # tables that grow with use
    for sample, texts in found.items():
        if name == "natasha":
            texts = texts[: len(texts) // 4]
        size = sum(map(len, texts))
        alone, whole = run(texts)
        row[f"{sample} alone"], row[f"{sample} from text"] = size / alone, size / whole
    row["memory"] = shared.peak()
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=6000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", choices=CONTESTANTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        samples(1)  # puts the folders on the path
        print(json.dumps(measure(options.one, options.sentences)))
        return
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in CONTESTANTS}
    for name in [name for _ in range(options.rounds) for name in CONTESTANTS]:
        command = [sys.executable, __file__, "--one", name, "--sentences", str(options.sentences)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            print(f"{name}: does not run here ({(done.stderr.splitlines() or ['?'])[-1]})", file=sys.stderr)
        else:
            rows[name].append(json.loads(done.stdout))
    own = samples(options.sentences)
    sizes = ", ".join(f"{key}: {len(texts)} texts, {sum(map(len, texts)):,} characters" for key, texts in own.items())
    print(sizes)
    columns = [f"{sample} {what}" for sample in own for what in ("alone", "from text")]
    print(f"{'chars/s':8}" + "".join(f"{column:>17}" for column in columns) + f"{'first, s':>10}{'peak MB':>9}")
    for name, found in rows.items():
        if found:
            median = {key: statistics.median(row[key] for row in found) for key in found[0]}
            speeds = "".join(f"{median[column]:17,.0f}" for column in columns)
            print(f"{name:8}{speeds}{median['first']:10.2f}{median['memory']:9.0f}")


if __name__ == "__main__":
    main()
