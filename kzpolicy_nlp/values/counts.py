"""The head noun of what a number counts (SPEC §4): «14 региональных IT-хабов», «10 тысяч рабочих мест»."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from ..text.data import words
from ..text.morphology import Form, analyzer, forms
from .context import Context
from .figures import Number

_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_OBLIQUE = frozenset({"gent", "datv", "ablt", "loct"})
_WIDEST = 6


@dataclass(frozen=True, slots=True)
class Head:
    """The head's token, its end, and the unit it names; `noun` is False for an adjective without one («18 новых»)."""

    token: int
    last: int
    unit: str
    noun: bool = True


def read_head(context: Context, i: int) -> Head | None:
    """Returns the noun that the number at atom i counts, with the adjectives between; None if it counts nothing."""
    number, tokens, at = context.number(i), context.tokens, context.chain.at
    first = context.atoms[i].last
    end = tokens.sentences[tokens.sentence_of[first - 1]][1]
    described: list[int] = []
    for t in range(first, min(first + _WIDEST, end)):
        atom = context.atoms[at[t]]
        lower = tokens.lowers[t]
        if atom.first == t and atom.tags & {"unit", "duration", "counted"} and context.is_unit(at[t]):
            tag = next(x for x in ("unit", "duration", "counted") if x in atom.tags)
            if (
                tag == "duration"
                and len(lower) > 3
                and _noun(tokens.lowers[atom.last - 1], number, described=True) is None
            ):
                return None
            return Head(atom.last - 1, atom.last, str(atom.entry(tag)["unit"]))
        if described and ("and" in atom.tags or lower == ","):
            if t + 1 < end and _adjective(tokens.lowers[t + 1], number):
                continue
            break
        if not lower[0].isalpha() or atom.tags & {"number", "name_number", "month", "date_number", "currency", "minor"}:
            break
        if forms(lower)[0].pos in ("COMP", "ADVB") and "loose" in atom.tags:
            break
        word = tokens.words[t]
        following = tokens.lowers[t + 1] if t + 1 < end else ""
        noun = _noun(lower, number, described=bool(described))
        adjective = _adjective(lower, number) or "loose" in atom.tags
        if adjective and (noun is None or _is_adjective(lower, following, number)):
            described.append(t)
            continue
        if t == first and _is_brand(word) and (not following[:1].isalnum() or context.has(at[t] + 1, "and")):
            return Head(t, t + 1, word)
        if noun is None and word.isupper() and len(word) > 1 and not context.has(i - 1, "month"):
            if not word.isascii() or not _goes_on(following, number):
                return Head(t, t + 1, word)
            continue
        if word[0].isupper() and context.has(i - 1, "month"):
            break
        if noun is None or (word[0].isupper() and word[1:].islower() and not _is_plain(word, number, noun)):
            break
        if not described and _is_verb(lower) and forms(following or lower)[0].pos == "PREP":
            break  # «640 тысяч прибыли из Китая»
        people = next((d for d in described if d < t and adjective_lemma(tokens.lowers[d]) in _people()), None)
        if people is not None and noun.animacy == "inan" and number.amount != 1:
            # «1,5 млн учащихся начальных классов»
            return Head(people, people + 1, adjective_lemma(tokens.lowers[people]))
        return Head(t, t + 1, _unit(context, described, t, noun))
    if described and described[-1] == first + len(described) - 1:
        t = described[-1]
        if "loose" not in context.atoms[at[t]].tags:
            return Head(t, t + 1, adjective_lemma(tokens.lowers[t]), noun=False)
    return None


@functools.cache
def _people() -> frozenset[str]:
    """The participles that name people («учащиеся»)."""
    return frozenset(words("syntax")["people-of-deed"]["words"])


@functools.lru_cache(maxsize=1 << 12)
def _is_verb(word: str) -> bool:
    """Whether a noun may be a verb in the past too («прибыли»)."""
    return any(f.pos == "VERB" and f.tense == "past" and f.number == "plur" for f in forms(word))


def _is_adjective(word: str, following: str, number: Number) -> bool:
    """Whether a word that can be a noun is the adjective of the next: «49 пожарных постов», not «десять ученых»."""
    readings = forms(word)
    if readings[0].pos != "NOUN":
        return _goes_on(following, number)
    after = _noun(following, number, described=True) if following[:1].isalpha() else None
    return after is not None and after.animacy == "inan" and any(f.pos == "ADJF" and f.score > 0.02 for f in readings)


def _goes_on(word: str, number: Number) -> bool:
    return (
        bool(word)
        and word[0].isalpha()
        and (_noun(word, number, described=True) is not None or _adjective(word, number))
    )


def _is_brand(word: str) -> bool:
    """Whether a word is a make in Latin letters: «8 Airbus»."""
    return word.isascii() and word.istitle() and len(word) > 3


def _is_plain(word: str, number: Number, noun: Form) -> bool:
    """Whether a capitalised word is a counted noun still: «17 Центров»."""
    return (
        noun.number == "plur"
        and noun.case == "gent"
        and (not noun.marks & {"Surn", "Name", "Geox", "Patr"} or "-" in word)
    )


def _last_digit(number: Number) -> int:
    """1, 2 (two to four) or 5: what form the number asks for; 0 for fractions."""
    value = number.amount if number.amount_max is None else number.amount_max
    value = abs(value)
    if value != int(value) or value >= 1e15 or "," in number.digits:
        return 0
    if number.scaled:
        return 5
    rest = int(value) % 100
    if 11 <= rest <= 14:
        return 5
    return 1 if rest % 10 == 1 else 2 if 2 <= rest % 10 <= 4 else 5


def _fits(form: Form, number: Number) -> bool:
    kind = _last_digit(number)
    if form.number == "plur" and form.case in _OBLIQUE:
        # «761 единиц» is a slip that figures bring, not words
        return kind != 1 or "Pltm" in form.marks or number.words or (form.case == "gent" and number.amount > 20)
    if kind == 1:
        return form.number == "sing" and form.case != ""
    if form.number == "sing" and form.case == "gent":
        return kind in (0, 2) or number.scaled
    return kind == 2 and form.case in ("nomn", "accs") and form.number == "plur" and "Subx" in form.marks


@functools.lru_cache(maxsize=1 << 14)
def _noun(word: str, number: Number, *, described: bool) -> Form | None:
    """The reading of a word as the counted noun, or None."""
    readings = forms(word)
    best = readings[0]
    if best.pos in ("PREP", "CONJ", "PRCL", "NPRO", "VERB", "INFN") and not described:
        return None
    fitting = [f for f in readings if f.pos == "NOUN" and f.score > 0.01 and _fits(f, number)]
    plain = [f for f in fitting if not f.marks & {"Name", "Patr", "Init", "Surn", "Geox"}]
    if plain:
        return plain[0]
    # «хаб» is a given name to the dictionary; a capitalised word is asked again by the caller
    named = [f for f in fitting if not f.marks & {"Patr", "Init", "Surn", "Geox"}]
    return named[0] if named else best if best in fitting and "Geox" in best.marks else None


@functools.lru_cache(maxsize=1 << 14)
def _adjective(word: str, number: Number) -> bool:
    """Whether a word can be an adjective between the number and its noun."""
    kind = _last_digit(number)
    for form in forms(word):
        if form.pos in _ADJECTIVES and form.score > 0.01 and "Anph" not in form.marks:
            if form.number == "plur" and (form.case in _OBLIQUE or (kind in (1, 2) and form.case in ("nomn", "accs"))):
                return True
            if form.number == "sing" and (kind == 1 or (kind == 0 and form.case == "gent")):
                return True
            if form.number == "sing" and number.scaled and form.case == "gent":
                return True
    return False


def _unit(context: Context, described: list[int], t: int, noun: Form) -> str:
    """The lemma of the noun with the closest attribute that tells its kind."""
    head = context.tokens.words[t]
    lemma = noun.lemma
    if head.isupper() and len(head) > 1:
        return head
    if head[:2].isupper() and "-" in head:
        prefix = head.split("-")[0]
        return prefix + lemma[len(prefix) :]
    for d in reversed(described):
        if d != t - 1 or "loose" in context.atoms[context.chain.at[d]].tags:
            break
        word = attribute(context.tokens.lowers[d], noun)
        return f"{word} {lemma}" if word else lemma
    return lemma


@functools.lru_cache(maxsize=1 << 14)
def attribute(word: str, noun: Form) -> str | None:
    """Returns an adjective in the nominative, as it stands before the noun's lemma."""
    for parse in analyzer().parse(word):
        if parse.tag.POS not in _ADJECTIVES or parse.tag.POS == "PRTF" or "Apro" in parse.tag or "Anum" in parse.tag:
            continue
        wanted = {"nomn", "plur"} if "Pltm" in noun.marks else {"nomn", "sing", noun.gender or "masc"}
        found = parse.inflect(frozenset(wanted))
        return found.word.replace("\u0451", "\u0435") if found is not None else None
    return None


@functools.lru_cache(maxsize=1 << 14)
def adjective_lemma(word: str) -> str:
    """Returns an adjective or participle in the masculine nominative («учащегося» → «учащийся»)."""
    for parse in sorted(analyzer().parse(word)[:6], key=lambda p: p.tag.POS != "PRTF"):
        if parse.tag.POS in _ADJECTIVES:
            found = parse.inflect(frozenset({"nomn", "sing", "masc"}))
            return str(found.word if found is not None else parse.normal_form).replace("\u0451", "\u0435")
    return word
