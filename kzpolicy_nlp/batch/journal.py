"""What a batch has done so far, kept so that nothing is lost or doubled when it is killed at any moment.

Three files stand beside the output while it is made:

- `OUT.part` – a JSON line for each document that is done;
- `OUT.errors.jsonl` – a JSON line for each that failed; it stays;
- `OUT.journal` – the options, then a line for each item: its digest, and how long the other two files are with it.

A journal's line is written after what it speaks of. So an item is done when its line is complete; whatever the other
files have beyond the last such line is cut off when the batch goes on.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import InputError, OutputError


def beside(output: Path) -> tuple[Path, Path, Path]:
    """Returns the names of the three files of an output: documents, errors, journal."""
    part, errors, log = (output.with_name(output.name + end) for end in (".part", ".errors.jsonl", ".journal"))
    return part, errors, log


class Journal:
    """The three files, open for adding.

    Args:
        output: the output's name.
        options: what the results depend on; a batch can only go on with the same.
        resume: go on with what is there. False wants that nothing is.

    Attributes:
        documents: the documents that are done.
        failed: those that failed.

    Raises:
        InputError: an unfinished batch is there and `resume` is False; or it was begun with other options.
        OutputError: the files can't be written, or another process is writing them.
    """

    def __init__(self, output: Path, options: Mapping[str, str], *, resume: bool) -> None:
        self.part, self.errors, self.log = beside(output)
        self.documents = self.failed = self._end = 0
        there = self.log.exists() and _has_an_item(self.log)
        if there and not resume:
            raise InputError(
                f"{self.log} is of a batch that did not end; add --resume to go on with it, "
                "or remove that file to begin anew"
            )
        try:
            self._log = _opened(self.log, keep=True)
            _lock(self._log.fileno(), self.log)
            self._part = _opened(self.part, keep=there)
            self._errors = _opened(self.errors, keep=there)
        except OSError as error:
            raise OutputError(f"{error.filename or self.log}: {error.strerror or error}") from None
        try:
            if there:
                self._go_on(options)
            else:
                self._log.truncate(0)
                self._write(self._log, json.dumps(dict(options), ensure_ascii=False).encode() + b"\n")
        except BaseException:
            self._release()
            raise

    def done(self) -> Iterator[str]:
        """Yields the digests of the items that are done, in order."""
        with open(self.log, "rb") as log:
            log.readline()
            for _ in range(self.documents + self.failed):
                yield log.readline()[:32].decode("ascii")

    def add(self, digest: str, line: bytes, *, failed: bool) -> None:
        """Adds an item: its line first, then the journal's, which makes it count."""
        self._write(self._errors if failed else self._part, line + b"\n")
        self.failed += failed
        self.documents += not failed
        ends = self._part.tell(), self._errors.tell()
        self._write(self._log, f"{digest} {ends[0]:x} {ends[1]:x} {int(failed)}\n".encode("ascii"))
        self._end = ends[0]

    def lines(self) -> Iterator[bytes]:
        """Yields the lines of the documents that are done."""
        left = self._end
        with open(self.part, "rb") as part:
            for line in part:
                if left <= 0:
                    break  # Ctrl-C came before the journal's line
                left -= len(line)
                yield line

    def close(self) -> None:
        """Closes the files; where nothing was done none stays, where nothing failed no errors file."""
        self._release()
        if not self.failed:
            self.errors.unlink(missing_ok=True)
        if not self.failed and not self.documents:
            self.remove()

    def move(self, output: Path) -> None:
        """Makes the documents' lines the output itself."""
        os.fsync(self._part.fileno())
        self._part.close()
        try:
            os.replace(self.part, output)
        except OSError as error:
            raise OutputError(f"{output}: {error.strerror}") from None

    def remove(self) -> None:
        """Removes what is no longer needed once the output is there."""
        self.part.unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)

    def _release(self) -> None:
        for file in (self._part, self._errors, self._log):
            file.close()

    def _go_on(self, options: Mapping[str, str]) -> None:
        """Takes up what the journal says is done, and cuts off what is there beyond it."""
        with open(self.log, "rb") as log:
            head = log.readline()
            try:
                before = json.loads(head)
            except ValueError:
                raise InputError(f"{self.log} is damaged; remove it to begin anew") from None
            _compare(before, options, self.log)
            sizes = os.path.getsize(self.part), os.path.getsize(self.errors)
            ends, at = (0, 0), len(head)
            for line in log:
                fields = line.split()
                if not line.endswith(b"\n") or len(fields) != 4:
                    break
                these = int(fields[1], 16), int(fields[2], 16)
                if these[0] > sizes[0] or these[1] > sizes[1]:
                    break  # the machine stopped before these lines were on its disk
                ends, at = these, at + len(line)
                self.failed += fields[3] == b"1"
                self.documents += fields[3] == b"0"
        for file, end in ((self._part, ends[0]), (self._errors, ends[1]), (self._log, at)):
            file.truncate(end)
            file.seek(end)
        self._end = ends[0]

    @staticmethod
    def _write(file: io.FileIO, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[file.write(view) or 0 :]
        except OSError as error:
            raise OutputError(f"{file.name!s}: {error.strerror}") from None


def _opened(path: Path, *, keep: bool) -> io.FileIO:
    """Opens a file to read and add to, without a buffer; what is in it stays or goes."""
    if not (keep and path.exists()):
        path.write_bytes(b"")
    return io.FileIO(path, "r+")


def _compare(before: Mapping[str, str], now: Mapping[str, str], log: Path) -> None:
    """Raises an InputError that names the options which differ."""
    other = [key for key in {**before, **now} if before.get(key) != now.get(key)]
    if other:
        said = "; ".join(f"{key} was {before.get(key)}, is {now.get(key)}" for key in other)
        raise InputError(f"can't resume: {said}. Give the same options, or remove {log} to begin anew")


def _has_an_item(log: Path) -> bool:
    with open(log, "rb") as file:
        return file.readline().endswith(b"\n") and file.readline().endswith(b"\n")


def _lock(descriptor: int, log: Path) -> None:
    """Holds the journal for this process, where the system can do that, until the file is closed."""
    with contextlib.suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OutputError(f"{log}: another batch is writing this output") from None
