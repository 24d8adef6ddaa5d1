"""The spaCy component `kzpolicy` and a tokenizer by razdel's conventions; spaCy finds both by entry points.

    nlp = spacy.blank("ru")
    nlp.add_pipe("kzpolicy")
    doc = nlp("Построить 300 школ до 2026 года.")
    doc.spans["targets"][0]._.kz.amount         # 300.0

`doc._.kz` is the Document, with exact offsets. Spans are made of spaCy's tokens and widened to whole ones where a token
is cut; `span._.kz` is the record behind a span. This module needs the extra `spacy` and is imported by spaCy itself.
"""

from __future__ import annotations

import bisect
import datetime as dt
import json
from collections.abc import Callable, Sequence
from functools import lru_cache

from .errors import needs
from .extractor import Extractor
from .records import LISTS, Document, Mention

with needs("spacy", "the spaCy component"):
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.util import DummyTokenizer, filter_spans, registry
    from spacy.vocab import Vocab

#: The label of the spans of each list.
LABELS = {
    "organisations": "ORG",
    "places": "LOC",
    "cities": "CITY",
    "persons": "PER",
    "money": "MONEY",
    "quantities": "QUANTITY",
    "dates": "DATE",
    "deadlines": "DEADLINE",
    "targets": "TARGET",
    "facts": "FACT",
}
#: The lists that become `doc.ents`; of the others the records may overlap, or are among these.
ENTS = ("organisations", "places", "persons", "money", "quantities", "dates")
_DATE = "kzpolicy_nlp.date"
_KEY = "kzpolicy_nlp"  # where the Document lies in `doc.user_data`, as JSON, so that a Doc can be stored and sent


@Language.factory(
    "kzpolicy",
    assigns=["doc.spans", "doc.ents", "doc._.kz", "span._.kz"],
    default_config={"names": True, "lists": [], "date": None, "ents": True, "prefix": ""},
)
def kzpolicy(
    nlp: Language, name: str, names: bool, lists: list[str], date: str | None, ents: bool, prefix: str
) -> KzPolicy:
    """Returns the component.

    Args:
        names: find names with the tagger too; False gives rules and gazetteers alone.
        lists: files of further bodies and places (docs/lists.md).
        date: the date of every document that has none of its own in `doc._.kz_date`; "auto": that of the text.
        ents: write `doc.ents`; entities that were there stay where ours leave them room.
        prefix: what the names of the span groups begin with.
    """
    return KzPolicy(Extractor(names=names, lists=lists), date=date, ents=ents, prefix=prefix)


class KzPolicy:
    """Writes the records of a Doc into it; its settings are those of the pipeline's config."""

    def __init__(self, extractor: Extractor, *, date: str | None, ents: bool, prefix: str) -> None:
        self.extractor, self.date, self.ents, self.prefix = extractor, date, ents, prefix

    def __call__(self, doc: Doc) -> Doc:
        day = _date_of(doc)
        document = self.extractor.extract(doc.text, self.date if day is None else day)
        annotate(doc, document, ents=self.ents, prefix=self.prefix)
        return doc


def annotate(doc: Doc, document: Document, *, ents: bool = True, prefix: str = "") -> None:
    """Writes a Document into the Doc of its text: `doc._.kz`, a span group for each list, and `doc.ents`.

    A record whose ends fall inside tokens gets these tokens whole, as `Doc.char_span(alignment_mode="expand")` does.
    Of entities that overlap then, the longest stays; in the span groups all do.
    """
    doc.user_data[_KEY] = document.to_json()
    starts = [token.idx for token in doc]
    found: list[Span] = []
    for name in LISTS:
        spans = [
            _span(doc, starts, record, LABELS[name], f"{name}:{number}")
            for number, record in enumerate(getattr(document, name))
        ]
        doc.spans[prefix + name] = spans
        if name in ENTS:
            found += spans
    if ents:
        ours = filter_spans(found)
        taken = {token.i for span in ours for token in span}
        doc.ents = [*ours, *(e for e in doc.ents if taken.isdisjoint(range(e.start, e.end)))]


def _span(doc: Doc, starts: Sequence[int], record: Mention, label: str, place: str) -> Span:
    """Returns the fewest tokens that hold a record; `kb_id_` is the record's id, `id_` its place in the lists."""
    first = max(bisect.bisect_right(starts, record.start) - 1, 0)
    last = max(bisect.bisect_left(starts, record.end), first + 1)
    return Span(doc, first, last, label=label, kb_id=getattr(record, "id", ""), span_id=place)


def document_of(doc: Doc) -> Document | None:
    """Returns the Document behind a Doc, `doc._.kz`; None before the component has run, and in a part of a Doc."""
    kept = doc.user_data.get(_KEY)
    document = None if kept is None else _decoded(kept)
    length = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0
    return document if document is not None and len(document.text) == length else None


@lru_cache(maxsize=64)
def _decoded(kept: str) -> Document:
    return Document.from_dict(json.loads(kept))


def record_of(span: Span) -> Mention | None:
    """Returns the record behind a span, `span._.kz`: the one that the span was made for.

    For a span made elsewhere it is the first record, in the order of the lists, that just these tokens hold; None if
    there is none.
    """
    document = document_of(span.doc)
    if document is None or span.start == span.end:
        return None
    name, _, number = span.id_.partition(":")
    if name in LISTS and number.isdigit() and LABELS[name] == span.label_:
        records: Sequence[Mention] = getattr(document, name)
        if int(number) < len(records):
            return records[int(number)]
    wanted = [n for n in LISTS if LABELS[n] == span.label_] or LISTS
    return next((r for n in wanted for r in getattr(document, n) if _holds(span, r)), None)


def _holds(span: Span, record: Mention) -> bool:
    """Whether a span is the fewest tokens that hold a record."""
    first, last = span[0], span[-1]
    return first.idx <= record.start < first.idx + len(first.text_with_ws) and (
        last.idx < record.end <= last.idx + len(last.text_with_ws)
    )


class RazdelTokenizer(DummyTokenizer):
    """Makes a Doc of the library's own tokens, by razdel's conventions; every record is made of whole ones."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from .text.tokens import Tokens
        from .text.view import View

        tokens = Tokens(View(text))
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for i in range(len(tokens)):
            start, end = tokens.place(i, i + 1)
            _add_gap(text[at:start], words, spaces)
            words.append(text[start:end])
            spaces.append(False)
            at = end
        _add_gap(text[at:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    """Adds what stands between two tokens: one space belongs to the token before, anything more is a token."""
    if gap[:1] == " " and words:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


@registry.tokenizers("kzpolicy.razdel.v1")  # type: ignore[untyped-decorator]
def razdel_tokenizer() -> Callable[[Language], RazdelTokenizer]:
    """Returns what makes the tokenizer of a pipeline."""

    def make(nlp: Language) -> RazdelTokenizer:
        return RazdelTokenizer(nlp.vocab)

    return make


def _date_of(doc: Doc) -> str | None:
    day: str | None = doc.user_data.get(_DATE)
    return day


def _set_date(doc: Doc, day: dt.date | str | None) -> None:
    """Keeps a date as a string: a Doc that holds other things can't be stored."""
    doc.user_data[_DATE] = day.isoformat() if isinstance(day, dt.date) else day


if not Doc.has_extension("kz"):
    Doc.set_extension("kz", getter=document_of)
    Doc.set_extension("kz_date", getter=_date_of, setter=_set_date)
    Span.set_extension("kz", getter=record_of)
