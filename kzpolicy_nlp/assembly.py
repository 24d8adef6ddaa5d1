"""From token spans to public records: the conflicts between stages are settled here, and offsets given once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .names.mentions import Names
from .records import (
    Baseline,
    DateExpr,
    Document,
    Fact,
    Mention,
    Money,
    Organisation,
    Person,
    Place,
    Quantity,
    Sentence,
    Target,
    Token,
)
from .statements.actors import Actors
from .statements.confidence import confidence
from .statements.roles import Moment
from .statements.statement import Statement
from .text.tokens import Tokens
from .values.value import Spanned, Value


def settle(money: Sequence[Value], quantities: Sequence[Value], moments: Sequence[Moment], names: Names) -> list[Value]:
    """Returns the values that stand, in text order: what begins inside a name or a date falls, then sums stand before
    quantities and the longest first."""
    held: set[int] = set()
    for first, last in (*spans(names.organisations), *spans(names.places), *spans(names.persons), *spans(moments)):
        held.update(range(first, last))
    kept: list[Value] = []
    taken: set[int] = set()
    for value in sorted((*money, *quantities), key=lambda v: (not v.money, v.first - v.last)):
        span = range(value.first, value.last)
        if value.first not in held and taken.isdisjoint(span):
            kept.append(value)
            taken.update(span)
    return sorted(kept, key=lambda v: v.first)


def spans(mentions: Iterable[Spanned]) -> list[tuple[int, int]]:
    """Returns the token spans of mentions of any kind."""
    return [(m.first, m.last) for m in mentions]


def document(
    tokens: Tokens,
    anchor: dt.date | None,
    date_found: dt.date | None,
    id: str | None,
    values: Sequence[Value],
    moments: Sequence[Moment],
    names: Names,
    statements: Sequence[Statement],
    actors: Actors,
) -> Document:
    """Returns the Document of what the stages found."""
    text = tokens.view.text

    def place(first: int, last: int) -> dict[str, Any]:
        start, end = tokens.place(first, last)
        return {"start": start, "end": end, "text": text[start:end]}

    def mention(span: Any) -> Mention | None:
        return None if span is None else Mention(**place(span.first, span.last))

    def statement(s: Statement) -> dict[str, Any]:
        actor = actors.of(s)
        speaker = actors.voices.speaker(s.clause)
        base = s.baseline
        low, high = s.value.amount, s.value.amount_max
        if s.mode in ("delta", "factor"):  # a change is positive, its direction says which way
            low, high = (abs(low), None) if high is None else sorted((abs(low), abs(high)))
        return {
            **place(min(s.clause.first, s.value.first), max(s.clause.last, s.value.last)),
            "amount": low,
            "amount_max": high,
            "currency": s.value.currency,
            "unit": s.value.unit,
            "year": s.year,
            "bound": s.bound,
            "indicator": s.indicator,
            "mode": s.mode,
            "direction": s.direction,
            "baseline": Baseline(amount=base.amount, currency=base.currency, unit=base.unit) if base else None,
            "actor": actor.name if actor else None,
            "actor_id": actor.id if actor else None,
            "speaker": speaker.name if speaker else None,
            "speaker_id": speaker.id if speaker else None,
            "value": mention(s.value),
            "deadline": mention(s.moment),
            "indicator_span": Mention(**place(*s.indicator_span)) if s.indicator_span else None,
            "evidence": s.evidence,
            "confidence": confidence(s.evidence, target=s.target, mode=s.mode),
        }

    return Document(
        text=text,
        date=anchor,
        date_found=date_found,
        id=id,
        organisations=tuple(
            Organisation(**place(n.first, n.last), name=n.name, kind=n.kind, id=n.id) for n in names.organisations
        ),
        places=tuple(
            Place(
                **place(n.first, n.last),
                name=n.name,
                kind=n.kind,
                id=n.id,
                kato=n.kato,
                geonames=n.geonames,
                country=n.country,
                lat=n.lat,
                lon=n.lon,
            )
            for n in names.places
        ),
        persons=tuple(Person(**place(n.first, n.last), name=n.name, role=n.role, id=n.id) for n in names.persons),
        money=tuple(
            Money(
                **place(v.first, v.last),
                amount=v.amount,
                amount_max=v.amount_max,
                currency=v.currency,
                bound=v.bound,
                per=v.per,
            )
            for v in values
            if v.money
        ),
        quantities=tuple(
            Quantity(**place(v.first, v.last), amount=v.amount, amount_max=v.amount_max, unit=v.unit, bound=v.bound)
            for v in values
            if not v.money
        ),
        dates=tuple(
            DateExpr(
                **place(m.first, m.last),
                first_day=m.first_day,
                last_day=m.last_day,
                precision=m.precision,
                role=m.role,
                relative=m.relative,
                recurring=m.recurring,
            )
            for m in moments
        ),
        targets=tuple(Target(**statement(s), kind=s.kind, due=s.due) for s in statements if s.target),
        facts=tuple(Fact(**statement(s)) for s in statements if not s.target),
        tokens=tuple([Token(start=start, end=end, text=text[start:end]) for start, end in tokens.places()]),
        sentences=tuple(Sentence(**place(first, last)) for first, last in tokens.sentences),
    )
