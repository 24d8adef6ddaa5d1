"""Word forms and their grammar: the one module that imports pymorphy3, on first use."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple


class Form(NamedTuple):
    """One reading of a word form, in pymorphy's OpenCorpora terms (absent: '')."""

    lemma: str
    pos: str  # NOUN ADJF ADJS COMP VERB INFN PRTF PRTS GRND NUMR ADVB NPRO PRED PREP CONJ PRCL INTJ, or UNKN
    case: str  # nomn gent datv accs ablt loct (gen2, acc2 and loc2 are folded into these)
    gender: str  # masc femn neut
    number: str  # sing plur
    tense: str  # past pres futr
    aspect: str  # perf impf
    person: str  # 1per 2per 3per
    animacy: str  # anim inan
    marks: frozenset[str]  # Surn Name Patr Geox Orgn Abbr Fixd pssv actv impr Apro Anum …
    score: float


_FOLD = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}


@functools.cache
def analyzer() -> Any:
    """Returns the process's one pymorphy3 analyser (its dictionary loads on the first call)."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


def _form(parse: Any) -> Form:
    tag = parse.tag
    case = str(tag.case or "")
    return Form(
        parse.normal_form.replace("ё", "е"),
        str(tag.POS or "UNKN"),
        _FOLD.get(case, case),
        str(tag.gender or ""),
        str(tag.number or ""),
        str(tag.tense or ""),
        str(tag.aspect or ""),
        str(tag.person or ""),
        str(tag.animacy or ""),
        frozenset(str(g) for g in tag.grammemes),
        float(parse.score),
    )


@functools.lru_cache(maxsize=1 << 16)
def forms(word: str) -> tuple[Form, ...]:
    """All readings of a lower-case word form, likeliest first."""
    return tuple(_form(p) for p in analyzer().parse(word))


def lemma(word: str) -> str:
    """The lemma of the likeliest reading of a word form, with «е» for «ё»."""
    return forms(word.lower())[0].lemma
