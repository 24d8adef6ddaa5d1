"""Word forms and their grammar: the one module that imports pymorphy3, on first use."""

from __future__ import annotations

import functools
import re
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


FOLD = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}


@functools.cache
def analyzer() -> Any:
    """Returns the process's one pymorphy3 analyser (its dictionary loads on the first call)."""
    from pymorphy3 import MorphAnalyzer
    from pymorphy3_dicts_ru import get_path  # else pymorphy looks through every installed package for it

    return MorphAnalyzer(path=get_path(), lang="ru")


@functools.cache
def _grammar(tag: Any) -> tuple[str, str, str, str, str, str, str, str, frozenset[str]]:
    """What a tag says, in the order of Form's fields from `pos` to `marks`; a few thousand tags are all there are."""
    case = str(tag.case or "")
    return (
        str(tag.POS or "UNKN"),
        FOLD.get(case, case),
        str(tag.gender or ""),
        str(tag.number or ""),
        str(tag.tense or ""),
        str(tag.aspect or ""),
        str(tag.person or ""),
        str(tag.animacy or ""),
        frozenset(str(g) for g in tag.grammemes),
    )


def _form(parse: Any) -> Form:
    return Form(parse.normal_form.replace("ё", "е"), *_grammar(parse.tag), float(parse.score))


#: What pymorphy can read; it raises an error on letters that Unicode has no name for.
_RUSSIAN = re.compile(r"(?=.*[\u0400-\u04ff])[A-Za-z\u0400-\u04ff0-9.-]+")


@functools.lru_cache(maxsize=1 << 16)
def forms(word: str) -> tuple[Form, ...]:
    """All readings of a lower-case word form, likeliest first; a word without Russian letters has one, unknown."""
    if not _RUSSIAN.fullmatch(word):
        return (Form(word, "UNKN", "", "", "", "", "", "", "", frozenset(), 1.0),)
    return tuple(_form(p) for p in analyzer().parse(word))


def is_known(word: str) -> bool:
    """Whether the dictionary has a lower-case word form; what it guesses from endings doesn't count."""
    return bool(_RUSSIAN.fullmatch(word)) and bool(analyzer().word_is_known(word))


def lemma(word: str) -> str:
    """The lemma of the likeliest reading of a word form, with «е» for «ё»."""
    return forms(word.lower())[0].lemma


def _reading(word: str, pos: frozenset[str], case: str = "") -> Any:
    """The likeliest pymorphy parse whose part of speech is among `pos` (and case, if named), else the likeliest."""
    parses = analyzer().parse(word)
    for p in parses:
        if p.tag.POS in pos and (not case or p.tag.case == case):
            return p
    return parses[0]


def lexeme(word: str) -> set[str]:
    """Every form of a lemma; of a noun or adjective its case forms, of a verb its finite forms and participles."""
    best = next((p for p in analyzer().parse(word) if p.normal_form.replace("ё", "е") == word.replace("ё", "е")), None)
    if best is None or "UNKN" in best.tag:
        return {word}
    return {p.word for p in best.lexeme if not _is_odd(p)}


def _is_odd(parse: Any) -> bool:
    return bool({"Infr", "Erro", "Arch", "Dist", "Slng"} & set(parse.tag.grammemes))


_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_NOUNS = frozenset({"NOUN"})


def phrase_forms(words: list[str]) -> set[str]:
    """The forms of «процентный пункт»: adjectives agree with the first noun, what follows the noun stays."""
    head = next((i for i, w in enumerate(words) if _reading(w, _NOUNS, "nomn").tag.POS == "NOUN"), None)
    if head is None:
        return {" ".join(words)}
    noun = _reading(words[head], _NOUNS, "nomn")
    found = {" ".join(words)}
    for form in noun.lexeme:
        if _is_odd(form) or form.tag.case is None:
            continue
        case, number = form.tag.case, form.tag.number
        front = []
        for w in words[:head]:
            adjective = _reading(w, _ADJECTIVES)
            wanted = {case, number} if number == "plur" else {case, number, noun.tag.gender}
            if case == "accs" and (number == "plur" or noun.tag.gender == "masc"):
                wanted.add(noun.tag.animacy or "inan")
            inflected = adjective.inflect(frozenset(g for g in wanted if g))
            front.append(inflected.word if inflected else w)
        found.add(" ".join([*front, form.word, *words[head + 1 :]]))
        if number == "plur" and case == "gent":  # «2 процентных пункта»
            found.update(" ".join([*front, p.word, *words[head + 1 :]]) for p in noun.lexeme if p.tag.case == "gent")
    return found
