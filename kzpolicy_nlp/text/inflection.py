"""Declining names, and bringing phrases and names of persons back to the nominative."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .data import rows
from .paradigms import (
    ADJECTIVE,
    CASES,
    adjectives,
    agreeing,
    is_compound,
    is_fixed,
    like,
    named,
    parses,
    plain,
    readings,
    table,
)

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_GAP = re.compile(r"[ \u00a0\u202f\u2009]+|,[ \u00a0\u202f\u2009]*")
_NAMES = {"Name", "Surn", "Patr", "Geox"}


class _Word(NamedTuple):
    """A word of a phrase; `close` when only spaces stand before it."""

    start: int
    end: int
    text: str
    close: bool


def decline(phrase: str) -> tuple[tuple[str, str], ...]:
    """Returns a nominative name's forms in the six cases, as pairs of case and form; several where usage varies.

    Adjectives follow the main noun; what stands after it (a genitive, a name in quotes) stays as it is.

    Args:
        phrase: a name in the nominative: of a place, a body, a thing; not of a person.

    >>> dict(decline("Саудовская Аравия"))["datv"]
    'Саудовской Аравии'
    """
    before, heads = _structure(phrase, is_nominative=True)
    if not heads:
        return tuple((case, phrase) for case in CASES)
    nouns = [(word, named(word.text)) for word in heads]
    first = nouns[0][1]
    found: dict[tuple[str, str], None] = {("nomn", phrase): None}
    for case in CASES[1:]:
        choices = [[(word, form) for form in noun.forms.get((noun.number, case), ())] for word, noun in nouns]
        choices += [[(word, form) for form in agreeing(word.text, first, case, first.number)] for word in before]
        for parts in itertools.product(*filter(None, choices)):
            found[case, _replace(phrase, parts)] = None
    return tuple(found)


def in_plural(name: str, case: str) -> str:
    """Returns a name of a thing in a case of the plural, or the name itself where that has none.

    >>> in_plural("зарядная станция", "gent")
    'зарядных станций'
    """
    before, heads = _structure(name, is_nominative=True)
    nouns = [(word, named(word.text)) for word in heads]
    forms = [(word, noun.forms.get(("plur", case), ())) for word, noun in nouns]
    forms += [(word, agreeing(word.text, nouns[0][1], case, "plur")) for word in before if nouns]
    if not forms or not all(found for _, found in forms):
        return name
    return _replace(name, [(word, found[0]) for word, found in forms])


@functools.lru_cache(maxsize=1 << 12)
def in_case(name: str, case: str) -> str:
    """A nominative phrase in another case, by the first form that declension gives; itself where it gives none."""
    return dict(reversed(decline(name))).get(case, name)


@functools.lru_cache(maxsize=1 << 14)
def nominative(phrase: str, *, gender: str = "", number: str = "") -> str:
    """Returns a phrase, in whatever case it stands, with its main noun and the adjectives before it in the nominative.

    Args:
        phrase: any text; one that holds no word with cases is given back as it is.
        gender: `masc`, `femn` or `neut`: the main noun's, where the caller knows it.
        number: `sing` turns a plural into a singular; otherwise the number is kept.

    >>> nominative("Министерством цифрового развития")
    'Министерство цифрового развития'
    """
    before, heads = _structure(phrase, is_nominative=False)
    if not heads:
        return phrase
    best, best_score = None, 0.0
    for noun in readings(heads[0].text):
        score = noun.score * (5.0 if gender and noun.gender == gender else 1.0)
        for word in before:
            fits = (
                p.score
                for p in adjectives(word.text, noun.case)
                if p.tag.number == noun.number
                and (noun.number == "plur" or p.tag.gender == (noun.gender or p.tag.gender))
            )
            score *= max(fits, default=0.01)
        for word in heads[1:]:
            score *= max((r.score for r in readings(word.text) if r.case == noun.case), default=0.01)
        if score > best_score:
            best, best_score = noun, score
    if best is None or (best.case == "nomn" and number in ("", best.number)):
        return phrase
    wanted = number if (number, "nomn") in best.forms else best.number
    parts = [(heads[0], form) for form in best.forms.get((wanted, "nomn"), ())[:1]]
    parts += [(word, form) for word in before for form in agreeing(word.text, best, "nomn", wanted)]
    for word in heads[1:]:
        others = [r for r in readings(word.text) if r.case == best.case]
        parts += [(word, form) for r in others[:1] for form in r.forms.get((r.number, "nomn"), ())[:1]]
    return _replace(phrase, parts)


def person_nominative(words: Sequence[str], *, gender: str = "") -> str:
    """Returns a person's name in the nominative, its words in the order given.

    The gender is told by the first name and the patronymic, else by the surname's ending; a lone «Токаева» is read as
    a man's genitive.

    Args:
        words: the words of one name: first names, patronymic, surname, initials.
        gender: `masc` or `femn`, where the caller knows it.

    >>> person_nominative(["Касым-Жомарту", "Токаеву"])
    'Касым-Жомарт Токаев'
    """
    changes = [word for word in words if not (is_fixed(word) or word.endswith(".") or word[0].islower())]
    best: tuple[str, ...] = tuple(changes)
    best_score = 0.0
    for one in (gender,) if gender else ("masc", "femn"):
        for case in CASES:
            chosen = [_personal(word, one, case) for word in changes]
            prior = (1.0 if case == "nomn" else 0.6) * (0.7 if one == "masc" else 0.3)
            score = prior * math.prod(weight for _, weight in chosen)
            if score > best_score:
                best, best_score = tuple(form for form, _ in chosen), score
    forms = dict(zip(changes, best, strict=True))
    return " ".join(like(word, forms[word]) if word in forms else word for word in words)


@functools.cache
def _given() -> dict[str, frozenset[str]]:
    return {plain(row["name"].lower()): frozenset(row["gender"].split("|")) for row in rows("given_names")}


@functools.lru_cache(maxsize=1 << 13)
def _personal(word: str, gender: str, case: str) -> tuple[str, float]:
    """The likeliest nominative of a word of a person's name that stands in the case, and its weight (0: impossible)."""
    low = plain(word.lower())
    weights: dict[str, float] = {}
    for parse in parses(low):
        marks = parse.tag.grammemes
        if parse.is_known and {case, gender, "sing"} <= marks and marks & {"Name", "Surn"}:
            form = plain(str(parse.inflect({"nomn", "sing", gender}).word))
            weights[form] = max(weights.get(form, 0.0), 10.0 if "Name" in marks else 3.0)
    seen: set[str] = set()
    for rule in table()["person"]:
        ending: str = rule["endings"][CASES.index(case)]
        form = low[: len(low) - len(ending)] + rule["endings"][0]
        fits = rule["gender"] in ("", gender) and low.endswith(ending) and form.endswith(tuple(rule["ends"]))
        if fits and len(form) > 1 and form not in seen:
            seen.add(form)
            known = _given().get(form) or _given().get(form.rpartition("-")[2])
            weight = rule["weight"] * (1.0 if not known else 20.0 if gender in known else 0.2)
            weights[form] = max(weight, weights.get(form, 0.0))
    best = max(weights, key=weights.__getitem__, default=low)
    return _first_parts(best, case), weights.get(best, 0.0)


def _first_parts(name: str, case: str) -> str:
    """Brings the surname before a hyphen to the nominative too («Салтыкова-Щедрин»)."""
    front, dash, last = name.partition("-")
    for rule in table()["person"][:2] if dash else ():
        ending = rule["endings"][CASES.index(case)]
        form: str = front[: len(front) - len(ending)] + rule["endings"][0]
        if case != "nomn" and front.endswith(ending) and form.endswith(tuple(rule["ends"])):
            return form + dash + last
    return name


def _words(phrase: str) -> Iterator[_Word]:
    """The words before the first quote, bracket or other sign."""
    end = 0
    for found in _WORD.finditer(phrase):
        gap = phrase[end : found.start()]
        if not (_GAP.fullmatch(gap) if end else gap.isspace() or not gap):
            return
        yield _Word(*found.span(), found.group(), "," not in gap)
        end = found.end()


def _structure(phrase: str, *, is_nominative: bool) -> tuple[list[_Word], list[_Word]]:
    """The adjectives before a phrase's main word, and that word with those beside it which decline like it."""
    before: list[_Word] = []
    words = list(_words(phrase))
    if phrase.isupper() and len(words) == 1 and len(phrase) <= 5:
        return [], []
    for position, word in enumerate(words):
        rest = words[position + 1 :]
        low = word.text.lower()
        if rest and (low in table()["conjunctions"] or (word.text.isascii() and word.text.isalpha())):
            continue
        likely = [p for p in parses(word.text) if p.score > 0.01]
        if likely and likely[0].tag.POS in ("PREP", "NUMR") and word.text == low:
            break
        if likely and not is_fixed(word.text):
            kind = adjectives(word.text, "nomn" if is_nominative else "")
            nominal = sum(p.score for p in likely if p.tag.POS == "NOUN")
            if kind and rest and (nominal < 0.7 or _agrees(kind, rest[0])):
                before.append(word)
                continue
            if not kind and not nominal and rest and likely[0].is_known and word.text == low:
                continue
        elif word.text.isdigit():
            if is_nominative and rest:  # «31 канал»
                continue
            break
        after = [] if before else _carrier(word, rest, is_nominative)
        if after:
            before, word, rest = after[:-1], after[-1], rest[len(after) :]
        return before, [word, *_beside(word, rest, is_nominative)]
    return before[:-1], before[-1:]


def _carrier(name: _Word, rest: Sequence[_Word], is_nominative: bool) -> list[_Word]:
    """The noun after a name that carries the case, with its adjectives («Назарбаев Университета»)."""
    if not name.text[0].isupper():
        return []
    if any(p.is_known and p.tag.POS == "NOUN" and not _NAMES & p.tag.grammemes for p in parses(name.text)):
        return []
    for count, word in enumerate(rest, 1):
        if not word.close:
            return []
        lemmas = [plain(p.normal_form) for p in parses(word.text)[:2] if p.tag.case == "nomn" or not is_nominative]
        if {*lemmas, word.text.lower()} & {*table()["carriers"]}:
            return list(rest[:count])
        if is_fixed(name.text) or not adjectives(word.text):
            return []
    return []


def _agrees(kind: Iterable[object], word: _Word) -> bool:
    """Says that the next word is a noun or adjective which an adjective agrees with."""
    seen = {(p.tag.case, p.tag.number, p.tag.gender) for p in kind}  # type: ignore[attr-defined]
    return any(
        p.is_known and p.tag.POS in ("NOUN", *ADJECTIVE) and (p.tag.case, p.tag.number, gender) in seen
        for p in parses(word.text)
        for gender in {p.tag.gender if p.tag.number == "sing" else None}
    )


def _beside(head: _Word, rest: Sequence[_Word], is_nominative: bool) -> list[_Word]:
    """The second of two main words («наука и технологии»), or a name beside its noun («город Астана»)."""
    if is_fixed(head.text) or is_compound(head.text):
        return []
    if len(rest) > 1 and rest[0].text.lower() in table()["conjunctions"] and not is_fixed(rest[1].text):
        nouns = (p for p in parses(rest[1].text) if p.tag.POS == "NOUN" and (p.tag.case == "nomn" or not is_nominative))
        return [rest[1]] if any(p.score > 0.1 for p in nouns) else []
    if rest and rest[0].close and rest[0].text[0].isupper() and not is_fixed(rest[0].text):
        return [rest[0]] if any(plain(p.normal_form) in table()["appositive"] for p in parses(head.text)[:3]) else []
    return []


def _replace(phrase: str, parts: Iterable[tuple[_Word, str]]) -> str:
    for word, form in sorted(parts, reverse=True):
        phrase = phrase[: word.start] + like(word.text, form) + phrase[word.end :]
    return phrase
