"""Worker processes that do one task on many items: in order, with bounded memory, and whatever an item does to them.

A worker is a Python process of its own, started by `subprocess` and spoken to through pipes. So callers need no
`if __name__ == "__main__"`, and nothing of the caller's process is copied. The task loads once a worker.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import IO, Any, Generic, NamedTuple, TypeVar

from .errors import KzPolicyError, WorkerError

I = TypeVar("I")  # noqa: E741

#: How many items per worker may be under way or waiting to be taken.
WINDOW = 16
#: How often a worker that died is started again for the same item.
TRIES = 2

#: numpy's own threads would only be in the other workers' way.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_START = "import sys; sys.path[:] = sys.argv[1:]; from kzpolicy_nlp.workers import serve; serve()"
_HEAD = struct.Struct("<Q")


class Failure(NamedTuple):
    """Why an item has no result: the kind of the error and what it says."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[I]):
    """An item with its result, or with its failure."""

    item: I
    result: Any = None
    failure: Failure | None = None


def default_workers() -> int:
    """Returns the number of cores that this process may use; a container's share (cgroup v2) counts."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = map(int, file.read().split())  # "max 100000" where there is no limit
        cores = min(cores, -(-quota // period))
    return max(1, cores)


def each(
    task: Callable[[I], Any], items: Iterable[I], *, workers: int, timeout: float | None = None
) -> Generator[Outcome[I], None, None]:
    """Yields the outcome of each item, in order.

    An item whose task raises is a failure. So is one that takes longer than `timeout`, or whose worker dies: then
    another worker is started, and tries a dead one's item once more.

    Args:
        task: what to do with an item; it is pickled, and loads what it needs in its `load()`, if it has one.
        items: taken as results are; at most `WINDOW` times `workers` are held.
        workers: the number of processes.
        timeout: seconds that an item may take; None is no limit.

    Raises:
        KzPolicyError: the task can't load, with its own error; or workers die while it loads (WorkerError).
    """
    if workers < 1:
        raise ValueError(f"workers must be 1 or more, not {workers}")
    waiting: queue.SimpleQueue[_Slot | None] = queue.SimpleQueue()
    packed = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
    crew = [_Worker(packed, waiting, timeout) for _ in range(workers)]
    pending: deque[_Slot] = deque()
    ended = threading.Event()
    try:
        for worker in crew:
            worker.start()
        if timeout:
            threading.Thread(target=_watch, args=(crew, ended, timeout), daemon=True).start()
        for item in items:
            slot = _Slot(item)
            pending.append(slot)
            waiting.put(slot)
            if len(pending) >= WINDOW * workers:
                yield pending.popleft().outcome()
        while pending:
            yield pending.popleft().outcome()
    finally:
        ended.set()
        for worker in crew:
            worker.stop()
        for _ in crew:
            waiting.put(None)
        for worker in crew:
            worker.join()


def _watch(crew: list[_Worker], ended: threading.Event, timeout: float) -> None:
    """Ends the workers that take too long, until all is done."""
    while not ended.wait(min(0.5, timeout / 10)):
        for worker in crew:
            worker.expire(time.monotonic())


class _Slot:
    """An item on its way, and the place where its outcome will be."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.result: Any = None
        self.failure: Failure | None = None
        self.broken: KzPolicyError | None = None
        self.done = threading.Event()

    def outcome(self) -> Outcome[Any]:
        while not self.done.wait(60):  # a wait without an end would not let Ctrl-C through everywhere
            pass
        if self.broken is not None:
            raise self.broken
        return Outcome(self.item, self.result, self.failure)


class _Worker(threading.Thread):
    """The thread that feeds one worker process and starts it anew when it dies."""

    def __init__(self, task: bytes, waiting: queue.SimpleQueue[_Slot | None], timeout: float | None) -> None:
        super().__init__(daemon=True)
        self.task, self.waiting, self.timeout = task, waiting, timeout
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        self.stopped = False
        self.late = False  # whether the item under way was ended for taking too long
        self.since = 0.0  # when it was begun; 0 is never

    def run(self) -> None:
        broken: KzPolicyError | None = None
        while (slot := self.waiting.get()) is not None:
            if broken is None and not self.stopped:
                try:
                    slot.result, slot.failure = self._do(slot.item)
                except KzPolicyError as error:
                    broken = error
            slot.broken = broken
            slot.done.set()
        if self.process is not None:
            self._end()

    def stop(self) -> None:
        """Ends the process at once; whatever it was doing is given up."""
        with self.lock:
            self.stopped = True
            self._kill()

    def _kill(self) -> None:
        if self.process is not None:
            self.process.kill()

    def expire(self, now: float) -> None:
        """Ends the process if its item is past its time."""
        with self.lock:
            if self.timeout and self.since and now - self.since > self.timeout:
                self.late, self.since = True, 0.0
                self._kill()

    def _do(self, item: Any) -> tuple[Any, Failure | None]:
        try:
            packed = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # whatever pickling an unknown object raises
            return None, Failure(type(error).__name__, f"the item can't be sent to a worker: {error}")
        ended = ""
        for _ in range(TRIES):
            process = self._process()
            with self.lock:
                self.late, self.since = False, time.monotonic()
            try:
                return self._ask(process, packed)
            except (OSError, EOFError):
                ended = self._end()
                if self.late:
                    return None, Failure("Timeout", f"took longer than {self.timeout:g} s")
            finally:
                self.since = 0.0
        return None, Failure("WorkerError", f"the worker died of it {TRIES} times ({ended}); perhaps memory ran out")

    def _ask(self, process: subprocess.Popen[bytes], packed: bytes) -> tuple[Any, Failure | None]:
        assert process.stdin is not None
        assert process.stdout is not None
        _write(process.stdin, packed)
        result, failure = pickle.loads(_read(process.stdout))
        return result, None if failure is None else Failure(*failure)

    def _process(self) -> subprocess.Popen[bytes]:
        """Returns the running process, a new one if there is none; it has loaded its task.

        Raises:
            KzPolicyError: it can't load.
        """
        if self.process is not None:
            return self.process
        ended = ""
        for _ in range(TRIES):
            with self.lock:
                if self.stopped:
                    raise WorkerError("the workers were stopped")
                self.process = process = subprocess.Popen(
                    [sys.executable, "-I", "-c", _START, *sys.path],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, **_ONE_THREAD},
                    start_new_session=True,  # Ctrl-C is for the parent alone
                )
            try:
                result, failure = self._ask(process, self.task)
            except (OSError, EOFError):
                ended = self._end()
                continue
            if failure is not None:
                raise (
                    result
                    if isinstance(result, KzPolicyError)
                    else WorkerError(f"a worker can't start: {failure.kind}: {failure.reason}")
                )
            return process
        raise WorkerError(f"a worker dies while it loads ({ended})")

    def _end(self) -> str:
        """Returns how the process ended, in words, and forgets it."""
        assert self.process is not None
        with self.lock:
            process, self.process = self.process, None
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            code = process.wait(1)  # it is ending, else its pipe would be open
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        if code >= 0:
            return f"exit code {code}"
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"


def serve() -> None:
    """Is a worker process: loads the task that comes first, then answers each item, until the pipe closes."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)  # what a package prints must not get among the results
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, inbox), daemon=True).start()
    task: Callable[[Any], Any] | None = None
    while True:
        packed = inbox.get()
        result: Any = None
        failure: tuple[str, str] | None = None
        try:
            if task is None:
                loaded = pickle.loads(packed)
                if hasattr(loaded, "load"):
                    loaded.load()
                task = loaded
            else:
                result = task(pickle.loads(packed))
        except Exception as error:
            failure = (type(error).__name__, reason_of(error))
            result = error if task is None and isinstance(error, KzPolicyError) else None
        try:
            _write(sink, pickle.dumps((result, failure), pickle.HIGHEST_PROTOCOL))
        except OSError:
            os._exit(0)  # the parent is gone


def reason_of(error: Exception) -> str:
    """Returns what an error says; for one that is none of ours, also where it arose."""
    said = str(error) or "no message"
    if isinstance(error, KzPolicyError):
        return said
    frames = traceback.extract_tb(error.__traceback__)
    return f"{said} ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else said


def _listen(source: IO[bytes], inbox: queue.SimpleQueue[bytes]) -> None:
    """Passes on what the parent sends, and ends the process when the parent is gone, even in the midst of an item."""
    try:
        while True:
            inbox.put(_read(source))
    except (OSError, EOFError):
        os._exit(0)


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_HEAD.pack(len(data)) + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    """Returns the next message of a pipe.

    Raises:
        EOFError: the other end is closed.
    """
    head = pipe.read(_HEAD.size)
    size = _HEAD.unpack(head)[0] if len(head) == _HEAD.size else 0
    data = pipe.read(size)
    if not size or len(data) != size:
        raise EOFError
    return data
