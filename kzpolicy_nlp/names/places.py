"""Places (SPEC §8): names of the lists told apart by what stands beside them, and towns that no list knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..text.data import words
from .around import is_name, is_titled, noun_before, noun_of_list
from .gazetteer import Form, Hit
from .mentions import PlaceMention
from .phrases import Page, is_personal
from .unlisted import by_noun, tagged_places


def find_places(page: Page, taken: set[int], persons: set[int]) -> list[PlaceMention]:
    """Returns the places of a text, in order.

    Args:
        page: the text.
        taken: tokens inside the names of bodies.
        persons: tokens of names that are surely persons'.
    """
    found: list[PlaceMention] = []
    unsure: list[tuple[Hit, Form]] = []
    done = taken | persons
    for hit in page.hits:
        if not done.isdisjoint(range(hit.first, hit.last)):
            continue
        form = _place_of(page, hit)
        if form is None or _is_part_of_city(page, form) or _is_elsewhere(page, hit, form):
            continue
        if form.is_adjective:
            found.extend(_elided(page, hit))
        elif form.unsure and not _is_told(page, hit, form):
            unsure.append((hit, form))
        else:
            found.append(_mention(page, hit, form))
    for more in (_in_lists(page, unsure, found), by_noun(page, taken), tagged_places(page)):
        done = done | {i for m in found for i in range(m.first, m.last)}
        found.extend(m for m in more if done.isdisjoint(range(m.first, m.last)))
    found.sort(key=lambda m: m.first)
    return [m for i, m in enumerate(found) if not i or found[i - 1].last <= m.first]


def _place_of(page: Page, hit: Hit) -> Form | None:
    """The place that a name means here: the noun beside it decides, then the surer, the nearer and the larger one."""
    forms = [form for form in hit.forms if form.entry.table == "places"]
    wanted = _noun_beside(page, hit) if forms else ""
    if wanted == "city" and forms[0].is_adjective and noun_of_list(page, hit.first, hit.last)[1]:
        wanted = ""  # «в 17 аулах Шиелийского и Жанакорганского районов»
    if wanted == "city" and not any(form.entry.kind == "city" for form in forms):
        forms = [form for form in forms if form.entry.kind in ("country", "region")]  # «городах РК», «столица Чехии»
        wanted = ""  # «аула Каратал», which is no river
    if len(forms) < 2:
        return forms[0] if forms else None
    if not wanted and any(form.is_adjective for form in forms):
        wanted, is_told = noun_of_list(page, hit.first, hit.last)
        if is_told:
            forms = [form for form in forms if form.is_adjective] or forms
    fitting = [form for form in forms if form.entry.kind == wanted] or forms
    return max(
        fitting,
        key=lambda form: (
            not form.unsure,
            not form.is_adjective,
            form.entry.kind == "city",
            form.entry.country == "KZ",
            not _is_part_of_city(page, form),
            form.entry.population,
        ),
    )


def _is_part_of_city(page: Page, form: Form) -> bool:
    """Says whether a district is one of a city's («Ауэзовский район»)."""
    within = page.lists.entry(f"kato:{form.entry.within}") if form.entry.kind == "district" else None
    return within is not None and within.kind == "city"


def _noun_beside(page: Page, hit: Hit) -> str:
    """The kind of place that the noun before or behind a name tells."""
    first, last = hit.first, hit.last
    before = page.cues[first - 1] if first else frozenset()
    if "town" in before or (first > 1 and page.words[first - 1] == "." and "town_short" in page.cues[first - 2]):
        return "city"
    behind = page.cues[last] if last < len(page.words) else frozenset()
    for kind in ("region", "district", "country"):
        if kind in before or kind in behind:
            return kind
    return "other" if "water" in before else ""


def _is_told(page: Page, hit: Hit, form: Form) -> bool:
    """Says whether the text tells that an ambiguous name is a place: by its noun, or by «в» where the tagger agrees."""
    if _noun_beside(page, hit) == form.entry.kind:
        return True
    if page.tags is not None:
        if page.lowers[hit.first] in words("names")["generic"]["deposits"]:
            return False
        tag = page.tag_at.get(hit.first)
        return tag is not None and tag[2] == "LOC" and (tag[1] <= hit.last or not is_name(page, hit.last))
    is_in = hit.first > 0 and "in" in page.cues[hit.first - 1] and page.is_capital(hit.first)
    return is_in and not is_name(page, hit.last)


def _is_elsewhere(page: Page, hit: Hit, form: Form) -> bool:
    """Says that a name is part of a street, a thing, a currency, a person's name, a title, an address."""
    first, last, spelled, glued = hit.first, hit.last, page.words, page.tokens.glued
    if first > page.sentence_start(first):
        before = page.cues[first - 1]
        at = first - 1
        if spelled[at] == "." and at > page.sentence_start(first):
            at -= 1
            before = (
                page.cues[at] - {"money"}
                if page.lowers[at] not in words("names")["cue"]["currency"]["spelled"]
                else page.cues[at]
            )
        if before & {"money", "named"}:
            return True
        if before & {"street", "venue"} and (form.is_nominative or form.unsure) and form.entry.kind != "country":
            return True
        if spelled[first - 1] in "-/@" and glued(first) and spelled[first - 2].isascii():
            return True
        if form.unsure and is_name(page, first - 1) and is_personal(page.lowers[first - 1]):
            return True
    if last + 1 < page.sentence_end(first):
        if spelled[last] == "-" and glued(last) and glued(last + 1) and not spelled[last + 1][0].isupper():
            return True  # «Казахстан-2050»
        if glued(last) and glued(last + 1) and spelled[last] in ".@" and "domain" in page.cues[last + 1]:
            return True
    if spelled[first].isascii() and last < len(spelled) and spelled[last].isascii() and spelled[last][0].isupper():
        return True
    if is_titled(page, first):
        return True
    begin, close, kind = page.tag_at.get(first, (first, last, ""))
    if form.entry.kind == "country" and (begin < first or form.is_nominative):
        return False  # but «Доминика Рааба»
    rest = [i for i in range(begin, close) if i not in page.hit_at]
    return kind == "PER" and close - begin > last - first and any(not page.words[i].islower() for i in rest)


def _mention(page: Page, hit: Hit, form: Form) -> PlaceMention:
    entry, first = form.entry, hit.first
    start = page.sentence_start(first)
    if entry.kind == "city" and first > start:
        if page.words[first - 1] == "." and first - 1 > start and "town_short" in page.cues[first - 2]:
            first -= 2
        elif page.lowers[first - 1] in words("names")["places"]["undotted"]:
            first -= 1
    return PlaceMention(
        first=first,
        last=hit.last,
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


def _elided(page: Page, hit: Hit) -> Iterator[PlaceMention]:
    """«Алматинской» in a list whose noun stands once, or with no noun at all (a region's feminine)."""
    kind, is_told = noun_of_list(page, hit.first, hit.last) if page.is_capital(hit.first) else ("", False)
    if not is_told:
        kind = noun_before(page, hit.first) or kind
    form = next(
        (f for f in hit.forms if f.is_adjective and f.entry.kind == kind and not _is_part_of_city(page, f)), None
    )
    if form is not None:
        yield _mention(page, hit, form)


def _in_lists(page: Page, unsure: list[tuple[Hit, Form]], found: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Ambiguous names beside a sure one in a list («Караганда, Шахтинск, Абай», «области Абай и Улытау»)."""
    links = words("names")["places"]["links"]
    kinds = {i: m.kind for m in found if m.kind in ("city", "region") for i in (m.first, m.last - 1)}
    made = []
    for hit, _ in unsure:
        for sign, beyond in ((hit.first - 1, hit.first - 2), (hit.last, hit.last + 1)):
            is_link = 0 <= sign < len(page.words) and (page.words[sign] in ",;" or page.lowers[sign] in links)
            kind = kinds.get(beyond, "") if is_link and page.is_capital(hit.first) else ""
            form = next((f for f in hit.forms if f.entry.kind == kind and not f.is_adjective), None)
            if form is not None:
                kinds.update(dict.fromkeys((hit.first, hit.last - 1), kind))
                made.append(_mention(page, hit, form))
                break
    return made
