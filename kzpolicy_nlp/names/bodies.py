"""Bodies that no list knows, by how they are named: a noun of the kind with what stands before and behind it."""

from __future__ import annotations

import functools
from typing import NamedTuple

from ..text import morphology
from ..text.data import words
from .gazetteer import QUOTES
from .phrases import Page, cases, chain, is_personal, lemmas

_QUOTED_REACH = 14  # tokens between the quotes of a body's name
_ADJECTIVES = 5  # adjectives before the noun


class Head(NamedTuple):
    """A noun that begins the name of a body, and how it is used (`words/names.toml`, [heads])."""

    lemma: str
    kind: str
    small: str
    takes: str
    alone: str
    is_plural: bool


class Body(NamedTuple):
    """A body's name at tokens `first … last - 1`, its noun at `head`; `place` is the place that ends it, if one does."""

    first: int
    last: int
    head: int
    kind: str
    tail: str
    place: tuple[int, int] | None = None


@functools.cache
def heads() -> dict[str, Head]:
    """Returns the nouns of bodies by their forms; a form that is singular or plural counts as singular."""
    found: dict[str, Head] = {}
    for lemma, how in words("names")["heads"].items():
        parse = next((p for p in morphology.analyzer().parse(lemma) if p.normal_form == lemma), None)
        forms = {lemma: False}
        for form in parse.lexeme if parse is not None else ():
            is_plural = form.tag.number == "plur"
            forms[form.word] = forms.get(form.word, True) and is_plural
        for form, is_plural in forms.items():
            found.setdefault(
                form, Head(lemma, how["kind"], how["small"], how.get("takes", ""), how.get("alone", ""), is_plural)
            )
    return found


@functools.cache
def stops() -> frozenset[str]:
    """Lemmas of nouns that begin another body's name within a chain of genitives."""
    return frozenset(lemma for lemma, how in words("names")["heads"].items() if how["kind"] in _STATE)


_STATE = {"ministry", "agency", "committee", "department", "akimat", "maslikhat", "parliament", "government", "prosecutor"}


def read_body(page: Page, at: int) -> Body | None:
    """Returns the body whose noun stands at a token, or None where it is only a noun."""
    head = heads().get(page.lowers[at])
    if head is None or head.is_plural or at in _CACHE:
        return None
    first = _adjectives_before(page, at)
    is_capital = page.is_capital(first)
    has_adjective = first < at
    last, tail = behind(page, at + 1, head)
    if not is_capital:
        fits = {
            "complement": tail != "",
            "po": tail in ("po", "name"),
            "place": "place" in tail,
            "name": tail == "name",
        }.get(head.small, False)
        if not fits:
            return None
        first = at
    elif not tail:
        if not (has_adjective and head.takes in ("", "adjective") and _is_naming(page, first, at)):
            return None
    elif head.takes == "name" and tail != "name" and not (has_adjective and _is_naming(page, first, at)):
        return None
    elif head.takes == "adjective" and tail not in ("name", "named") and not has_adjective:
        return None
    return Body(first, last, at, head.kind, tail)


_CACHE: frozenset[int] = frozenset()


def _adjectives_before(page: Page, at: int) -> int:
    """Returns the first of the adjectives before a noun, back to the one with a capital; the noun itself if none has."""
    i = at
    start = max(page.sentence_start(at), at - _ADJECTIVES)
    naming = at
    while i > start and page.words[i - 1][0].isalpha() and cases(page.lowers[i - 1])[0]:
        i -= 1
        if page.is_capital(i):
            naming = i
            if i == start or not page.is_capital(i - 1):
                break
    if naming < at and page.opens_sentence(naming) and not _is_naming(page, naming, at):
        return at
    return naming


def _is_naming(page: Page, first: int, at: int) -> bool:
    """Says whether adjectives make a name: «Капшагайский городской», «Международная»; not «Новая»."""
    listed = words("names")["naming"]
    return any(
        page.lowers[i].startswith(tuple(listed["starts"])) or any(x.endswith(tuple(listed["ends"])) for x in lemmas(page.lowers[i]))
        for i in range(first, at)
    )


def behind(page: Page, start: int, head: Head) -> tuple[int, str]:
    """Returns the end of what belongs to a body's noun, and what it is: «complement», «po», «place», «name», «named», ''."""
    table = words("names")["chain"]
    lowers, spelled = page.lowers, page.words
    limit = page.sentence_end(start - 1)
    i, kind = start, ""
    if i < limit and lowers[i] == table["to"]:
        end = chain(page, i + 1, "datv", stops())
        if end > i + 1:
            i, kind = end, "po"
    else:
        end = chain(page, i, "gent", stops())
        if end > i:
            i, kind = end, "complement"
            if i < limit and lowers[i] == table["to"] and (end := chain(page, i + 1, "datv", stops())) > i + 1:
                i = end
    for _ in range(6):
        if i >= limit:
            break
        low = lowers[i]
        end, found = i, ""
        if (hit := page.hit_at.get(i)) is not None and hit.of("organisations") is not None and kind != "name":
            if (hit.of("places") is None or kind) and _carries_on(page, i, head):
                end, found = hit.last, "place"
        if end == i:
            end = place_end(page, i)
            found = "place" if end > i else ""
        if end == i and low == table["to"] and (end := place_end(page, i + 1)) > i + 1:
            found = "place"
        elif end == i and low == table["at"] and i + 1 < limit:
            hit = page.hit_at.get(i + 1)
            if hit is not None and hit.of("organisations") is not None:
                end, found = hit.last, kind or "complement"
            elif lowers[i + 1] in table["at_posts"]:
                end, found = i + 2, kind or "complement"
        elif end == i and low in table["in"] and head.kind == "government":
            end = place_end(page, i + 1)
            end, found = (end, "place") if end > i + 1 else (i, "")
        elif end == i and "named" in page.cues[i]:
            end, found = named_end(page, i), "named"
        elif end == i and i in page.closing and not kind.startswith("name"):
            closing = page.closing[i]
            if closing - i <= _QUOTED_REACH and (page.is_capital(i + 1) or not spelled[i + 1][0].isalpha()):
                end, found = closing + 1, "name"
        elif end == i and spelled[i].isascii() and spelled[i][0].isupper():
            end, found = latin_end(page, i), "name"
        elif end == i and low in heads() and not heads()[low].is_plural and heads()[low].kind in _STATE and kind:
            inner = read_body(page, i)
            if inner is not None and inner.first == i:
                end, found = inner.last, "place"
        elif end == i and low in table["local"] and head.kind in ("department", "akimat", "maslikhat") and not _names_on(page, i):
            end, found = i + 1, "place"
        elif end == i and spelled[i] == "№" and i + 1 < limit and spelled[i + 1].isdigit():
            end, found = i + 2, "name"
        if end == i:
            break
        i = end
        if found in ("name", "named") or not kind or (found == "place" and kind in ("complement", "po")):
            kind = f"{kind} place" if found == "place" and kind else found
    if kind.startswith("po"):
        kind = "po place" if "place" in kind else "po"
    return i, kind


def _carries_on(page: Page, i: int, head: Head) -> bool:
    """Says whether the body named at token i is the one that this body is a part of: a genitive, an abbreviation."""
    word = page.words[i]
    return word.isupper() or "gent" in cases(page.lowers[i])[1] or "gent" in cases(page.lowers[i])[0]


def _names_on(page: Page, i: int) -> bool:
    return i + 1 < len(page.words) and page.is_capital(i + 1) and i + 1 < page.sentence_end(i)


def place_end(page: Page, i: int) -> int:
    """Returns the end of the place that is named at token i («города Алматы», «Ескельдинского района»), or i."""
    if i >= len(page.words):
        return i
    limit = page.sentence_end(i)
    classes = page.cues[i]
    if classes & {"town", "town_short", "region", "district", "country"}:
        j = i + 1
        if "town_short" in classes:
            if j >= limit or page.words[j] != ".":
                return i
            j += 1
        if j < limit and page.is_capital(j) and page.words[j] not in QUOTES:
            hit = page.hit_at.get(j)
            return hit.last if hit is not None and hit.of("places") else j + 1
    hit = page.hit_at.get(i)
    if hit is not None and (form := hit.of("places")) is not None:
        if not form.is_adjective:
            return hit.last
        end = hit.last
        return end + 1 if end < limit and page.cues[end] & {"region", "district"} else i
    if page.is_capital(i) and i + 1 < limit and "district" in page.cues[i + 1] and cases(page.lowers[i])[0]:
        return i + 2
    return i


def named_end(page: Page, i: int) -> int:
    """Returns the end of «имени Л. Н. Гумилева»."""
    limit = page.sentence_end(i)
    j = i + 1
    if j < limit and page.words[j] == ".":
        j += 1
    begin = j
    while j < limit and j - begin < 7:
        word = page.words[j]
        if word[0].isupper() or ("-" in word and word[0].islower() and word.rpartition("-")[2][:1].isupper()):
            j += 1
        elif word == "." and len(page.words[j - 1]) <= 2 and j > begin:
            j += 1
        elif word.isdigit() or (j > begin and page.lowers[j] in words("names")["titles"]["behind"]):
            j += 1
        else:
            break
    return j if j > begin else i


def latin_end(page: Page, i: int) -> int:
    """Returns the end of a run of Latin words with capitals («KAZ Minerals PLC», «Petroleum Operating B.V.»)."""
    limit = page.sentence_end(i)
    joints = words("names")["legal"]["joints"]
    j = i + 1
    while j < limit:
        word = page.words[j]
        if word.isascii() and word[0].isalpha() and (word[0].isupper() or (page.tokens.glued(j) and word[0].isdigit())):
            j += 1
        elif (
            word in joints or (word in "-&" and page.tokens.glued(j))
        ) and j + 1 < limit and page.words[j + 1].isascii() and page.words[j + 1][0].isupper():
            j += 2
        elif word == "." and len(page.words[j - 1]) == 1 and page.tokens.glued(j):
            j += 1
        elif word[0].isdigit() and page.tokens.glued(j) and page.words[j - 1].isascii():
            j += 1
        else:
            break
    return j


def is_name_like(page: Page, i: int) -> bool:
    """Says whether a token is a capital that may be part of a body's own name, not a person's."""
    return page.is_capital(i) and not is_personal(page.lowers[i])
