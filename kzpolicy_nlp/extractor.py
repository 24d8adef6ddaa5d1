"""From a text to its Document: the one place that knows the order of the stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import InputError, KzPolicyError
from .records import Document


class Extractor:
    """Holds the options; models and dictionaries load on first use. It pickles as its options.

    Args:
        names: find names with the tagger too; False gives rules and gazetteers alone and never loads the tagger.
        lists: files of further bodies and places, in the form of words/organisations.tsv or words/places.tsv
            (docs/lists.md); each is read once per process.

    Raises:
        InputError: a list can't be read.
        DataError: a line of a list is not well-formed; the message names the file and the line.
    """

    def __init__(self, *, names: bool = True, lists: Iterable[str | Path] = ()) -> None:
        self.names = names
        self.lists = tuple(Path(path) for path in ([lists] if isinstance(lists, (str, Path)) else lists))
        if self.lists:
            from .names.gazetteer import gazetteer

            gazetteer(self.lists)

    def extract(self, text: str, date: dt.date | str | None = None, *, id: str | None = None) -> Document:
        """Returns the records of a text.

        Args:
            text: the text as it is; offsets refer to it.
            date: the document's date, the anchor of relative expressions: a date or an ISO string; "auto" takes the
                one that the text gives itself (`Document.date_found`), or none.
            id: the document's name, handed through.

        Raises:
            InputError: the text is no str or has a lone surrogate, or the date is no date.
        """
        from . import assembly
        from .names.merging import find_names
        from .statements.actors import Actors
        from .statements.clauses import Clauses
        from .statements.date_lines import find_date
        from .statements.roles import resolve_dates
        from .statements.table_rows import TableRows
        from .statements.targets import Statements
        from .statements.voices import Voices
        from .text.lexicon import lexicon
        from .text.rules import classify
        from .text.tokens import Tokens
        from .text.view import View
        from .values.cells import Cells
        from .values.dates import find_dates
        from .values.money import find_money
        from .values.numbers import read_numbers
        from .values.quantities import find_quantities

        anchor = None if date == "auto" else read_anchor(date)
        tokens = Tokens(View(text))
        chain = read_numbers(tokens, classify(tokens, lexicon()))
        expressions = find_dates(chain)
        date_found = find_date(expressions, chain)
        anchor = date_found if date == "auto" else anchor
        money = find_money(chain)
        quantities = find_quantities(chain, money, assembly.spans(expressions))
        names = find_names(chain, self._tag(tokens), own=self.lists)
        clauses = Clauses(chain, assembly.spans(names.organisations))
        cells = Cells(chain, expressions)
        moments = resolve_dates(cells.exprs, chain, clauses, anchor)
        values = cells.read(assembly.settle(money, quantities, moments, names))
        rows = TableRows(chain, cells, moments, anchor)
        named = [s for kind in (names.organisations, names.places, names.persons) for s in assembly.spans(kind)]
        statements = Statements(chain, clauses, values, rows.moments, anchor, named, cells.tabled)
        found = sorted((*statements.read(), *rows.read()), key=lambda s: s.value.first)
        voices = Voices(chain, names.organisations, names.persons, names.places)
        actors = Actors(chain, clauses, statements.phrases, statements.periods, voices)
        return assembly.document(tokens, anchor, date_found, id, values, rows.moments, names, found, actors)

    def _tag(self, tokens: Any) -> list[list[tuple[int, int, str]]] | None:
        if not self.names:
            return None
        from .names.tagger import Tagger

        return Tagger.load().tag([tokens.words[first:last] for first, last in tokens.sentences])

    def load(self) -> Extractor:
        """Loads models and dictionaries now, which the first text would do, and returns itself."""
        self.extract("")
        return self

    def extract_many(
        self,
        items: Iterable[str | tuple[str, dt.date | str | None] | Mapping[str, Any]],
        *,
        workers: int | None = None,
        timeout: float | None = None,
        on_error: Callable[[Any, KzPolicyError], None] | None = None,
    ) -> Iterator[Document]:
        """Yields a Document for each item, in order; items are taken as documents are.

        Args:
            items: each a text, a (text, date) pair, or a mapping with `text` and, if known, `date` and `id`.
            workers: processes to share the work, each with its own models; None works in this one.
            timeout: seconds that one item may take, with workers.
            on_error: called with an item that fails and its error, in its place; the rest goes on. None raises it.

        Raises:
            InputError: an item can't be read; the message names its number.
            WorkerError: an item took too long, or its worker died.
        """
        from .many import extract_each

        return extract_each(self, items, workers=workers, timeout=timeout, on_error=on_error)


def read_anchor(date: dt.date | str | None) -> dt.date | None:
    """Returns the document date as a date.

    Raises:
        InputError: it is neither a date nor an ISO date (`2024-09-02`).
    """
    if date is None:
        return None
    if isinstance(date, dt.datetime):
        return date.date()
    if isinstance(date, dt.date):
        return date
    if isinstance(date, str):
        day = date[:10] if date[10:11] in ("T", " ") else date
        try:
            return dt.datetime.strptime(day, "%Y-%m-%d").date()
        except ValueError:
            raise InputError(f"not a date: {date!r}; write it as YYYY-MM-DD") from None
    raise InputError(f"the date must be a date or an ISO string, got {type(date).__name__}")


def extract(text: str, date: dt.date | str | None = None, *, names: bool = True) -> Document:
    """Returns the records of a text: `Extractor(names=names).extract(text, date)`."""
    return Extractor(names=names).extract(text, date)
