"""How far a long work is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import IO, Any

EVERY = 30.0  # seconds between two lines where there is no terminal


class Progress:
    """Says on a stream how many documents are done, how fast, and what time is left.

    Args:
        stream: where to; a bar is drawn if it is a terminal.
        quiet: say nothing of how far it is.
        each_failure: say each failure, as `kzpolicy: PLACE: REASON`; also when quiet.
    """

    def __init__(self, stream: IO[str] | None = None, *, quiet: bool = False, each_failure: bool = False) -> None:
        self.stream = stream or sys.stderr
        self.quiet = quiet
        self.each_failure = each_failure
        self.documents = self.failures = self.size = self.skipped = self.before = 0
        self.total: int | None = None
        self.began = self.said = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def begin(self, total: int | None, before: int) -> None:
        """Begins to count.

        Args:
            total: the bytes of all inputs; None if nobody knows.
            before: the documents that were done in an earlier run.
        """
        self.total, self.before = total, before
        self.began = self.said = time.monotonic()
        if self.stream.isatty() and not self.quiet:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            console = Console(file=self.stream, highlight=False, markup=False, emoji=False)
            state = TextColumn("{task.fields[state]}", markup=False)
            self._bar = Bar(BarColumn(), state, console=console, transient=True)
            self._task = self._bar.add_task("", total=total, state="loading")
            self._bar.start()

    def skip(self, size: int) -> None:
        """Counts a document of an earlier run, of so many bytes of input."""
        self.skipped += size

    def advance(self, size: int) -> None:
        """Counts a document of so many bytes of input."""
        self.documents += 1
        self.size += size
        now = time.monotonic()
        if self._bar is not None:
            self._bar.update(self._task, completed=self.skipped + self.size, state=self.state(now))
        elif now - self.said >= EVERY and not self.quiet:
            self.said = now
            self.say(self.state(now))

    def failed(self, said: str) -> None:
        """Counts a failure."""
        self.failures += 1
        if self.each_failure:
            self.say(f"kzpolicy: {said}")

    def writing(self, lines: Iterable[bytes], total: int, name: str) -> Iterator[bytes]:
        """Yields the lines of an output that is being written, and says so."""
        for number, line in enumerate(lines, 1):
            yield line
            if self._bar is not None and number % 100 == 0:
                state = f"writing {name}: {number:,} of {total:,} documents"
                self._bar.update(self._task, completed=number, total=total, state=state)

    def state(self, now: float) -> str:
        """Returns how far it is: `1,200 documents, 45.2/s, 2 failed, 12%, 3 min left`."""
        seconds = max(now - self.began, 1e-6)
        parts = [f"{self.before + self.documents:,} documents", f"{self.documents / seconds:.1f}/s"]
        if self.failures:
            parts.append(f"{self.failures:,} failed")
        if self.total and self.size:
            left = max(0, self.total - self.skipped - self.size)
            parts += [f"{1 - left / self.total:.0%}", f"{duration(seconds * left / self.size)} left"]
        return ", ".join(parts)

    def say(self, text: str) -> None:
        """Writes a line, above the bar if there is one."""
        if self._bar is not None:
            self._bar.console.print(text, soft_wrap=True)
        else:
            print(text, file=self.stream, flush=True)

    def end(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def duration(seconds: float) -> str:
    """Returns a time in words.

    >>> duration(42), duration(200), duration(8000)
    ('42 s', '3 min', '2 h 13 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02d} min"
