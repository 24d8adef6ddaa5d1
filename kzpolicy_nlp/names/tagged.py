"""What the tagger takes for a body, where it can be one."""

from __future__ import annotations

from collections.abc import Iterator, Set

from ..text import morphology
from ..text.data import words
from .bodies import behind, head_of, is_titled_opening, latin_end, place_end, widen
from .canonical import canonical, of_entry, of_name
from .gazetteer import Gazetteer
from .mentions import OrganisationMention
from .phrases import Page, cases, cue_of


def find_tagged(page: Page, lists: Gazetteer, persons: Set[int]) -> Iterator[OrganisationMention]:
    """What the tagger takes for a body, where it can be one."""
    for first, last, kind in page.tags or ():
        if kind != "ORG":
            continue
        last = next((i for i in range(first, last) if i in persons and "named" not in page.cues[max(i - 1, 0)]), last)
        first, last = _trim(page, first, last)
        if first >= last or not _may_be_body(page, first, last):
            continue
        name = canonical(page, first, last)
        entry = lists.lookup(name)
        first, last = widen(page, first, last)
        if page.words[last - 1].isascii() and page.words[last - 1][0].isalpha():
            last = max(last, latin_end(page, last - 1))
        yield (
            of_entry(entry, first, last, "tagger")
            if entry is not None
            else of_name(name, "other", first, last, "tagger")
        )


def _trim(page: Page, first: int, last: int) -> tuple[int, int]:
    """The tagger's span without a verb before it, a bracket or a figure behind it, signs around it."""
    bracket = next((i for i in range(first + 1, last) if page.words[i] in "()"), last)
    last = bracket
    while first < last and not page.words[first][0].isalnum():
        first += 1
    while last > first and (
        not page.words[last - 1][0].isalnum() or (page.words[last - 1].isdigit() and not page.tokens.glued(last - 1))
    ):
        last -= 1
    while (
        last - first > 1
        and page.opens_sentence(first)
        and page.words[first][1:].islower()
        and not any(cases(page.lowers[first]))
        and not page.words[first].isascii()
        and morphology.analyzer().word_is_known(page.lowers[first])
    ):
        first += 1
    return first, last


def _may_be_body(page: Page, first: int, last: int) -> bool:
    """Says that nothing speaks against a body of the tagger's."""
    spelled, lowers, generic = page.words, page.lowers, words("names")["generic"]
    span = range(first, last)
    before = page.cues[first - 1] if first > page.sentence_start(first) else frozenset()
    in_quotes = first > 0 and spelled[first - 1] in '«"'
    if before & {"goods", "writing", "money"} or (in_quotes and is_titled_opening(page, first - 1)):
        return False
    things = {"street", "writing", "web"}
    if (
        any((page.cues[i] | cue_of(lowers[i].rpartition("-")[2])) & things for i in span)
        or place_end(page, first) >= last
    ):
        return False
    if any("post" in page.cues[i] for i in span) and not any(head_of(lowers[i]) is not None for i in span):
        return False
    if page.text(first, last) in words("organisation_words")["generic"]["names"] or lowers[first] in generic["names"]:
        return False
    head = head_of(lowers[first])
    if last - first > 1:
        if head is not None and (
            head.is_plural or (not page.is_capital(first) and behind(page, first + 1, head)[1] != "name")
        ):
            return False
        is_own = [page.is_capital(i) and not (i == first and page.opens_sentence(i)) for i in span]
        has_head = any(head_of(lowers[i]) is not None for i in span) and (head is not None or cases(lowers[first])[0])
        inner = [
            i
            for i in span
            if spelled[i][0].isalpha() and (i > first or not page.opens_sentence(i) or spelled[i].isupper())
        ]
        unknown = any(
            (spelled[i].isascii() or spelled[i].isupper() or not morphology.analyzer().word_is_known(lowers[i]))
            for i in inner
        )
        return (has_head and page.is_capital(first)) or unknown or in_quotes or sum(is_own) > 1
    word = spelled[first]
    _, dash, rest = word.partition("-")
    if not word[0].isupper() or head is not None or word in generic["abbreviations"]:
        return False
    if word in words("organisation_words")["generic"]["undeclined"] or (dash and rest.islower() and not in_quotes):
        return False  # «IT-услуг»
    if in_quotes and cases(lowers[first])[0] and morphology.analyzer().word_is_known(lowers[first]):
        return False
    if in_quotes or word.isascii() or word.isupper():
        return True
    readings = morphology.forms(lowers[first])
    if not morphology.analyzer().word_is_known(lowers[first]):
        return readings[0].pos != "ADJF"
    return any("Orgn" in r.marks for r in readings) or (not page.opens_sentence(first) and readings[0].pos == "NOUN")


def lengthened(
    page: Page, found: list[OrganisationMention], tagged: list[OrganisationMention]
) -> Iterator[OrganisationMention]:
    """What the patterns found, as far as the tagger sees the name go («Фонд борьбы с …»)."""
    longer = {mention.first: mention for mention in tagged}
    lasts = {mention.last for mention in found}
    for mention in found:
        other = longer.get(mention.first)
        if mention.rule == "pattern" and other is not None and other.last > mention.last and other.last not in lasts:
            yield of_name(other.name, mention.kind, mention.first, other.last, "pattern")
        else:
            yield mention
