"""From inputs to an output: the batch itself."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..errors import InputError, MissingExtra
from ..inputs.sources import Item, Reading, Sources
from ..streams import compression_of
from ..workers import Failure, Outcome, default_workers, each
from .journal import Journal, beside

if TYPE_CHECKING:
    from ..extractor import Extractor
    from ..outputs.progress import Progress

STDOUT = "-"


@dataclass(slots=True)
class Summary:
    """What a batch did.

    Attributes:
        documents: that are in the output.
        failed: that are in the errors file, or were said on stderr.
        resumed: how many of both were there from a run before.
        reasons: of what failed in this run, the places and reasons of the first ten.
        passed: files of folders passed over for being of no known kind, by the ends of their names.
        seconds: that this run took.
    """

    documents: int = 0
    failed: int = 0
    resumed: int = 0
    reasons: list[str] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class ReadAndExtract:
    """The task of a worker: an item into the JSON line of its Document."""

    def __init__(
        self, extractor: Extractor, reading: Reading, max_chars: int | None, only: Sequence[str] | None
    ) -> None:
        self.extractor, self.reading, self.max_chars, self.only = extractor, reading, max_chars, only

    def load(self) -> None:
        self.extractor.load()

    def __call__(self, item: Item) -> bytes:
        from ..text.morphology import is_known

        text, date, id = item.read(self.reading, is_known)
        if self.max_chars and isinstance(text, str) and len(text) > self.max_chars:
            raise InputError(f"{len(text):,} characters, and the limit is {self.max_chars:,} (--max-chars)")
        return self.extractor.extract(text, date, id=id).to_json(only=self.only).encode()


def batch(
    inputs: Iterable[str | Path],
    output: str | Path = STDOUT,
    *,
    extractor: Extractor | None = None,
    reading: Reading | None = None,
    to: str | None = None,
    records: Sequence[str] | None = None,
    workers: int | None = None,
    timeout: float | None = None,
    max_chars: int | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Extracts the records of all inputs into one output, in the order of the inputs; `kzpolicy batch` in Python.

    A document that fails is written to `OUTPUT.errors.jsonl` and the rest is done. The output appears when all is done.
    Interrupted by Ctrl-C, it holds what was done so far.

    Args:
        inputs: files, folders, patterns, or `-` for stdin (`Sources`).
        output: the file to write, or `-` for stdout.
        extractor: the options of extraction; None is `Extractor()`.
        reading: the options of the inputs; None is `Reading()`.
        to: the output's format, jsonl, csv, parquet or sqlite; None goes by its name, jsonl for stdout.
        records: the record lists to keep; None is targets for csv and parquet, all for the others. Where csv or parquet
            have several, each is a file of its own: `out.targets.csv`.
        workers: the number of processes; None is the number of cores.
        timeout: seconds that one document may take; None is no limit.
        max_chars: the length above which a document fails; None is no limit.
        resume: go on with a batch that was stopped; with nothing to go on with, begin.
        progress: is told how far it is.

    Raises:
        InputError: the options or the inputs are not those of the batch to go on with, or make no sense.
        MissingExtra: an input or the output needs a package that is not installed.
        OutputError: the output can't be written.
        WorkerError: workers can't start.
    """
    from ..extractor import Extractor
    from ..outputs import files

    began = time.monotonic()
    extractor, reading = extractor or Extractor(), reading or Reading()
    form = files.form_of(os.fspath(output), to)
    chosen = files.tables_of(form, records)
    task = ReadAndExtract(extractor, reading, max_chars, chosen if form == "jsonl" and records is not None else None)
    run = partial(each, task, workers=workers or default_workers(), timeout=timeout)
    names = [os.fspath(name) for name in inputs]
    if os.fspath(output) == STDOUT:
        if resume:
            raise InputError("--resume needs an output file: -o FILE")
        with files.to_stream(form, sys.stdout.buffer, chosen) as write:
            sources = Sources(names, reading)
            summary = Summary(passed=sources.passed)
            with closing(run(sources)) as outcomes:
                for outcome in _watched(outcomes, sources, summary, progress):
                    if outcome.failure is None:
                        write(outcome.result)
    else:
        path = Path(output)
        own = (*beside(path), *files.paths_of(path, form, chosen).values())
        sources = Sources(names, reading, skip=[os.fspath(file) for file in own])
        journal = Journal(path, options_of(task), resume=resume)
        try:
            summary = Summary(journal.documents, journal.failed, journal.documents + journal.failed)
            summary.passed = sources.passed
            finish = partial(_finish, journal, form, path, chosen, progress)
            try:
                with closing(run(_undone(sources, journal, progress))) as outcomes:
                    for outcome in _watched(outcomes, sources, summary, progress):
                        line = outcome.result if outcome.failure is None else _error_line(outcome, reading)
                        journal.add(outcome.item.digest(), line, failed=outcome.failure is not None)
            except KeyboardInterrupt:
                if journal.documents:
                    finish(ended=False)
                raise
            finish(ended=True)
        finally:
            journal.close()
        journal.remove()
    summary.seconds = time.monotonic() - began
    return summary


def _finish(
    journal: Journal, form: str, path: Path, chosen: Sequence[str], progress: Progress | None, *, ended: bool
) -> None:
    """Makes the output of the documents that the journal has; once the batch has ended, of the journal's own file."""
    from ..outputs import files

    if ended and form == "jsonl" and not compression_of(path.name):
        journal.move(path)
        return
    lines = journal.lines()
    files.write(form, progress.writing(lines, journal.documents, path.name) if progress else lines, path, chosen)


def _undone(sources: Sources, journal: Journal, progress: Progress | None) -> Iterator[Item]:
    """Yields the items that the journal doesn't have.

    Raises:
        InputError: the inputs begin otherwise than those that it has.
    """
    items = iter(sources)
    anew = f"remove {journal.log} to begin anew"
    for number, digest in enumerate(journal.done()):
        item = next(items, None)
        if item is None:
            raise InputError(f"can't resume: there are {number:,} documents, and more were done before; {anew}")
        if item.digest() != digest:
            raise InputError(f"can't resume: {item.place} is not what it was when the batch began; {anew}")
        if progress is not None:
            progress.skip(item.size)
    yield from items


def _watched(
    outcomes: Iterator[Outcome[Item]], sources: Sources, summary: Summary, progress: Progress | None
) -> Iterator[Outcome[Item]]:
    """Yields the outcomes, counted and told to `progress`.

    Raises:
        MissingExtra: an item needs a package that is not installed: no fault of the item's.
    """
    if progress is not None:
        progress.begin(sources.total, summary.documents + summary.failed)
    for outcome in outcomes:
        if outcome.failure is None:
            summary.documents += 1
        elif outcome.failure.kind == MissingExtra.__name__:
            raise MissingExtra(outcome.failure.reason)
        else:
            summary.failed += 1
            said = " ".join(f"{outcome.item.place}: {_said(outcome.failure)}".split())
            if len(summary.reasons) < 10:
                summary.reasons.append(said)
            if progress is not None:
                progress.failed(said)
        yield outcome
        if progress is not None:
            progress.advance(outcome.item.size)


def _said(failure: Failure) -> str:
    return failure.reason if failure.kind.endswith("Error") else f"{failure.kind}: {failure.reason}"


def _error_line(outcome: Outcome[Item], reading: Reading) -> bytes:
    assert outcome.failure is not None
    item = outcome.item
    data = {
        "id": item.name(reading),
        "place": item.place,
        "error": outcome.failure.kind,
        "reason": outcome.failure.reason,
    }
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace")


def options_of(task: ReadAndExtract) -> dict[str, str]:
    """Returns what the results of a task depend on besides the inputs, in words that an error can show."""
    extractor, reading = task.extractor, task.reading
    found = {"version": __version__, "--max-chars": str(task.max_chars)}
    found["--records"] = ", ".join(task.only) if task.only is not None else "all"
    found |= {f"Extractor({key})": str(value) for key, value in vars(extractor).items()}
    for path in extractor.lists:
        found[f"content of {path}"] = hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    found |= {"--date": str(reading.date), "--encoding": str(reading.encoding), "--format-in": str(reading.form)}
    found |= {f"--{key}-column": str(value) for key, value in reading.columns._asdict().items()}
    return found
