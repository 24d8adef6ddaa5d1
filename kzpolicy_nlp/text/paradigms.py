"""The forms of one word of a name, and its readings.

Words of pymorphy3's dictionary take its forms; other words take the endings of `words/inflection.toml`.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from .data import words
from .morphology import FOLD, analyzer

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
ADJECTIVE = ("ADJF", "PRTF")
_PERSONAL = {"Name", "Surn", "Patr"}


class Noun(NamedTuple):
    """One reading of a word as a noun: its grammar, and its forms by number and case."""

    case: str
    number: str
    gender: str
    animate: bool
    score: float
    forms: dict[tuple[str, str], tuple[str, ...]]


@functools.cache
def table() -> dict[str, Any]:
    """The table `words/inflection.toml`, its lists as tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in words("inflection").items()}


def plain(word: str) -> str:
    """The word with «е» for «ё»."""
    return word.replace(*table()["fold"])


@functools.lru_cache(maxsize=1 << 14)
def parses(word: str) -> tuple[Any, ...]:
    """The analyser's parses of a word in any case of letters, likeliest first."""
    return tuple(analyzer().parse(word.lower()))


def like(source: str, form: str) -> str:
    """Returns another form of a word with the source's letters as far as both agree, then its kind of letters."""
    form = plain(form) if table()["fold"][0] not in source.lower() else form
    if 0 < source.count("-") == form.count("-"):
        return "-".join(map(like, source.split("-"), form.split("-")))
    same = _agreement(source, form)
    tail = form[same:]
    if source.isupper() and len(source) > 1:
        tail = tail.upper()
    elif not same and source[:1].isupper():
        tail = tail.capitalize()
    return source[:same] + tail


def _agreement(one: str, other: str) -> int:
    """The number of first letters that two words share, «ё» being «е»."""
    pairs = enumerate(zip(plain(one.lower()), plain(other.lower()), strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def is_fixed(word: str) -> bool:
    """Says that a word has no cases: Latin, digits, initials and abbreviations («IT», «К.», «МЦРИАП», «КазНУ»)."""
    last = word.rpartition("-")[2].replace("’", "").replace("'", "")
    if len(word) == 1 or last.isascii() or not last.isalpha():
        return True
    return last[-2:].isupper() and (len(last) <= 5 or not analyzer().word_is_known(last.lower()))


def is_compound(word: str) -> bool:
    """Says that a word is a short name that ends in a genitive and has no cases («Минобразования», «Нацэкономики»)."""
    low = plain(word.lower())
    starts, ends = table()["compound"]
    if not low.startswith(tuple(starts)) or not low.endswith(tuple(ends)) or low in table()["own"]:
        return False
    return all("Fixd" in p.tag for p in parses(low)[:1]) or not analyzer().word_is_known(low)


def fixed(word: str, score: float = 1.0) -> Noun:
    """The reading of a word whose cases are all alike."""
    return Noun("nomn", "sing", "", False, score, {("sing", case): (word.lower(),) for case in CASES})


@functools.lru_cache(maxsize=1 << 14)
def adjectives(word: str, case: str = "") -> tuple[Any, ...]:
    """The parses of a word as a full adjective or participle; an unknown word must end as an adjective does."""
    if is_fixed(word) or is_compound(word):
        return ()
    found = [
        p
        for p in parses(word)
        if p.tag.POS in ADJECTIVE and "Abbr" not in p.tag and (p.is_known or _looks_adjectival(word, p))
    ]
    surnames = [p for p in parses(word) if "Surn" in p.tag and p.normal_form.endswith(table()["surnames"])]
    return tuple(p for p in found or surnames if not case or p.tag.case == case)


def _looks_adjectival(word: str, parse: Any) -> bool:
    lemma, ending = plain(parse.normal_form), table()["stressed"]
    return lemma.endswith(table()["adjectives"]) or (lemma.endswith(ending[0]) and not word.lower().endswith(ending))


def agreeing(word: str, noun: Noun, case: str, number: str) -> tuple[str, ...]:
    """Returns the form that an adjective which agrees with the noun takes in another case and number."""
    for parse in adjectives(word, noun.case):
        gender = noun.gender or str(parse.tag.gender or "masc")
        if parse.tag.number != noun.number or (noun.number == "sing" and parse.tag.gender != gender):
            continue
        if case == "accs" and not noun.animate and gender == "masc" and parse.tag.POS not in ADJECTIVE:
            case = "nomn"
        wanted = {case, number, gender} if number == "sing" else {case, number}
        if case == "accs" and (number == "plur" or gender == "masc") and parse.tag.POS in ADJECTIVE:
            wanted.add("anim" if noun.animate else "inan")
        wanted |= parse.tag.grammemes & {"pssv", "actv", "past", "pres"}
        made = [str(f.word) for f in parse.lexeme if f.tag.POS == parse.tag.POS and wanted <= f.tag.grammemes]
        if made:  # of «высшей» and «высочайшей» the one like the word
            best = max(made, key=lambda form: _agreement(form, word.lower()))
            return (usual(best),)
    return ()


def usual(form: str) -> str:
    """Returns the usual form for one that the dictionary gives though few write it («учители» → «учителя»)."""
    return str(table()["spelled"].get(form, form))


def named(word: str) -> Noun:
    """The one reading of a word of a place's or body's name that is known to be in the nominative."""
    low = plain(word.lower())
    if is_fixed(word) or is_compound(word):
        return fixed(low)
    if low in table()["own"]:
        return _by_rule(low)
    front, _, rest = low.partition("-")
    if rest.split("-")[0] in table()["joining"] and "-" in rest:
        first = named(word[: len(front)])
        return first._replace(forms={key: tuple(f"{form}-{rest}" for form in old) for key, old in first.forms.items()})
    if rest and adjectives(rest, "nomn") and _is_noun(front):  # «Каменск-Уральский»: both parts decline
        first, second = named(front.capitalize()), named(rest.capitalize())
        both: dict[tuple[str, str], tuple[str, ...]]
        both = {key: (f"{old[0]}-{second.forms[key][0]}",) for key, old in first.forms.items() if key in second.forms}
        return first._replace(forms=both)
    nouns = [p for p in parses(word) if p.is_known and p.tag.POS == "NOUN" and p.tag.case == "nomn"]
    places = [p for p in nouns if "Geox" in p.tag] if word[0].isupper() else []
    nouns = places or [p for p in nouns if not _PERSONAL & p.tag.grammemes][:1]
    if not nouns:
        full = low.endswith(table()["full"]) and adjectives(word, "nomn")
        return _adjectival(full[0]) if full else _by_rule(low)
    best = _noun(nouns[0])
    forms = dict(best.forms)
    for parse in nouns[1:]:
        if parse.tag.number == nouns[0].tag.number:
            forms = {key: tuple(dict.fromkeys((*old, *_forms(parse).get(key, ())))) for key, old in forms.items()}
    return best._replace(forms=forms)


@functools.lru_cache(maxsize=1 << 13)
def readings(word: str) -> tuple[Noun, ...]:
    """Every noun that a word in some case may be, likeliest first; an adjective stands for a noun if there is none."""
    if is_fixed(word) or is_compound(word):
        return (fixed(word),)
    own = _own_forms().get(plain(word.lower().rpartition("-")[2]))
    if own is not None:
        front = word.lower()[: word.rfind("-") + 1]
        noun, case = own
        forms = {key: tuple(front + form for form in old) for key, old in noun.forms.items()}
        return (noun._replace(case=case, forms=forms),)
    found = tuple(_noun(p) for p in parses(word) if p.tag.POS == "NOUN" and p.tag.case)
    return found or tuple(_adjectival(p) for p in adjectives(word))


@functools.cache
def _own_forms() -> dict[str, tuple[Noun, str]]:
    """The forms of the words that go their own way, where the dictionary knows no such word."""
    found: dict[str, tuple[Noun, str]] = {}
    for word in table()["own"]:
        noun = _by_rule(word)
        for (_, case), made in noun.forms.items():
            for form in made:
                if form not in found and not analyzer().word_is_known(form):
                    found[form] = noun, case
    return found


def _is_noun(word: str) -> bool:
    return any(p.is_known and p.tag.POS == "NOUN" and p.tag.case == "nomn" for p in parses(word))


def _noun(parse: Any) -> Noun:
    tag = parse.tag
    score = parse.score if parse.is_known or not _PERSONAL & tag.grammemes else parse.score / 3
    case, gender = FOLD.get(str(tag.case), str(tag.case)), str(tag.gender or "")
    return Noun(case, str(tag.number), gender, tag.animacy == "anim", float(score), _forms(parse))


def _forms(parse: Any) -> dict[tuple[str, str], tuple[str, ...]]:
    """A noun's forms by number and case: without those in «-ою», with the second prepositional («в Крыму»)."""
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for form in parse.lexeme:
        tag = form.tag
        case = str(tag.case or "")
        if (
            tag.POS != parse.tag.POS
            or case in ("gen2", "acc2", "voct")
            or "V-be" in tag
            or tag.gender not in (None, parse.tag.gender)
        ):
            continue
        key = (str(tag.number), FOLD.get(case, case))
        old = forms.get(key, ())
        if form.word not in old and not (old and form.word.endswith(table()["archaic"])):
            forms[key] = (*old, usual(str(form.word)))
    return forms


def _by_rule(low: str) -> Noun:
    """The forms of a nominative that the dictionary lacks, by its ending; of «Х-У» the last part declines."""
    front, dash, last = low.rpartition("-")
    name = table()["own"].get(low) or table()["own"].get(last, "")
    for rule in table()["rule"]:
        if (rule["name"] == name.rstrip("?")) if name else last.endswith(tuple(rule["ends"])):
            stem = front + dash + last[: len(last) - rule["cut"]]
            spare = (low,) if rule.get("also_fixed") or name.endswith("?") else ()
            made = {
                ("sing", case): tuple(dict.fromkeys((stem + ending, *spare)))
                for case, ending in zip(CASES, rule["endings"], strict=True)
            }
            return Noun("nomn", "sing", rule["gender"], False, 1.0, made)
    return fixed(low)


def _adjectival(parse: Any) -> Noun:
    """An adjective that stands for a noun («Рудный», «Глубокое», «занятых»)."""
    tag = parse.tag
    gender = str(tag.gender or "")
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for number in ("sing", "plur"):
        for case in CASES:
            wanted = {case, number} | ({gender or "masc"} if number == "sing" else set())
            made = parse.inflect(wanted | {"inan"}) or parse.inflect(wanted)
            if made is not None:
                forms[number, case] = (str(made.word),)
    return Noun(str(tag.case), str(tag.number), gender, False, float(parse.score), forms)
