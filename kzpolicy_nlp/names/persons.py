"""Persons (SPEC §9): what the tagger finds, names that show themselves by given name or initials, posts beside them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from ..text import morphology
from ..text.data import rows, words
from ..text.inflection import person_nominative
from .bodies import heads
from .mentions import PersonMention
from .phrases import Page, is_personal

_ROLE_REACH = 16  # tokens between a post and the name at most


@functools.cache
def _given() -> frozenset[str]:
    """Every form of the given names of the list."""
    found = set()
    for row in rows("given_names"):
        name = row["name"].lower()
        found.add(name)
        for ending, others in words("names")["given_endings"].items():
            if name.endswith(ending):
                found.update(name[: len(name) - len(ending)] + other for other in others)
                break
        else:
            found.update(name + other for other in words("names")["given_hard"]["endings"])
    return frozenset(found)


@functools.lru_cache(maxsize=1 << 14)
def is_given(low: str) -> bool:
    """Says whether a small-letter word is a form of a given name."""
    last = low.rpartition("-")[2]
    return low in _given() or (low != last and last in _given()) or any("Name" in r.marks and r.score > 0.1 for r in morphology.forms(low))


@functools.lru_cache(maxsize=1 << 14)
def is_surname(low: str) -> bool:
    """Says whether a small-letter word may be a surname: by the dictionary, or by its ending where the dictionary lacks it."""
    readings = morphology.forms(low)
    if any("Surn" in r.marks and r.score > 0.1 for r in readings):
        return True
    return not morphology.analyzer().word_is_known(low) and low.endswith(tuple(words("names")["surname_ends"]["listed"]))


def find_persons(page: Page, taken: set[int]) -> list[PersonMention]:
    """Returns the persons of a text, in order; `taken`: tokens of bodies and places."""
    found: list[tuple[int, int, str]] = [*_shown(page), *_after_post(page)]
    found += [(first, last, "tagger") for first, last in _tagged(page)]
    found.sort(key=lambda x: (x[0] - x[1], x[2] == "tagger"))
    kept: list[PersonMention] = []
    done: set[int] = set()
    for first, last, rule in found:
        if done.isdisjoint(range(first, last)) and taken.isdisjoint(range(first, last)) and not _is_thing(page, first):
            done.update(range(first, last))
            name = person_nominative(parts(page, first, last))
            kept.append(PersonMention(first=first, last=last, name=name, role=role(page, first, last), rule=rule))
    kept.sort(key=lambda m: m.first)
    return kept


def parts(page: Page, first: int, last: int) -> list[str]:
    """The words of a name, initials with their dots."""
    found: list[str] = []
    for i in range(first, last):
        if page.words[i] == "." and found:
            found[-1] += "."
        elif page.words[i] in "'" and found:
            found[-1] += "'"
        elif found and found[-1].endswith("'"):
            found[-1] += page.words[i]
        else:
            found.append(page.words[i])
    return found


def _is_thing(page: Page, first: int) -> bool:
    """«имени Абая», «улица Кабанбай батыра»: a name given to something."""
    start = page.sentence_start(first)
    if first == start:
        return False
    before = page.cues[first - 1]
    if before & {"named", "street"} or page.words[first - 1] == "№":
        return True
    if page.words[first - 1] == "." and first - 1 > start and page.cues[first - 2] & {"named", "street", "town_short"}:
        return not (len(page.words[first - 2]) == 1 and page.words[first - 2].isupper())
    return False


def _word(page: Page, i: int, end: int) -> bool:
    return i < end and page.is_capital(i) and page.words[i].replace("-", "").isalpha() and len(page.words[i]) > 1 and not page.words[i].isascii()


def _initial(page: Page, i: int, end: int) -> bool:
    return i + 1 < end and page.words[i + 1] == "." and page.is_capital(i) and len(page.words[i]) <= 2 and page.words[i].isalpha() and page.tokens.glued(i + 1)


def _blocked(page: Page, i: int) -> bool:
    """A capital that is surely something else: a body's noun, a place or a body of the lists, a post, letters."""
    hit = page.hit_at.get(i)
    listed = hit is not None and not all(f.unsure or f.is_adjective for f in hit.forms)
    return listed or page.lowers[i] in heads() or bool(page.cues[i] & {"post", "writing", "region", "district", "town"}) or page.words[i].isupper() and len(page.words[i]) < 5


def _shown(page: Page) -> Iterator[tuple[int, int, str]]:
    """Given name and surname in either order, with patronymic; initials before or behind a surname."""
    i = 0
    while i < len(page.words):
        if not page.is_capital(i) or page.words[i].isascii():
            i += 1
            continue
        end = page.sentence_end(i)
        last = _initials_first(page, i, end) or _full(page, i, end) or _initials_last(page, i, end)
        if last:
            yield i, last, "shown"
            i = last
        else:
            i += 1


def _initials_first(page: Page, i: int, end: int) -> int:
    j = i
    while j - i < 6 and _initial(page, j, end):
        j += 2
    if j == i or not _word(page, j, end) or _blocked(page, j) and not is_surname(page.lowers[j]):
        return 0
    if j - i == 2 and page.lowers[i] in words("names")["cue"]["town_short"]["spelled"] and j in page.hit_at:
        return 0
    return j + 1


def _initials_last(page: Page, i: int, end: int) -> int:
    if not _word(page, i, end) or not is_surname(page.lowers[i]) or _blocked(page, i):
        return 0
    j = i + 1
    while j - i < 5 and _initial(page, j, end):
        j += 2
    return j if j > i + 1 else 0


def _full(page: Page, i: int, end: int) -> int:
    if not _word(page, i, end) or not _word(page, i + 1, end) or _blocked(page, i + 1):
        return 0
    first, second = page.lowers[i], page.lowers[i + 1]
    if is_given(first) and (is_surname(second) or _is_patronymic(second) or not morphology.analyzer().word_is_known(second)):
        j = i + 2
    elif is_surname(first) and is_given(second) and not _blocked(page, i):
        j = i + 2
    else:
        return 0
    while j < end and j - i < 4 and _word(page, j, end) and (_is_patronymic(page.lowers[j]) or (is_surname(page.lowers[j]) and _is_patronymic(second))) and not _blocked(page, j):
        j += 1
    if j < end and page.lowers[j] in words("names")["patronymics"]["apart"]:
        j += 1
    return j


def _is_patronymic(low: str) -> bool:
    listed = words("names")["patronymics"]
    return low.endswith(tuple(listed["ends"])) or low in listed["apart"]


def _after_post(page: Page) -> Iterator[tuple[int, int, str]]:
    """A surname alone behind a post («министр Такиев»)."""
    for i, classes in enumerate(page.cues):
        if "post" not in classes or i + 1 >= len(page.words) or not page.words[i][0].isalpha():
            continue
        end = page.sentence_end(i)
        if _word(page, i + 1, end) and is_surname(page.lowers[i + 1]) and not _blocked(page, i + 1) and not _word(page, i + 2, end):
            yield i + 1, i + 2, "post"


def _tagged(page: Page) -> Iterator[tuple[int, int]]:
    """The tagger's persons, where nothing speaks against them."""
    for first, last, kind in page.tags or ():
        if kind != "PER":
            continue
        while first < last and (not page.is_capital(first) or page.cues[first] & {"post"} and last - first > 1):
            first += 1
        while last > first and not (page.words[last - 1][0].isalpha() or page.words[last - 1] == "."):
            last -= 1
        if first >= last or page.words[first].isascii() or page.words[first][0].isdigit():
            continue
        end = page.sentence_end(first)
        while first - 2 >= page.sentence_start(first) and _initial(page, first - 2, end):
            first -= 2
        if last < end and _initial(page, last, end) and last - first == 1:
            last += 2
            if _initial(page, last, end):
                last += 2
        if last - first == 1:
            if _blocked(page, first) or page.words[first].isupper() and len(page.words[first]) < 6 or "-" in page.words[first] and page.words[first].rpartition("-")[2].islower() and page.lowers[first].rpartition("-")[0].isdigit():
                continue
            low = page.lowers[first]
            if page.opens_sentence(first) and morphology.analyzer().word_is_known(low) and not is_personal(low):
                continue
        elif any(page.lowers[i] in heads() or (i in page.hit_at and not is_given(page.lowers[first])) for i in range(first, last)):
            continue
        yield first, last


def role(page: Page, first: int, last: int) -> str | None:
    """The post named beside a person, as written: before the name, else behind it between commas or a dash."""
    start = max(page.sentence_start(first), first - _ROLE_REACH)
    best = None
    i = first - 1
    while i >= start:
        classes, word = page.cues[i], page.words[i]
        if "post" in classes:
            best = i
        elif not (word[0].isalpha() or word in '«»"-.,' or word.isdigit()):
            break
        elif word == "," and best is None and i == first - 1:
            break
        elif word == "," and not any(page.lowers[j] in heads() for j in range(start, i)):
            break
        elif word[0].isalpha() and morphology.forms(page.lowers[i])[0].pos in ("VERB", "INFN", "GRND", "PRTS", "CONJ") and page.lowers[i] != words("names")["chain"]["conjunctions"][0]:
            break
        i -= 1
    if best is not None:
        while best > start and page.cues[best - 1] & {"rank"} and page.words[best - 1][0].isalpha() and len(page.words[best - 1]) > 1:
            best -= 1
        return page.text(best, first).strip(' ,-"«')
    end = page.sentence_end(first)
    if last + 1 < end and page.words[last] in ",-(":
        j = last + 1
        while j < end and page.cues[j] & {"rank"}:
            j += 1
        if j < end and "post" in page.cues[j]:
            stop = j + 1
            while stop < end and page.words[stop] not in ",.;-()" and stop - j < _ROLE_REACH:
                stop += 1
            return page.text(last + 1, stop)
    return None
