"""The names of a text: bodies first, then places outside them, then persons outside both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..text.rules import Chain
from .gazetteer import gazetteer
from .linking import link_organisations, link_persons
from .mentions import Names
from .organisations import find_organisations
from .persons import find_persons
from .phrases import Page
from .places import find_places


def find_names(
    chain: Chain, tags: Sequence[Sequence[tuple[int, int, str]]] | None, own: tuple[Path, ...] = ()
) -> Names:
    """Returns the named bodies, places and persons of a text (SPEC §7–9).

    Args:
        chain: the text.
        tags: the tagger's names of each sentence; None: rules and lists alone.
        own: the caller's lists, in the form of words/organisations.tsv or words/places.tsv.
    """
    lists = gazetteer(own)
    page = Page(chain.tokens, lists, tags)
    bodies = link_organisations(page, find_organisations(page, lists), lists)
    places = find_places(page, bodies)
    taken = {i for m in (*bodies, *places) for i in range(m.first, m.last)}
    persons = link_persons(page, find_persons(page, taken), taken)
    return Names(bodies, places, persons)
