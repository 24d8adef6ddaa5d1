"""Whose a local body is where its name does not say it: the region, district or city that the text is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from ..text.data import words
from ..text.inflection import decline
from .bodies import heads
from .canonical import of_entry, of_name, slug
from .gazetteer import Entry, Gazetteer
from .mentions import OrganisationMention
from .phrases import Page, lemmas

LOCAL = ("akimat", "maslikhat")


def told_of(page: Page, body: OrganisationMention, lists: Gazetteer) -> OrganisationMention:
    """Returns a body with its place in its name where that ends with «области», «района» or «города» alone."""
    kinds: dict[str, str] = words("names")["linking"]["ends"]
    *rest, last = body.name.split(" ")
    if not rest or last not in kinds or body.rule == "list" or (len(rest) > 1 and rest[-1].istitle()):
        return body
    place = _foremost(page, (kinds[last],))
    if place is None:
        return body
    genitive = dict(decline(place.name))["gent"]
    name = " ".join((*rest, genitive if last in genitive.split(" ") else f"{last} {genitive}"))
    entry = lists.lookup(name)
    return replace(body, name=entry.name if entry else name, id=entry.id if entry else slug(name))


def _foremost(page: Page, kinds: tuple[str, ...]) -> Entry | None:
    """The place of Kazakhstan of these kinds that a text names more often than any other."""
    entries = [form.entry for hit in page.hits if (form := hit.of("places")) is not None and not form.unsure]
    counted = Counter(e for e in entries if e.country == "KZ" and e.kind in kinds).most_common(2)
    is_one = len(counted) == 1 or (len(counted) > 1 and counted[0][1] > counted[1][1])
    return counted[0][0] if is_one else None


def owner(page: Page, i: int) -> str:
    """Returns the kind of place that an adjective in small letters says («областной акимат»), else nothing."""
    owners: dict[str, str] = words("names")["linking"]["owners"]
    is_capital = i == page.sentence_start(i) or page.is_capital(i) or page.is_capital(i - 1)
    return "" if is_capital else next((owners[x] for x in lemmas(page.lowers[i - 1]) if x in owners), "")


def of_place(
    page: Page, lists: Gazetteer, kinds: tuple[str, ...] = ("region", "city")
) -> Iterator[tuple[str, OrganisationMention]]:
    """Yields the akimat and the maslikhat of the region or city of Kazakhstan that the text is about.

    Where a text names several of them alike, their names stay without a place; where it names none, they are nobody's.
    """
    entries = [form.entry for hit in page.hits if (form := hit.of("places")) is not None and not form.unsure]
    if not any(e.country == "KZ" and e.kind in (*kinds, "district") for e in entries):
        return
    place = _foremost(page, kinds)
    genitive = dict(decline(place.name))["gent"] if place is not None else ""
    for head in heads().values():
        if head.kind in LOCAL:
            name = f"{head.lemma.capitalize()} {genitive}".strip()
            entry = lists.lookup(name)
            yield head.lemma, of_entry(entry, 0, 0, "back") if entry else of_name(name, head.kind, 0, 0, "back")
