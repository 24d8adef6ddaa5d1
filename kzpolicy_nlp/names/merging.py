"""The names of a text: bodies first, then places outside them, then persons outside both.

Names that show by themselves whose they are («Канат Бозумбаев») are kept from being places.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..text.rules import Chain
from .gazetteer import gazetteer
from .linking import link_organisations, link_persons
from .mentions import Names
from .organisations import find_organisations
from .persons import find_persons, find_shown
from .phrases import Page
from .places import find_places
from .villages import with_villages


def find_names(
    chain: Chain, tags: Sequence[Sequence[tuple[int, int, str]]] | None, *, own: tuple[Path, ...] = ()
) -> Names:
    """Returns the named bodies, places and persons of a text (SPEC §7–9).

    Args:
        chain: the text.
        tags: the tagger's names of each sentence, as tokens of the sentence; None: rules and lists alone.
        own: the caller's lists, in the form of words/organisations.tsv or words/places.tsv.
    """
    lists = gazetteer(own)
    page = Page(chain.tokens, lists, tags)
    shown = find_shown(page)
    bodies = link_organisations(
        page, find_organisations(page, lists, {i for span in shown for i in range(*span)}), lists
    )
    taken = {i for body in bodies for i in range(body.first, body.last)}
    shown = [span for span in shown if taken.isdisjoint(range(*span))]
    places = with_villages(find_places(page, taken, {i for span in shown for i in range(*span)}))
    taken.update(i for place in places for i in range(place.first, place.last))
    persons = link_persons(page, find_persons(page, shown, taken), taken)
    return Names(bodies, places, persons)
