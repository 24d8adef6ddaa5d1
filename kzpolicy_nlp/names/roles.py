"""The post that a text names beside a person: «министр финансов Мади Такиев», «Алмас Айдаров, вице-министр»."""

from __future__ import annotations

import functools
from collections.abc import Set

from ..text import morphology
from ..text.data import words
from .phrases import Page, cases

_ROLE_REACH = 18  # tokens between a post and the name at most


def find_role(page: Page, first: int, last: int, others: Set[int] = frozenset()) -> str | None:
    """Returns the post named beside a person, as written: before the name, else behind it after a comma or a dash.

    `others`: tokens of persons' names, which a post never reaches over.
    """
    return _role_before(page, first, others) or _role_behind(page, last, others)


def _role_before(page: Page, first: int, others: Set[int]) -> str | None:
    start = max(page.sentence_start(first), first - _ROLE_REACH)
    stops = words("names")["roles"]["stops"]
    at = first - 1
    while at >= start and not ("post" in page.cues[at] and not is_many(page.lowers[at])):
        word = page.words[at]
        if word in "():;!?" or (word == "," and at == first - 1) or page.lowers[at] in stops or at in others:
            return None
        if word[0].isalpha() and at not in page.hit_at and is_verbal(page.lowers[at]):
            return None
        at -= 1
    if at < start:
        return None
    while at > start and page.cues[at - 1] & {"rank", "post"} and page.words[at - 1][0].isalpha():
        if "rank" not in page.cues[at - 1] and "gent" not in cases(page.lowers[at])[1] | cases(page.lowers[at])[0]:
            break
        at -= 1
    acting = words("names")["roles"]["acting"]
    if at - len(acting) >= start and page.lowers[at - len(acting) : at] == acting:
        at -= len(acting)
    return page.text(at, first).strip(" ,-")


@functools.lru_cache(maxsize=1 << 12)
def is_many(low: str) -> bool:
    """Says whether a post is a plural («депутатов»)."""
    return morphology.forms(low)[0].number == "plur"


@functools.lru_cache(maxsize=1 << 14)
def is_verbal(low: str) -> bool:
    """Says whether a word is a verb, or a pronoun, which no name and no post holds."""
    return morphology.forms(low)[0].pos in ("VERB", "INFN", "GRND", "PRTS", "PRED", "NPRO")


def _role_behind(page: Page, last: int, others: Set[int]) -> str | None:
    end = page.sentence_end(last - 1)
    if last + 1 >= end or page.words[last] not in ",-":
        return None
    at = last + 1
    while at < end and "rank" in page.cues[at]:
        at += 1
    if at >= end or "post" not in page.cues[at]:
        return None
    stop = at + 1
    while (
        stop < end
        and page.words[stop] not in ",.;-():"
        and stop - at < _ROLE_REACH
        and not is_verbal(page.lowers[stop])
    ):
        stop += 1
    return None if any(i in others for i in range(at, stop)) else page.text(last + 1, stop)
