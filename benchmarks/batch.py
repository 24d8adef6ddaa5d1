"""`kzpolicy batch` on our own corpora repeated with other figures: rate, memory, and what kills do to the output.

    python benchmarks/batch.py [--documents 20000] [--kills 10] [--to jsonl csv parquet sqlite]

For each format: one worker, then two, the rate of each and the processor's seconds that they took in all; beside it how
much of the machine others used meanwhile. The processor's seconds tell what the rates would be on an idle machine.
Memory is that of all processes of the batch together, in its first and its last tenth (the first 2%, in which models
load, left out). Then a batch to jsonl is killed with SIGKILL, each time at a random place, and resumed, until it ends:
its output must be the same bytes. Needs Linux (/proc).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline import ROOT

TICKS = os.sysconf("SC_CLK_TCK")
COMMAND = [sys.executable, "-m", "kzpolicy_nlp", "batch"]


def write_documents(path: Path, count: int) -> int:
    """Writes our corpora's texts, repeated with other figures, as JSON lines; returns their characters."""
    sys.path.insert(0, str(ROOT / "corpora"))
    import annotated

    own = [d for part in ("dev", "heldout") for d in annotated.read_part(part)]
    characters = 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            document, turn = own[number % len(own)], 3 * (number // len(own))
            text = "".join(
                chr((ord(c) - 48 + turn) % 10 + 48) if turn and c.isdigit() and c != "0" else c
                for c in document["text"]
            )
            characters += len(text)
            row = {"id": f"{document['id']}-{number}", "date": document["date"], "text": text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return characters


def memory_of(process: int) -> int:
    """Returns the resident bytes of a process and of those that it started."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if process in (int(stat.parent.name), int(fields[1])):
                total += int(fields[21]) * resource.getpagesize()
        except OSError:
            continue
    return total


def busy() -> float:
    """Returns the processor's seconds that the whole machine has worked."""
    fields = [int(f) for f in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def own_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(source: Path, out: Path, workers: int, count: int) -> dict[str, float]:
    """Runs one batch and returns its figures."""
    began, cpu, machine = time.perf_counter(), own_time(), busy()
    process = subprocess.Popen([*COMMAND, source, "-o", out, "--workers", str(workers), "--quiet"])
    journal = out.with_name(f"{out.name}.journal")
    samples: list[tuple[float, int]] = []
    extracted = 0.0
    while process.poll() is None:
        time.sleep(0.5)
        if 0 < (done := done_of(journal)) < count:
            samples.append((done / count, memory_of(process.pid)))
            extracted = time.perf_counter() - began
    took = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"the batch ended with {process.returncode}")
    cpu = own_time() - cpu
    first = [m for done, m in samples if 0.02 < done <= 0.1]
    last = [m for done, m in samples if done > 0.9]
    others = (busy() - machine - cpu) / (took * (os.cpu_count() or 1))
    return {
        "seconds": took,
        "rate": count / took,
        "cpu": cpu,
        "others": others,
        "writing": took - extracted,
        "first": sum(first) / len(first) / 1e6,
        "last": sum(last) / len(last) / 1e6,
    }


def done_of(journal: Path) -> int:
    """Returns how many documents a batch has done, by its journal."""
    try:
        return max(0, journal.read_bytes().count(b"\n") - 1)
    except FileNotFoundError:
        return 0


def kill_and_resume(source: Path, out: Path, kills: int, count: int, seed: int) -> int:
    """Kills a batch at random places and goes on with it until it ends; returns how often it was killed."""
    chance = random.Random(seed)
    journal = out.with_name(f"{out.name}.journal")
    places = sorted(chance.random() for _ in range(kills))
    killed = 0
    while True:
        process = subprocess.Popen([*COMMAND, source, "-o", out, "--workers", "2", "--quiet", "--resume"])
        wanted = places[killed] * count if killed < kills else count
        while process.poll() is None:
            time.sleep(chance.random() / 100)
            if wanted < done_of(journal) < count:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                break
        else:
            return killed


def digest(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--to", nargs="*", default=["jsonl", "csv", "parquet", "sqlite"])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        characters = write_documents(source, options.documents)
        print(f"{options.documents:,} documents, {characters:,} characters, {os.cpu_count()} cores")
        print("          workers  documents/s  characters/s  CPU s  others  writing s  MB first  MB last")
        digests = set()
        for form in options.to:
            rates = []
            for workers in (1, 2):
                out = Path(folder) / f"{workers}.{form}"
                m = measure(source, out, workers, options.documents)
                rates.append(m)
                print(
                    f"{form:10}{workers:7}{m['rate']:13.1f}{m['rate'] * characters / options.documents:14,.0f}"
                    f"{m['cpu']:7.0f}{m['others']:8.0%}{m['writing']:11.1f}{m['first']:10.0f}{m['last']:9.0f}",
                    flush=True,
                )
                if form == "jsonl":
                    digests.add(digest(out))
                out.unlink()
            one, two = rates
            said = f"{two['rate'] / one['rate']:.2f}×; by CPU time {2 * one['cpu'] / two['cpu']:.2f}×"
            print(f"{form:10}two workers to one: {said}; memory {two['last'] / two['first'] - 1:+.1%}", flush=True)
        if options.kills:
            out = Path(folder) / "killed.jsonl"
            killed = kill_and_resume(source, out, options.kills, options.documents, options.seed)
            digests.add(digest(out))
            if "jsonl" not in options.to:
                whole = Path(folder) / "whole.jsonl"
                subprocess.run([*COMMAND, source, "-o", whole, "--quiet"], check=True)
                digests.add(digest(whole))
            print(f"killed {killed} times and resumed: {'the same bytes' if len(digests) == 1 else 'OTHER BYTES'}")


if __name__ == "__main__":
    main()
