"""Bodies by how they are named: a noun of the kind, with what stands before and behind it."""

from __future__ import annotations

import functools
from typing import NamedTuple

from ..text import morphology
from ..text.data import words
from .phrases import Page, cases, chain, is_personal, is_plural, legal_forms, lemmas

_QUOTED = 14  # tokens between the quotes of a body's name at most
_ADJECTIVES = 5  # adjectives before the noun at most
_AROUND = 8  # quotes, legal forms and types before a name at most
_NAMED = 7  # tokens of «имени …» at most
_STATE = frozenset({"ministry", "agency", "committee", "akimat", "maslikhat", "parliament", "government", "prosecutor"})
_LOCAL = frozenset({"department", "akimat", "maslikhat"})


class Head(NamedTuple):
    """A noun that begins the name of a body.

    `small`: what must follow it where it has a small letter; `needs`: what it needs in any letters; `alone`: whether it
    points back to a body by itself («small»: in any letters, «capital», «inner»: with a capital inside a sentence).
    """

    lemma: str
    kind: str
    small: str
    needs: str
    alone: str
    is_plural: bool
    is_both: bool  # singular and plural alike: «агентства»


class Body(NamedTuple):
    """A body's name at tokens `first … last - 1`, its noun at `head`."""

    first: int
    last: int
    head: int
    kind: str
    tail: str


@functools.cache
def heads() -> dict[str, Head]:
    """Returns the nouns of bodies by their forms; a form that may be singular counts as singular."""
    known, nouns = words("organisation_words"), words("names")["nouns"]
    kinds = {lemma: kind for kind, table in known["heads"].items() for lemma in table["lemmas"]}
    kinds.update(dict.fromkeys(nouns["department"], "department"))
    kinds.update(nouns["kinds"])
    capital = {word.lower() for word in known["back"]["capital"]}
    found: dict[str, Head] = {}
    for small in ("complement", "po", "place", "court", "never", "name"):
        for lemma in nouns[small]:
            needs = "name" if lemma in nouns["named"] else "adjective" if lemma in nouns["adjective"] else ""
            alone = "small" if lemma in known["back"]["small"] else "capital" if lemma in capital else ""
            if alone == "capital" and lemma in nouns["weak"]:
                alone = "inner"
            for form, numbers in _forms(lemma).items():
                head = Head(lemma, kinds[lemma], small, needs, alone, numbers == {"plur"}, len(numbers) > 1)
                found.setdefault(form, head)
    return found


@functools.lru_cache(maxsize=1 << 15)
def head_of(low: str) -> Head | None:
    """Returns the noun of bodies that a small-letter word is, or ends with («визит-центр», «госуниверситет»)."""
    found = heads().get(low)
    if found is not None:
        return found
    table = words("names")["nouns"]
    start, _, tail = low.rpartition("-")
    if start:
        found = heads().get(tail) if start not in table["no_prefixes"] else None
        return found if found is not None and found.small == "name" else None
    prefix = next((p for p in table["prefixes"] if low.startswith(p)), "")
    return heads().get(low[len(prefix) :]) if prefix and len(low) > len(prefix) + 3 else None


def _forms(lemma: str) -> dict[str, set[str]]:
    """The forms of a noun, and their numbers."""
    forms = {lemma: {"sing"}}
    parse = next((p for p in morphology.analyzer().parse(lemma) if p.normal_form == lemma), None)
    for form in parse.lexeme if parse is not None else ():
        if form.tag.case not in ("gen2", "voct"):
            forms.setdefault(form.word, set()).add(str(form.tag.number))
    return forms


@functools.cache
def stops() -> frozenset[str]:
    """The nouns of state bodies: within a chain of genitives they begin another body's name."""
    return frozenset(head.lemma for head in heads().values() if head.kind in _STATE or head.kind == "department")


def read_body(page: Page, at: int) -> Body | None:
    """Returns the body whose noun stands at a token, or None where it is only a noun."""
    head = head_of(page.lowers[at])
    if head is None or head.is_plural:
        return None
    first = _adjectives_before(page, at)
    has_adjective = first < at
    if has_adjective and any(is_plural(page.lowers[i]) for i in range(first, at)):
        return None
    last, tail = behind(page, at + 1, head)
    if head.small == "court" and "place" in tail and not page.is_capital(first):
        first = _court(page, at)
        return Body(first, last, at, head.kind, tail) if first < at else None
    if not page.is_capital(first):
        following = page.words[at + 1] if at + 1 < page.sentence_end(at) else ""
        is_near = at + 1 in page.closing or following == "№" or (following.isascii() and following[:1].isupper())
        fits = {
            "complement": tail != "" and not (head.is_both and is_listed(page, at)),
            "po": (tail.startswith("po") and not (head.is_both and is_listed(page, at)))
            or (tail == "name" and is_near),
            "place": "place" in tail and (tail != "place" or head.kind != "department"),
            "name": tail == "name" and is_near,
        }
        if not fits.get(head.small, False):
            return None
    elif not tail:
        if not has_adjective or head.needs == "name" or not is_naming(page, first, at):
            return None
    elif head.needs == "name":
        if tail != "name":
            return None
    elif head.needs == "adjective" and not has_adjective and tail not in ("name", "named"):
        return None
    return Body(first, last, at, head.kind, tail)


def is_listed(page: Page, at: int) -> bool:
    """Says whether a noun stands where a plural does: at the start, behind a comma, «и» or a plural adjective."""
    if at == page.sentence_start(at):
        return True
    before = page.lowers[at - 1]
    return not before[0].isalpha() or before in words("names")["chain"]["conjunctions"] or is_plural(before)


def _adjectives_before(page: Page, at: int) -> int:
    """Returns the first of the adjectives before a noun, back to the one with a capital; else the noun itself."""
    start = max(page.sentence_start(at), at - _ADJECTIVES)
    naming = i = at
    while i > start and page.words[i - 1][0].isalpha() and cases(page.lowers[i - 1])[0]:
        hit = page.hit_at.get(i - 1)
        if hit is not None and (form := hit.of("places")) is not None and not form.is_adjective:
            break
        i -= 1
        if page.is_capital(i):
            naming = i
    if naming < at and page.opens_sentence(naming) and not is_naming(page, naming, at):
        return at
    return naming


def _court(page: Page, at: int) -> int:
    """Returns the first of the adjectives that tell a court («городской суд Алматы»), else the noun itself."""
    kinds, start = tuple(words("names")["naming"]["courts"]), page.sentence_start(at)
    while at > start and page.lowers[at - 1].startswith(kinds) and cases(page.lowers[at - 1])[0]:
        at -= 1
    return at


def adjective_of_country(page: Page, first: int) -> str:
    """Returns the adjective before a token that says whose a body is («казахстанское»), else nothing."""
    if first <= page.sentence_start(first):
        return ""
    low = page.lowers[first - 1]
    return low if low.endswith(tuple(words("names")["generic"]["adjectival"])) and cases(low)[0] else ""


def is_naming(page: Page, first: int, at: int) -> bool:
    """Says whether adjectives make a name: «Капшагайский городской», «Международная»; not «Новая»."""
    listed = words("names")["naming"]
    starts, ends = tuple(listed["starts"]), tuple(listed["ends"])
    return any(
        page.lowers[i].startswith(starts) or any(x.endswith(ends) for x in lemmas(page.lowers[i]))
        for i in range(first, at)
    )


def behind(page: Page, start: int, head: Head) -> tuple[int, str]:
    """Returns the end of what belongs to a body's noun, and what it is.

    That is «complement» (genitives), «po» («по …»), «place», either of them with « place» behind, «named» («имени …»),
    «name» (in quotes or Latin letters), or nothing.
    """
    limit = page.sentence_end(start - 1)
    to = words("names")["chain"]["to"]
    end, kind = (_to(page, start, limit) if "-" not in page.words[start - 1] else start), "po"  # «Альфа-банка по …»
    if end == start:
        with_posts = head.lemma in words("names")["nouns"]["with_posts"]
        end, kind = chain(page, start, "gent", stops(), with_posts=with_posts), "complement"
        if end > start:
            end = max(end, _to(page, end, limit))
    i, kind = (end, kind) if end > start else (start, "")
    for _ in range(6):
        if i >= limit:
            break
        end, found = _part(page, i, limit, head, kind)
        if end == i:
            if kind in ("place", "complement place") and page.lowers[i] == to and head.small == "po":
                end, found = _to(page, i, limit), "po"
            if end == i:
                break
        i = end
        if found == "place":
            kind = f"{kind} place" if kind in ("complement", "po") else kind or "place"
        else:
            kind = found if found in ("name", "named") or not kind.endswith("place") else f"{found} place"
    return i, kind


def _to(page: Page, i: int, limit: int) -> int:
    """The end of «по финансам и бюджету» at token i, or i."""
    table = words("names")["chain"]
    if i + 1 < limit and page.lowers[i] == table["to"] and page.lowers[i + 1] not in table["not_to"]:
        end = chain(page, i + 1, "datv", stops())
        return end if end > i + 1 else i
    return i


def _part(page: Page, i: int, limit: int, head: Head, kind: str) -> tuple[int, str]:
    """The next part of a body's name at token i: its end and what it is."""
    table = words("names")["chain"]
    low, word = page.lowers[i], page.words[i]
    hit = page.hit_at.get(i)
    is_part = hit is not None and hit.of("organisations") is not None and (kind != "" or hit.of("places") is None)
    if hit is not None and is_part and kind != "name" and _is_genitive(page, i):
        return hit.last, "place"
    if (end := place_end(page, i)) > i:
        form = hit.of("places") if hit is not None else None
        is_apart = kind == "name" and form is not None and form.is_nominative and page.words[i].istitle()
        return (i, "") if is_apart else (end, "place")  # «компании «НЭО центр» Артем …»
    if low == table["to"] and (end := place_end(page, i + 1)) > i + 1:
        return end, "place"
    if low == table["at"] and i + 1 < limit:
        hit = page.hit_at.get(i + 1)
        if hit is not None and hit.of("organisations") is not None:
            return hit.last, kind or "complement"
        if (other := head_of(page.lowers[i + 1])) is not None and (inner := read_body(page, i + 1)) is not None:
            return inner.last, kind or "complement"
        if page.lowers[i + 1] in table["at_posts"]:
            return i + 2, kind or "complement"
        if (end := at_end(page, i)) > i:
            return end, kind or "complement"
    if low in table["in"] and head.kind == "government" and (end := place_end(page, i + 1)) > i + 1:
        return end, "place"
    if "named" in page.cues[i]:
        return named_end(page, i), "named"
    if i in page.closing and kind != "name":
        closing = page.closing[i]
        if (
            closing - i <= _QUOTED
            and page.words[i + 1][0].isalnum()
            and page.lowers[i + 1] not in words("names")["written"]["titles"]
        ):
            return (closing + 1, "name") if page.is_capital(i + 1) or not page.words[i + 1][0].isalpha() else (i, "")
    if word.isascii() and word[0].isupper():
        return latin_end(page, i), "name"
    other = head_of(low)
    is_inner = bool(kind) or (head.kind == "department" and page.is_capital(i))
    if other is None and is_inner and not kind and i + 1 < limit:  # «управление Следственного комитета»
        other = head_of(page.lowers[i + 1])
    if other is not None and not other.is_plural and other.lemma in stops() and is_inner and _is_genitive(page, i):
        inner = read_body(page, i if head_of(low) is not None else i + 1)
        if inner is not None and inner.first == i:
            return inner.last, "place"
    if head.kind in _LOCAL:
        at = i + 1 if i + 1 < limit and "gent" in cases(low)[0] else i
        if page.lowers[at] in table["local"] and not (at + 1 < limit and page.is_capital(at + 1)):
            return at + 1, "place"
    if word == "№" and i + 1 < limit and page.words[i + 1].isdigit():
        return i + 2, "name"
    return i, ""


def at_end(page: Page, i: int) -> int:
    """Returns the end of «при главном архитекторе Москвы», or i."""
    limit, at = page.sentence_end(i), i + 1
    while at < limit and "loct" in cases(page.lowers[at])[0]:
        at += 1
    is_post = page.lowers[i] == words("names")["chain"]["at"] and at < limit and "post" in page.cues[at]
    return place_end(page, at + 1) if is_post and "loct" in cases(page.lowers[at])[1] else i


def _is_genitive(page: Page, i: int) -> bool:
    adjective, noun = cases(page.lowers[i])
    return page.words[i].isupper() or "gent" in adjective or "gent" in noun


def place_end(page: Page, i: int) -> int:
    """Returns the end of the place that is named at token i («города Алматы», «Ескельдинского района»), or i."""
    if i >= len(page.words) or page.begins_person(i):
        return i
    limit = page.sentence_end(i)
    classes = page.cues[i]
    if classes & {"town", "town_short", "region", "district", "country"} and i not in page.hit_at:
        j = i + 1
        if "town_short" in classes:
            if j >= limit or page.words[j] != "." or not page.words[i].islower():
                return i
            j += 1
        if j < limit and page.is_capital(j) and page.words[j][0].isalpha() and not page.words[j].isascii():
            hit = page.hit_at.get(j)
            if hit is None and is_personal(page.lowers[j]) and j + 1 < limit and page.words[j + 1].istitle():
                return i  # «глава администрации района Александр Никитин»
            return hit.last if hit is not None and hit.of("places") else j + 1
    hit = page.hit_at.get(i)
    if hit is not None and (form := hit.of("places")) is not None:
        if not form.is_adjective:
            return hit.last
        return hit.last + 1 if hit.last < limit and page.cues[hit.last] & {"region", "district"} else i
    if page.is_capital(i) and i + 1 < limit and "district" in page.cues[i + 1] and cases(page.lowers[i])[0]:
        return i + 2
    return i


def named_end(page: Page, i: int) -> int:
    """Returns the end of «имени Л. Н. Гумилева», or i."""
    limit = page.sentence_end(i)
    begin = i + 2 if i + 1 < limit and page.words[i + 1] == "." else i + 1
    behind_titles = words("names")["titles"]["behind"]
    j = begin
    while j < limit and j - begin < _NAMED:
        word = page.words[j]
        is_name = word[0].isupper() or word.rpartition("-")[2][:1].isupper() or word.isdigit()
        is_behind = j > begin and (page.lowers[j] in behind_titles or (word == "." and len(page.words[j - 1]) <= 2))
        if not (is_name or is_behind) or (j > begin and _is_subject(page, j)):
            break
        j += 1
    return j if j > begin else i


def _is_subject(page: Page, j: int) -> bool:
    """Says whether a given name in the nominative stands behind a genitive («имени Губкина Виктор Мартынов»)."""
    mine, before = cases(page.lowers[j])[1], cases(page.lowers[j - 1])[1]
    return is_personal(page.lowers[j]) and "nomn" in mine and "gent" not in mine and "gent" in before


def latin_end(page: Page, i: int) -> int:
    """Returns the end of a run of Latin words with capitals («KAZ Minerals PLC», «Petroleum Operating B.V.»)."""
    limit = page.sentence_end(i)
    joints = words("names")["written"]["joints"]
    glued = page.tokens.glued
    j = i + 1
    while j < limit:
        word = page.words[j]
        joins = word in joints or (word in "-&" and glued(j))
        if word.isascii() and word[0].isupper():
            j += 1
        elif joins and j + 1 < limit and page.words[j + 1].isascii() and page.words[j + 1][0].isupper():
            j += 2
        elif glued(j) and (word[0].isdigit() or (word == "." and _is_abbreviated(page.words[j - 1]))):
            j += 1
        else:
            break
    return j


def _is_abbreviated(word: str) -> bool:
    return len(word) == 1 or word in words("names")["written"]["dotted"]


def widen(page: Page, first: int, last: int) -> tuple[int, int]:
    """Returns a body's span with the quotes, the legal form and the type noun that stand around it."""
    forms, apart = legal_forms(), words("names")["nouns"]["apart"]
    start = max(page.sentence_start(first), first - _AROUND)
    last += any(page.closing.get(i) == last for i in range(first, last))
    while first > start:
        before = first - 1
        closing = page.closing.get(before)
        head = head_of(page.lowers[before])
        if closing is not None and closing in (last, last - 1):
            first, last = before, max(last, closing + 1)
        elif page.words[before] in forms:
            first = before
        elif head is not None and not head.is_plural and head.small == "name" and head.lemma not in apart:
            is_apart = page.words[first] in forms or (not page.words[first].isupper() and head_of(page.lowers[first]))
            if is_apart and page.words[first - 1] not in '«"':
                break  # «фонда Нацбанком»
            first = before
        else:
            break
    return first, last


def is_titled_opening(page: Page, opening: int) -> bool:
    """Says whether the quotes that open here name a document, an event or a thing, here or elsewhere in the text."""
    return bool(page.before_quotes(opening) & {"writing", "goods", "street"}) or page.quoted(opening) in page.titles
