"""What stands around a name: the quotes of a title, the noun of a list that tells what its names are."""

from __future__ import annotations

from ..text.data import words
from .phrases import Page, cases, is_finite

_LIST_REACH = 40  # tokens between an adjective and the noun of its list at most
_TITLE = 30  # tokens of a document's title at most
_PHRASE = 8  # tokens in quotes up to which they are a name, not somebody's words


def is_name(page: Page, i: int) -> bool:
    """Says whether a Russian word with a capital stands at token i."""
    return i < len(page.words) and page.is_capital(i) and page.words[i].isalpha() and not page.words[i].isascii()


def is_titled(page: Page, i: int) -> bool:
    """Says whether a token stands in the quotes of a name: a document's, an event's, a brand's; not in speech."""
    pair = page.within.get(i)
    while pair is not None:
        if _is_title(page, *pair):
            return True
        pair = page.within.get(pair[0])
    return False


def _is_title(page: Page, begin: int, close: int) -> bool:
    start, end = page.sentence_start(begin), page.sentence_end(begin)
    behind_writing = any("writing" in page.cues[i] for i in range(max(start, begin - 8), begin))
    length = close - begin - 1
    if length <= _PHRASE:
        if page.words[close - 1] in ",.!?…" or (begin > start and page.words[begin - 1] == ":"):
            return False
        behind_it = page.words[close + 1 : close + 3]
        is_said = behind_it[:1] in ([","], ["-"]) and close + 1 < end
        is_said = is_said and any("speech" in page.cues[i] for i in range(close + 1, min(end, close + 5)))
        is_said = is_said or behind_it == [",", "-"]  # «В Баку дешевле», – попенял он
        is_named = behind_writing or begin + 1 in page.hit_at or not page.words[begin + 1].islower()
        return is_named and not is_said
    is_told = page.words[begin + 1].islower() or any(is_finite(page.lowers[i]) for i in range(begin + 1, close))
    return behind_writing and length <= _TITLE and page.words[close - 1] not in ",!?" and not is_told


def noun_of_list(page: Page, first: int, last: int) -> tuple[str, bool]:
    """The kind that the noun behind a list of adjectives tells, and whether there is a noun.

    «Абайской, Акмолинской и Улытауской областях»; a list without one is of regions («Лидирует Атырауская.»).
    """
    links = words("names")["places"]["links"]
    i, limit = last, min(page.sentence_end(first), last + _LIST_REACH)
    while i < limit:
        classes = page.cues[i]
        for kind in ("region", "district"):
            if kind in classes:
                return kind, True
        following = page.hit_at.get(i)
        if following is not None and (form := following.of("places")) is not None:
            if not form.is_adjective and page.cues[following.last - 1] & {"region", "district"}:
                return form.entry.kind, True
            i = following.last
        elif page.words[i] != "," and page.lowers[i] not in links and not classes & {"in", "town"}:
            if not (page.is_capital(i) and cases(page.lowers[i])[0]):
                break
            i += 1
        else:
            i += 1
    if last < limit and any(cases(page.lowers[last])) and page.words[last].islower():
        return "", False  # «Алматинской трассе», «Алматинского метро»
    return "region", False


def noun_before(page: Page, at: int) -> str:
    """The kind that a noun before a list tells («в сельских районах: Аулиекольском, Карасуском»)."""
    links = words("names")["places"]["links"]
    start = max(page.sentence_start(at), at - _LIST_REACH)
    i = at - 1
    while i > start and (
        page.words[i] == "," or page.lowers[i] in links or (page.is_capital(i) and cases(page.lowers[i])[0])
    ):
        i -= 1
    if i > start and page.words[i] in ":-(" and page.cues[i - 1] & {"region", "district"}:
        return "district" if "district" in page.cues[i - 1] else "region"
    return ""
