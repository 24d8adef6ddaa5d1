"""Places (SPEC §8): names of the lists told apart by their context, regions whose noun stands once, towns no list knows."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from ..text import morphology
from ..text.data import words
from ..text.inflection import nominative
from .gazetteer import Form, Hit
from .mentions import OrganisationMention, PlaceMention
from .canonical import slug
from .phrases import Page, cases, is_personal

_LIST_REACH = 24  # tokens between an adjective and the noun of its list at most
_TITLE = 24  # tokens of the name of a document in quotes at most
_UNITS = {"region": "region", "district": "district"}


def find_places(page: Page, bodies: Sequence[OrganisationMention]) -> list[PlaceMention]:
    """Returns the places of a text, in order; none inside the name of a body, a document or an event."""
    taken = {i for body in bodies for i in range(body.first, body.last)}
    found: list[PlaceMention] = []
    done: set[int] = set()
    sure: list[tuple[Hit, Form]] = []
    for hit in page.hits:
        if hit.first in taken or (form := _place_of(page, hit)) is None or _is_elsewhere(page, hit, form):
            continue
        if form.is_adjective:
            found.extend(m for m in (_elided(page, hit),) if m is not None)
        elif not form.unsure or _is_told(page, hit, form):
            found.append(_mention(page, hit, form))
        else:
            sure.append((hit, form))
            continue
        done.update(range(found[-1].first, found[-1].last) if found else ())
    found.extend(m for m in _listed_beside(page, sure, done))
    done.update(i for m in found for i in range(m.first, m.last))
    found.extend(_unknown(page, taken | done))
    done.update(i for m in found for i in range(m.first, m.last))
    found.extend(_tagged(page, taken | done))
    found.sort(key=lambda m: m.first)
    return [m for i, m in enumerate(found) if not i or found[i - 1].last <= m.first]


def _place_of(page: Page, hit: Hit) -> Form | None:
    """The place that a name of the lists means here: the noun beside it decides, then the list's order."""
    forms = [form for form in hit.forms if form.entry.table == "places"]
    if not forms:
        return None
    if len(forms) == 1:
        return forms[0]
    wanted = _kind_beside(page, hit)
    if wanted:
        fitting = [form for form in forms if form.entry.kind == wanted]
        if fitting:
            return fitting[0]
    sure = [form for form in forms if not form.unsure and not form.is_adjective]
    if sure:
        return max(sure, key=lambda form: (form.entry.kind == "city", form.entry.country == "KZ", form.entry.population))
    if all(form.is_adjective for form in forms):
        kind = _noun_of_list(page, hit.last)
        return next((form for form in forms if form.entry.kind == kind), forms[0])
    return max(forms, key=lambda form: (not form.is_adjective, form.entry.country == "KZ", form.entry.population))


def _kind_beside(page: Page, hit: Hit) -> str:
    before = page.cues[hit.first - 1] if hit.first else frozenset()
    if "town" in before or (page.words[hit.first - 1] == "." and hit.first > 1 and "town_short" in page.cues[hit.first - 2]):
        return "city"
    for kind in ("region", "district", "country"):
        if kind in before or (hit.last < len(page.words) and kind in page.cues[hit.last]):
            return kind
    return "other" if "water" in before else ""


def _is_told(page: Page, hit: Hit, form: Form) -> bool:
    """Says whether the text tells that an ambiguous name is a place: by its noun, or by «в» where the tagger agrees."""
    if _kind_beside(page, hit) == form.entry.kind:
        return True
    if page.tags is not None:
        tag = next((kind for first, last, kind in page.tags if first <= hit.first < last), "")
        if tag != "LOC":
            return False
    before = page.cues[hit.first - 1] if hit.first else frozenset()
    return "in" in before and page.is_capital(hit.first) and not _has_name_behind(page, hit.last)


def _has_name_behind(page: Page, i: int) -> bool:
    return i < page.sentence_end(i - 1) and page.is_capital(i) and page.words[i][0].isalpha() and not page.words[i].isascii() and i not in page.hit_at


def _is_elsewhere(page: Page, hit: Hit, form: Form) -> bool:
    """Says that the name is part of a street, a thing, a currency, a person's name, a document's title, an address."""
    first, last = hit.first, hit.last
    start, end = page.sentence_start(first), page.sentence_end(first)
    spelled = page.words
    if first > start:
        before = page.cues[first - 1]
        if "money" in before or "named" in before:
            return True
        if "street" in before and form.is_nominative and form.entry.kind != "country":
            return True
        if spelled[first - 1] == "." and first - 1 > start and page.cues[first - 2] & {"street", "named"} and form.entry.kind != "country":
            return True
        if spelled[first - 1] in "-/@" and page.tokens.glued(first) and spelled[first - 2].isascii() and first - 1 > start:
            return True
    if last < end:
        if spelled[last] == "-" and last + 1 < end and spelled[last + 1][0].isdigit():  # «Казахстан-2050»
            return True
        if spelled[last] in ".@" and last + 1 < end and page.tokens.glued(last) and page.tokens.glued(last + 1) and "domain" in page.cues[last + 1]:
            return True
        if spelled[last].isascii() and spelled[last][0].isupper() and page.words[first].isascii():
            return True
    if _is_in_title(page, first, last):
        return True
    if not page.words[first].isupper() and first > start and page.is_capital(first - 1) and form.unsure and is_personal(page.lowers[first - 1]):
        return True
    if page.tags is not None and form.entry.kind != "country":
        return any(kind == "PER" and a <= first < b and b - a > last - first for a, b, kind in page.tags)
    return False


def _is_in_title(page: Page, first: int, last: int) -> bool:
    """Says whether tokens stand in the quotes of a name: of a document, an event, a brand; not of somebody's words."""
    pair = page.within.get(first)
    while pair is not None:
        begin, close = pair
        if _is_title(page, begin, close):
            return True
        pair = page.within.get(begin)
    return False


def _is_title(page: Page, begin: int, close: int) -> bool:
    start, end = page.sentence_start(begin), page.sentence_end(begin)
    if close - begin > _TITLE or not page.is_capital(begin + 1) and page.words[begin + 1][0].islower() and close - begin > 6:
        return any("writing" in page.cues[i] for i in range(max(start, begin - 2), begin))
    if any(w in ".!?" for w in page.words[close - 1 : close]) and begin + 2 < close:
        return False
    following = page.words[close + 1] if close + 1 < end else ""
    if following in (",", "-") and any("speech" in page.cues[i] for i in range(close + 1, min(end, close + 6))):
        return False
    if page.words[close - 1] == "," or (begin > start and page.words[begin - 1] == ":" and close - begin > 5):
        return False
    if begin == start and close - begin > 8:
        return False
    return not (close - begin > 8 and _has_verb(page, begin + 1, close) and not any("writing" in page.cues[i] for i in range(max(start, begin - 8), begin)))


def _has_verb(page: Page, first: int, last: int) -> bool:
    return any(morphology.forms(page.lowers[i])[0].pos == "VERB" for i in range(first, last) if page.lowers[i].isalpha())


def _mention(page: Page, hit: Hit, form: Form) -> PlaceMention:
    entry = form.entry
    first, last = hit.first, hit.last
    start = page.sentence_start(first)
    if entry.kind == "city" and first > start:
        if "town" in page.cues[first - 1] or (page.lowers[first - 1] in ("г",) if False else "town_short" in page.cues[first - 1] and page.words[first - 1].islower() and len(page.words[first - 1]) == 1):
            first -= 1
        elif page.words[first - 1] == "." and first - 1 > start and "town_short" in page.cues[first - 2]:
            first -= 2
    return PlaceMention(
        first=first,
        last=last,
        name=form.keeps or entry.name,
        kind=entry.kind,
        id=entry.id,
        kato=entry.kato,
        geonames=entry.geonames,
        country=entry.country,
        lat=entry.lat,
        lon=entry.lon,
        rule="list",
    )


def _elided(page: Page, hit: Hit) -> PlaceMention | None:
    """«Алматинской» in a list whose noun stands once, or with no noun at all (a region's feminine)."""
    if not page.is_capital(hit.first):
        return None
    kind = _noun_of_list(page, hit.last) or _noun_before(page, hit.first)
    if not kind:
        return None
    form = next((f for f in hit.forms if f.is_adjective and f.entry.kind == kind), None)
    return None if form is None else _mention(page, hit, form)


def _noun_of_list(page: Page, at: int) -> str:
    """The kind that the noun behind a list of adjectives tells; a list that ends without a noun is one of regions."""
    limit = min(page.sentence_end(at - 1), at + _LIST_REACH)
    i = at
    links = words("names")["places"]["links"]
    count = 0
    while i < limit:
        classes, low = page.cues[i], page.lowers[i]
        if "region" in classes:
            return "region"
        if "district" in classes:
            return "district"
        hit = page.hit_at.get(i)
        if hit is not None and (form := hit.of("places")) is not None:
            if not form.is_adjective and form.entry.kind in _UNITS and page.cues[hit.last - 1] & {"region", "district"}:
                return form.entry.kind
            i = hit.last
            count += 1
        elif low in links or page.words[i] == "," or "in" in classes or "town" in classes:
            i += 1
        elif page.is_capital(i) and cases(low)[0]:
            i += 1
            count += 1
        else:
            break
    if i > at and page.words[i - 1][0].isalpha() and cases(page.lowers[i])[1] if i < limit and page.words[i][0].isalpha() else False:
        return ""
    return "region" if i >= limit or i == at or count or page.words[i - 1] in ",.;" or not cases(page.lowers[i])[1] else ""


def _noun_before(page: Page, at: int) -> str:
    """The kind that a noun before a list tells («в регионах: Абайской, …»)."""
    return ""


def _listed_beside(page: Page, unsure: list[tuple[Hit, Form]], sure: set[int]) -> Iterator[PlaceMention]:
    """An ambiguous name counts in a list with a sure one («Караганда, Шахтинск, Абай»)."""
    for hit, form in unsure:
        before, after = hit.first - 1, hit.last
        conjunctions = words("names")["places"]["links"]
        near_before = before > 0 and (page.words[before] in ",;" or page.lowers[before] in conjunctions) and before - 1 in sure
        near_after = after + 1 < len(page.words) and (page.words[after] in ",;" or page.lowers[after] in conjunctions) and after + 1 in sure
        if (near_before or near_after) and form.entry.kind == "city" and page.is_capital(hit.first):
            sure.update(range(hit.first, hit.last))
            yield _mention(page, hit, form)


def _unknown(page: Page, taken: set[int]) -> Iterator[PlaceMention]:
    """Towns, districts and waters that no list knows, by the noun beside them («в селе Баршатас»)."""
    spelled, known = page.words, page.cues
    for i, classes in enumerate(known):
        if not classes or i in taken:
            continue
        if classes & {"town", "town_short"}:
            at = i + 1
            end = page.sentence_end(i)
            if "town_short" in classes:
                if not spelled[i].islower() or at >= end or spelled[at] != ".":
                    continue
                at += 1
            if at < end and _is_proper(page, at) and at not in taken:
                last = _proper_end(page, at)
                hit = page.hit_at.get(at)
                if hit is not None and hit.of("places") is not None and "town_short" not in classes:
                    continue
                yield from _named(page, i, at, last, "city")
        elif "district" in classes and i and i - 1 not in taken and page.is_capital(i - 1) and cases(page.lowers[i - 1])[0]:
            if i - 1 > page.sentence_start(i) or spelled[i - 1].endswith(tuple(words("names")["places"]["district_ends"])):
                if not _is_of_city(page, i):
                    yield from _named(page, i - 1, i - 1, i + 1, "district")
        elif "water" in classes and i + 1 < page.sentence_end(i) and _is_proper(page, i + 1) and i + 1 not in taken:
            yield from _named(page, i, i + 1, _proper_end(page, i + 1), "other")


def _is_of_city(page: Page, noun: int) -> bool:
    """«Ауэзовского района Алматы»: a part of a city."""
    return noun + 1 in page.hit_at and page.hit_at[noun + 1].forms[0].entry.kind == "city"


def _is_proper(page: Page, i: int) -> bool:
    return page.is_capital(i) and page.words[i].isalpha() is True and len(page.words[i]) > 1 or ("-" in page.words[i] and page.is_capital(i))


def _proper_end(page: Page, i: int) -> int:
    end = page.sentence_end(i)
    j = i + 1
    return j + 1 if j < end and _is_proper(page, j) and cases(page.lowers[i])[0] else j


def _named(page: Page, first: int, core: int, last: int, kind: str) -> Iterator[PlaceMention]:
    if page.words[core].isascii() or _is_in_title(page, core, last):
        return
    name = nominative(page.text(core, last))
    made = f"{kind}:{slug(name)}"
    yield PlaceMention(first=first, last=last, name=name, kind=kind, id=made, rule="noun")


def _tagged(page: Page, taken: set[int]) -> Iterator[PlaceMention]:
    """What the tagger takes for a place and no list knows."""
    for first, last, kind in page.tags or ():
        if kind != "LOC" or not taken.isdisjoint(range(first, last)):
            continue
        word = page.words[first]
        if last - first > 3 or not page.is_capital(first) or len(word) < 3 or word.isupper() or word.isascii():
            continue
        if any(i in page.hit_at for i in range(first, last)) or any(page.cues[i] & {"street", "post", "writing"} for i in range(first, last)):
            continue
        if first > page.sentence_start(first):
            before = page.cues[first - 1]
            if before & {"street", "named", "money", "post"} or (page.words[first - 1] == "." and page.cues[first - 2] & {"street", "named"}):
                continue
        elif page.opens_sentence(first) and morphology.analyzer().word_is_known(page.lowers[first]):
            continue
        adjective, noun = cases(page.lowers[first])
        if adjective and not noun and last - first == 1:
            continue
        if _is_in_title(page, first, last) or not page.words[last - 1][0].isalpha():
            continue
        tail = page.cues[last - 1]
        named = "region" if "region" in tail else "district" if "district" in tail else "other" if "water" in page.cues[first] | tail else "city"
        if last - first > 1 and named == "city" and not all(page.is_capital(i) for i in range(first, last)):
            continue
        name = nominative(page.text(first, last))
        yield PlaceMention(first=first, last=last, name=name, kind=named, id=f"{named}:{slug(name)}", rule="tagger")


@functools.cache
def _unused() -> None:
    return None
