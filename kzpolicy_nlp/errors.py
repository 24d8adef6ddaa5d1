"""The library's errors: one base class, each child also of the built-in kind that callers expect."""


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
