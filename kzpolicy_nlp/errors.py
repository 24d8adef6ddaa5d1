"""The library's errors: one base class, each child also of the built-in kind that callers expect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class KzPolicyError(Exception):
    """The base of every error that this library raises on purpose."""


class InputError(KzPolicyError, ValueError):
    """A text, date or mapping that can't be read; the message says what and where."""


class DataError(KzPolicyError):
    """A file of words or names that is not well-formed; the message names the file and the line."""


class MissingExtra(KzPolicyError, ImportError):
    """An optional package that is not installed; the message names the extra to install."""


class OutputError(KzPolicyError, OSError):
    """Something that can't be written."""


class WorkerError(KzPolicyError, RuntimeError):
    """A worker process that can't start, died, took too long, or met an error that is none of this library's."""


@contextmanager
def needs(extra: str, purpose: str) -> Iterator[None]:
    """Turns the ImportError of an optional package into a MissingExtra that says what to install.

    >>> with needs("frames", "an Arrow table"):
    ...     import no_such_package
    Traceback (most recent call last):
        ...
    kzpolicy_nlp.errors.MissingExtra: an Arrow table needs no_such_package: pip install "kzpolicy-nlp[frames]"

    Args:
        extra: the extra of setup.cfg that brings the package.
        purpose: what it is needed for, as the beginning of the message.

    Raises:
        MissingExtra: an import inside the block failed.
    """
    try:
        yield
    except ImportError as error:
        package = (error.name or str(error)).partition(".")[0]
        raise MissingExtra(f'{purpose} needs {package}: pip install "kzpolicy-nlp[{extra}]"', name=package) from error
