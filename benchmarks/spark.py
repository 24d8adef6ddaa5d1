"""Records through Spark on two workers, beside a plain run of the same documents: the same to the letter, and how fast.

python benchmarks/spark.py --documents 20000
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "corpora")]

import annotated  # noqa: E402

from kzpolicy_nlp import Document, Extractor, spark  # noqa: E402
from kzpolicy_nlp.frames import from_arrow  # noqa: E402
from kzpolicy_nlp.records import LISTS  # noqa: E402


def varied(count: int) -> Iterator[dict[str, str | None]]:
    """Yields documents: a few neighbouring lines of one of our texts, its numbers changed, with and without a date."""
    chance = random.Random(2024)
    texts = [doc for part in annotated.PARTS for doc in annotated.read_part(part)]
    for number in range(count):
        source = chance.choice(texts)
        lines = str(source["text"]).split("\n")
        start = chance.randrange(len(lines))
        text = "\n".join(lines[start : start + chance.randint(2, 6)])
        text = re.sub(r"(?<![\d.,])[2-9]\d(?=\s)", lambda m: str(chance.randint(20, 99)), text)
        day = chance.choice([source["date"], None])
        yield {"id": f"{number:06}", "text": text, "day": None if day is None else str(day)}


def line_of(document: Document) -> str:
    return json.dumps(document.to_dict(), ensure_ascii=False)


def plain(rows: Iterable[dict[str, str | None]], extractor: Extractor) -> list[str]:
    items = ({"id": row["id"], "text": row["text"], "date": row["day"]} for row in rows)
    return [line_of(document) for document in extractor.extract_many(items)]


def through_spark(session: Any, given: str, folder: str, extractor: Extractor) -> float:
    """Writes the records of a file's documents with Spark; returns the seconds that it took."""
    frame = session.read.parquet(given).repartition(16)
    began = time.perf_counter()
    spark.extract(frame, date="day", extractor=extractor).write.parquet(folder)
    return time.perf_counter() - began


def memory_of_workers(seen: list[float], ended: threading.Event) -> None:
    """Notes every second how many MB the largest of Spark's Python workers holds (Linux alone)."""
    while not ended.wait(1):
        sizes = [0]
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it has ended meanwhile
                if b"pyspark.daemon" in (process / "cmdline").read_bytes():
                    sizes.append(int((process / "statm").read_text().split()[1]) * resource.getpagesize())
        seen.append(max(sizes) / 1e6)


def lines_of(session: Any, folder: str) -> list[str]:
    """Returns what Spark wrote in the form of a plain run."""
    found = session.read.parquet(folder)
    assert found.where("error IS NOT NULL").count() == 0
    head = found.selectExpr("id AS document_id", "id", "text", "to_date(day) AS date", "date_found")
    tables = {"documents": head.orderBy("id").toArrow()}
    for name in LISTS:
        rows = found.selectExpr("id AS document_id", f"posexplode({name}) AS (position, record)")
        tables[name] = rows.select("document_id", "position", "record.*").toArrow()
    return [line_of(document) for document in from_arrow(tables)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=400, help="how many")
    parser.add_argument("--no-names", action="store_true", help="leave the tagger out")
    options = parser.parse_args()
    if shutil.which("java") is None:
        print("skipped: Spark needs Java 17 or later")
        return
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession

    os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    extractor = Extractor(names=not options.no_names)
    rows = list(varied(options.documents))
    characters = sum(len(row["text"] or "") for row in rows)
    print(f"{len(rows):,} documents, {characters:,} characters, {len({row['text'] for row in rows}):,} different texts")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.memory", "4g").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        given = f"{folder}/given.parquet"
        pq.write_table(pa.Table.from_pylist(rows), given)
        memory: list[float] = []
        ended = threading.Event()
        threading.Thread(target=memory_of_workers, args=(memory, ended), daemon=True).start()
        took = through_spark(session, given, f"{folder}/found", extractor)
        ended.set()
        print(f"Spark, local[2]: {took:.0f} s, {len(rows) / took:.0f} documents a second")
        tenths = [max(memory[len(memory) * i // 10 : len(memory) * (i + 1) // 10] or [0]) for i in range(10)]
        print("largest Python worker in each tenth of the time, MB:", *(f"{size:.0f}" for size in tenths))
        got = lines_of(session, f"{folder}/found")
    session.stop()
    began, began_core = time.perf_counter(), time.process_time()
    expected = plain(rows, extractor)
    took, core = time.perf_counter() - began, time.process_time() - began_core
    print(f"plain, one process: {took:.0f} s, {core:.0f} s of a core, {len(rows) / core:.0f} documents a core's second")
    different = sum(one != other for one, other in zip(got, expected, strict=True))
    size = sum(len(line.encode()) + 1 for line in expected)
    print(f"{different} of {len(rows):,} lines differ; {size:,} bytes of JSONL")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
