"""Many texts through one Extractor: in this process, or in several."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from . import errors
from .errors import InputError, KzPolicyError, WorkerError
from .records import Document, pack, unpack
from .workers import Failure, each, reason_of

Item = str | tuple[str, dt.date | str | None] | Mapping[str, Any]
OnError = Callable[[Any, KzPolicyError], None]


class Extracts(Protocol):
    """What an Extractor does for one text."""

    def extract(self, text: str, date: dt.date | str | None = None, *, id: str | None = None) -> Document: ...
    def load(self) -> object: ...


class ExtractPacked:
    """The task of a worker: a text with its date and id into a packed Document."""

    def __init__(self, extractor: Extracts) -> None:
        self.extractor = extractor

    def load(self) -> None:
        self.extractor.load()

    def __call__(self, item: tuple[Any, Any, Any] | InputError) -> bytes:
        return pack(extract_one(self.extractor, item))


def extract_one(extractor: Extracts, item: tuple[Any, Any, Any] | InputError) -> Document:
    """Returns the Document of an item that `read_item` made."""
    if isinstance(item, InputError):
        raise item
    text, date, id = item
    return extractor.extract(text, date, id=id)


def extract_each(
    extractor: Extracts,
    items: Iterable[Item],
    *,
    workers: int | None,
    timeout: float | None,
    on_error: OnError | None,
) -> Iterator[Document]:
    """Yields the documents of `Extractor.extract_many`, which says what the arguments are."""
    if workers is None:
        if timeout is not None:
            raise ValueError("a time limit needs worker processes: workers=1 or more")
        for number, item in enumerate(items):
            try:
                yield extract_one(extractor, read_item(number, item))
            except Exception as error:
                if on_error is None:
                    raise
                ours = isinstance(error, KzPolicyError)
                on_error(item, error if ours else WorkerError(f"{type(error).__name__}: {reason_of(error)}"))  # type: ignore[arg-type]
        return
    under_way: deque[Item] = deque()

    def read() -> Iterator[tuple[Any, Any, Any] | InputError]:
        for number, item in enumerate(items):
            under_way.append(item)
            yield read_item(number, item)

    for number, outcome in enumerate(each(ExtractPacked(extractor), read(), workers=workers, timeout=timeout)):
        item = under_way.popleft()
        if outcome.failure is None:
            yield unpack(outcome.result)
        elif on_error is None:
            raise error_of(outcome.failure, number)
        else:
            on_error(item, error_of(outcome.failure, number))


def read_item(number: int, item: Any) -> tuple[Any, Any, Any] | InputError:
    """Returns an item's text, date and id, or the error that says what is wrong with it."""
    if isinstance(item, str):
        return item, None, None
    if isinstance(item, Mapping):
        if "text" not in item:
            return InputError(f"item {number} has no 'text' (its keys: {', '.join(map(str, item))})")
        return item["text"], item.get("date"), item.get("id")
    if isinstance(item, tuple) and len(item) == 2:
        return item[0], item[1], None
    return InputError(f"item {number} is a {type(item).__name__}; give a str, a (text, date) pair or a mapping")


def error_of(failure: Failure, number: int) -> KzPolicyError:
    """Returns the error that a failure in a worker was: of its own class if it is ours, else a WorkerError."""
    own = getattr(errors, failure.kind, None)
    said = failure.reason if failure.reason.startswith(f"item {number} ") else f"item {number}: {failure.reason}"
    if isinstance(own, type) and issubclass(own, KzPolicyError):
        return own(said)
    return WorkerError(f"item {number}: {failure.kind}: {failure.reason}")
