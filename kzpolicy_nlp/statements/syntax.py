"""Function words by their class, from `words/syntax.toml`, and the likeliest reading of a word in running text."""

from __future__ import annotations

import functools
from typing import Literal

from ..text.data import words
from ..text.lexicon import lexicon
from ..text.morphology import Form, forms

Tense = Literal["past", "present", "future"]
_TENSES: dict[str, Tense] = {"past": "past", "pres": "present", "futr": "future"}


@functools.cache
def listed(name: str) -> frozenset[str]:
    """Returns the words of a class («to», «say», «amount-noun», …)."""
    return frozenset(words("syntax")[name]["words"])


@functools.cache
def pairs(name: str) -> frozenset[tuple[str, str]]:
    """Returns the word pairs of a class («год назад»)."""
    return frozenset((a, b) for a, b in words("syntax")[name]["pairs"])


@functools.cache
def counted_units() -> frozenset[str]:
    """Returns the units of things that the lexicon counts («человек», «село»), whose nouns head no value."""
    return frozenset(str(entry["unit"]) for entry in lexicon().entries["counted"].values())


def told(name: str) -> str:
    """Returns a word that names of indicators are made with («доля»)."""
    return str(words("syntax")["told"][name])


@functools.lru_cache(maxsize=1 << 16)
def best_form(word: str) -> Form:
    """The likeliest reading of a lower-case word, a full reading before an abbreviation or a name."""
    readings = forms(word)
    best = readings[0]
    if best.pos == "INFN":  # «есть» is rather what there is than to eat
        return next((f for f in readings[1:] if f.lemma in listed("be")), best)
    if word in listed("rather-noun") | listed("rather-verb"):
        return next(f for f in readings if f.pos == ("NOUN" if word in listed("rather-noun") else "VERB"))
    if "impr" in best.marks:  # «пришли» is rather a past than an order
        return next((f for f in readings[1:] if f.pos in ("VERB", "NOUN") and "impr" not in f.marks), best)
    if best.tense == "futr":  # a verb of both aspects («реализуются») speaks of now
        return next((f for f in readings[1:] if f.tense == "pres" and f.pos == "VERB"), best)
    if best.pos == "ADJS":  # «закрыто 5 свалок»: what was done, before what it is like; also «заменим», «застыла»
        acts = (f for f in readings[1:] if f.score >= best.score and (f.person == "1per" or f.tense == "past"))
        said = next((f for f in acts if f.pos == "VERB"), None)
        if said is not None and all(f.pos != "PRTS" for f in readings if f.tense == "past"):
            return said
        equal = next((f for f in readings[1:] if f.pos == "NOUN" and f.score >= best.score), best)  # «парков»
        return next((f for f in readings[1:] if f.pos == "PRTS"), equal)
    if best.pos in ("NOUN", "ADVB", "CONJ", "PRCL") and best.score < 0.65:
        for form in readings[1:]:
            if form.pos in ("VERB", "INFN", "PRTS") and form.score >= 0.3:
                return form
    return best


def participle_of(word: str) -> Form | None:
    """The reading of a word as a participle, where it is as likely as any («перерабатывающий»)."""
    readings = forms(word)
    if readings[0].pos == "PRTF":
        return readings[0]
    equal = (f for f in readings if f.pos == "PRTF" and f.score >= readings[0].score - 0.01)
    return next((f for f in equal if f.marks >= {"actv", "tran"}), None)


def tense_of(form: Form) -> Tense | None:
    """The tense that a predicate's form says: what is done is past, an order is to come."""
    if form.pos == "PRTS":
        return "past"
    if "impr" in form.marks:
        return "future"
    return _TENSES.get(form.tense)
