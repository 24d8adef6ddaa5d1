"""What the tagger takes for a body, where it can be one."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Set

from ..text import morphology
from ..text.data import words
from .bodies import (
    adjective_of_country,
    at_end,
    behind,
    head_of,
    is_naming,
    is_titled_opening,
    latin_end,
    place_end,
    widen,
)
from .canonical import canonical, of_entry, of_name
from .gazetteer import Gazetteer
from .mentions import OrganisationMention
from .phrases import Page, cases, cue_of, is_finite, legal_forms, lemmas

_REST = 4  # words of a name in quotes that the tagger leaves out at most
_GLUED = 16  # letters from which on a word that no dictionary knows is two without a space


def find_tagged(page: Page, lists: Gazetteer, persons: Set[int]) -> Iterator[OrganisationMention]:
    """What the tagger takes for a body, where it can be one; or where it is one elsewhere in the text."""
    told: set[str] = set()
    doubtful = []
    for first, last, kind in page.tags or ():
        if kind != "ORG":
            continue
        last = next((i for i in range(first, last) if i in persons and "named" not in page.cues[max(i - 1, 0)]), last)
        first, last = _trim(page, first, last)
        if first >= last:
            continue
        name = page.text(first, last) if _is_apposed(page, first, last) else canonical(page, first, last)
        if _may_be_body(page, first, last):
            told.add(name)
            yield _tagged(page, lists, name, first, last)
        elif last - first > 1 and page.opens_sentence(first):
            doubtful.append((name, first, last))
    for name, first, last in doubtful:
        if name in told:
            yield _tagged(page, lists, name, first, last)


def _tagged(page: Page, lists: Gazetteer, name: str, first: int, last: int) -> OrganisationMention:
    """The body at a span of the tagger's, with quotes and the place that ends it."""
    entry = lists.lookup(name)
    begin, end = widen(page, first, last)
    is_ministry = entry is not None and entry.kind == "ministry" and entry.country == "KZ" and end - begin == 1
    adjective = adjective_of_country(page, begin) if is_ministry else ""
    if adjective and not adjective.startswith(words("names")["generic"]["own"]):
        return of_name(canonical(page, begin - 1, end), "ministry", begin - 1, end, "tagger")  # «японского МИДа»
    if page.words[end - 1].isascii() and page.words[end - 1][0].isalpha():
        end = max(end, latin_end(page, end - 1))
    pair = page.within.get(last - 1)
    if pair is not None and pair[0] == first - 1 and last < pair[1] <= last + _REST and end <= last:
        if all(page.words[i].islower() and not is_finite(page.lowers[i]) for i in range(last, pair[1])):
            begin, end = pair[0], pair[1] + 1  # «Координационный совет пострадавших соинвесторов»
    elif end == last and last - first > 1 and end < page.sentence_end(first) and _is_institution(page, first):
        hit = page.hit_at.get(end)
        form = hit.of("places") if hit is not None else None
        if hit is not None and form is not None and not (form.is_nominative or form.is_adjective or form.unsure):
            end = hit.last  # «Движение общежитий Москвы»
    if end == last and last - first > 1 and end < page.sentence_end(first) and _is_institution(page, last - 1):
        end = at_end(page, end)
    if entry is not None:
        return of_entry(entry, begin, end, "tagger")
    return of_name(
        name if (begin, end) == widen(page, first, last) else canonical(page, begin, end), "other", begin, end, "tagger"
    )


def _is_apposed(page: Page, first: int, last: int) -> bool:
    """Says whether a name in quotes of its own keeps its form behind a noun («в кооперативе «Береке»»)."""
    if page.closing.get(first - 1) != last or first - 2 < page.sentence_start(first):
        return False
    is_common = page.words[first - 2].islower() or page.opens_sentence(first - 2)
    return is_common and morphology.forms(page.lowers[first - 2])[0].pos == "NOUN"


def _trim(page: Page, first: int, last: int) -> tuple[int, int]:
    """The tagger's span without a verb before it, a verb, a bracket or a figure behind it, signs around it."""
    last = next((i for i in range(first + 1, last) if page.words[i] in "()" or _is_said(page, i)), last)
    opening = next((i for i in range(first, last) if page.closing.get(i, 0) >= last), first)
    if opening > first and page.closing[opening] == last and page.is_capital(opening + 1):
        first = opening  # «Карагандинский «Темир Сервис»»
    while first < last and not page.words[first][0].isalnum():
        first += 1
    while last > first and not (page.words[last - 1][0].isalnum() and not _is_figure(page, first, last - 1)):
        last -= 1
    while last - first > 1 and page.words[last - 1].islower() and _is_pronoun(page.lowers[last - 1]):
        last -= 1  # «Министерство его отвергло»
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


def _is_said(page: Page, i: int) -> bool:
    """Says whether a word is a verb outside quotes («Общество построило 14 домов»)."""
    return page.words[i].islower() and is_finite(page.lowers[i]) and i not in page.within


def _is_pronoun(low: str) -> bool:
    return morphology.forms(low)[0].pos == "NPRO" or "Apro" in morphology.forms(low)[0].marks


def _is_figure(page: Page, first: int, at: int) -> bool:
    """Says whether a figure at the end of a name is none of it: «Channel 4» has it, «Астаны 5 мая» has not."""
    if not page.words[at].isdigit() or page.tokens.glued(at):
        return False
    is_behind = at + 1 < page.sentence_end(at) and bool(cases(page.lowers[at + 1])[1])
    return is_behind or at - first > 1 or not page.words[first].isascii()


@functools.cache
def _institutions() -> frozenset[str]:
    """Lemmas of every noun that a body's name may have («театр», «армия»), those included that begin no pattern."""
    known = words("organisation_words")["heads"]
    listed = (word for table in known.values() for word in table["lemmas"])
    return frozenset(word for word in listed if " " not in word).union(words("names")["nouns"]["tagged"])


@functools.cache
def _services() -> frozenset[str]:
    return frozenset(words("names")["generic"]["names"])


def _is_institution(page: Page, i: int) -> bool:
    """Says whether a word is a noun of bodies in the singular."""
    head = head_of(page.lowers[i])
    if head is not None:
        return not head.is_plural
    readings = morphology.forms(page.lowers[i])
    return any(r.number == "sing" and r.lemma in _institutions() for r in readings)


def _may_be_body(page: Page, first: int, last: int) -> bool:
    """Says that nothing speaks against a body of the tagger's."""
    spelled, lowers, generic = page.words, page.lowers, words("names")["generic"]
    span = range(first, last)
    before = page.cues[first - 1] if first > page.sentence_start(first) else frozenset()
    in_quotes = first > 0 and spelled[first - 1] in '«"'
    is_written = "writing" in before and (spelled[first].isascii() or last - first == 1)
    if before & {"goods", "money"} or is_written or (in_quotes and is_titled_opening(page, first - 1)):
        return False
    is_club = in_quotes and page.closing.get(first - 1) == last  # «Барселона», «Правый берег»
    things = {"web"} if is_club else {"street", "writing", "web"}
    told = [page.cues[i] | cue_of(lowers[i].rpartition("-")[2]) for i in span]
    roads = words("names")["nouns"]["tagged"]
    is_written = any("writing" in page.cues[i] and not lemmas(lowers[i]) & set(roads) for i in span)
    is_body = any(_is_institution(page, i) for i in span) and not is_written
    if any(classes & things for classes in told) and not is_body:
        return False
    if place_end(page, first) >= last and not is_club:
        return False
    if (
        any("post" in page.cues[i] for i in span)
        and not is_club
        and not any(head_of(lowers[i]) is not None for i in span)
    ):
        return False
    names = words("organisation_words")["generic"]["names"]
    if page.text(first, last) in names or lowers[first] in generic["names"] or lemmas(lowers[first]) & _services():
        return False
    if lowers[first] in generic["networks"]["names"] and not _is_acting(page, first, last):
        return False
    return (
        _names_one(page, first, last, in_quotes) if last - first == 1 else _names_several(page, first, last, in_quotes)
    )


def _is_acting(page: Page, first: int, last: int) -> bool:
    """Says whether a network is told as the company («Facebook купил», «акции Facebook»), not as where one writes."""
    is_subject = last < page.sentence_end(first) and is_finite(page.lowers[last])
    if first == page.sentence_start(first):
        return is_subject
    owned = words("names")["generic"]["networks"]["before"]
    return bool(lemmas(page.lowers[first - 1]) & set(owned)) or (is_subject and "in" not in page.cues[first - 1])


def _names_several(page: Page, first: int, last: int, in_quotes: bool) -> bool:
    """Says whether several words of the tagger's look like a body's name."""
    spelled, lowers, span = page.words, page.lowers, range(first, last)
    head = head_of(lowers[first])
    if head is not None and (
        head.is_plural or (not page.is_capital(first) and behind(page, first + 1, head)[1] != "name")
    ):
        return False
    is_own = [page.is_capital(i) and not (i == first and page.opens_sentence(i)) for i in span]
    is_first = _is_institution(page, first) or bool(cases(lowers[first])[0])
    is_first = is_first and (not page.opens_sentence(first) or head is not None or is_naming(page, first, first + 1))
    has_head = is_first and any(_is_institution(page, i) for i in span)
    inner = [
        i for i in span if spelled[i][0].isalpha() and (i > first or not page.opens_sentence(i) or spelled[i].isupper())
    ]
    unknown = any(
        (spelled[i].isascii() or spelled[i].isupper() or not morphology.analyzer().word_is_known(lowers[i]))
        for i in inner
    )
    return bool((has_head and page.is_capital(first)) or unknown or in_quotes or sum(is_own) > 1)


def _names_one(page: Page, first: int, last: int, in_quotes: bool) -> bool:
    """Says whether one word of the tagger's looks like a body's name."""
    generic, word, low = words("names")["generic"], page.words[first], page.lowers[first]
    _, dash, rest = word.partition("-")
    head = head_of(low)
    if lemmas(low) & set(words("organisation_words")["parts"]["lemmas"]):
        return False
    if head is not None and head.lemma not in words("names")["nouns"]["sole"] and not in_quotes:
        return False
    if not word[0].isupper() or word in generic["abbreviations"]:
        return False
    if word in words("organisation_words")["generic"]["undeclined"] or (dash and rest.islower() and not in_quotes):
        return False  # «IT-услуг»
    is_alone = page.closing.get(first - 1) == last
    if in_quotes and not is_alone and cases(low)[0] and morphology.analyzer().word_is_known(low):
        return False
    if in_quotes or word.isascii() or word.isupper():
        return True
    readings = morphology.forms(low)
    if not morphology.analyzer().word_is_known(low):
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
        is_longer = other is not None and other.last > mention.last and other.last not in lasts
        if mention.rule == "pattern" and other is not None and is_longer and _is_clean(page, mention.last, other.last):
            yield of_name(other.name, mention.kind, mention.first, other.last, "pattern")
        else:
            yield mention


def _is_clean(page: Page, first: int, last: int) -> bool:
    """Says whether no small-letter word is glued together («началорасследования»), and no other bodies follow."""
    known = morphology.analyzer().word_is_known
    heads = (head_of(page.lowers[i]) for i in range(first, last))
    return not any(head is not None and head.is_plural for head in heads) and all(
        len(page.words[i]) < _GLUED or known(page.lowers[i]) for i in range(first, last) if page.words[i].islower()
    )


def before_person(page: Page, mention: OrganisationMention, persons: Set[int]) -> OrganisationMention:
    """Returns a body without the name of a person behind it («Агентство реформ Владимир Петров»)."""
    first, last = mention.first, mention.last
    for i in range(first + 1, last):
        tag = page.tag_at.get(i, (-1, 0, ""))
        is_begun = tag == (i, max(last, tag[1]), "PER") or (i in persons and i - 1 not in persons)
        is_apart = page.words[i].istitle() and page.words[i - 1] not in '«".' and "named" not in page.cues[i - 1]
        if is_begun and is_apart and i not in page.within and not page.words[i - 1].istitle():
            if mention.rule == "list" or page.words[i - 1] in legal_forms():
                return mention
            return of_name(canonical(page, first, i), mention.kind, first, i, mention.rule)
    return mention
