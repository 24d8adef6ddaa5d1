"""Words made from verbs: the noun of doing («отразить» → «отражение») and the active participle («работающие»)."""

from __future__ import annotations

import functools

from .morphology import analyzer, forms, is_known
from .paradigms import table

_SHORTEST = 6  # letters of a verb whose prefix may be left off


@functools.lru_cache(maxsize=1 << 12)
def verbal_noun(verb: str) -> str | None:
    """Returns the noun of doing that the dictionary knows for an infinitive, or None.

    >>> verbal_noun("отразить")
    'отражение'
    """
    bare = (verb[len(p) :] for p in table()["verbal_prefixes"] if verb.startswith(p) and _is_borrowed(verb[len(p) :]))
    for base in (verb, *bare):
        for ending, noun in table()["verbal_nouns"]:
            made = str(base.removesuffix(ending) + noun)
            if base.endswith(ending) and len(made) > len(noun) + 1 and _is_thing(made):
                return made
    return None


def _is_borrowed(verb: str) -> bool:
    """Whether a verb without its prefix is a known one of foreign stem («бетонировать»)."""
    return len(verb) >= _SHORTEST and verb.endswith(table()["verbal_nouns"][1][0]) and is_known(verb)


def _is_thing(word: str) -> bool:
    return is_known(word) and any(f.pos == "NOUN" and f.case == "nomn" and f.animacy == "inan" for f in forms(word))


@functools.lru_cache(maxsize=1 << 12)
def participle(verb: str, case: str = "nomn", gender: str = "") -> str | None:
    """Returns the participle of a finite verb or short participle: present of an imperfective, else past.

    Args:
        gender: that of a singular; without one, the plural is given.

    >>> participle("нуждаются")
    'нуждающиеся'
    >>> participle("получили", "gent")
    'получивших'
    """
    parse = next((p for p in analyzer().parse(verb) if p.tag.POS in ("VERB", "PRTS")), None)
    if parse is None or (parse.tag.POS == "VERB" and parse.tag.tense == "futr"):
        return None
    voice = "pssv" if parse.tag.POS == "PRTS" else "actv"
    tense = "past" if parse.tag.tense == "past" else "pres"
    made = parse.inflect({"PRTF", voice, tense, case, *(("sing", gender) if gender else ("plur",))})
    return None if made is None else str(made.word).replace(*table()["fold"])
