"""Persons (SPEC §9): names that show themselves by given name, initials or post, and what the tagger takes for one."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

from ..text import morphology
from ..text.data import rows, words
from ..text.inflection import person_nominative
from .bodies import head_of
from .mentions import PersonMention
from .phrases import Page, cases, is_personal, lemmas
from .roles import find_role, is_many, is_verbal

_NAME = 4  # words of a name at most
_INITIALS = 6  # tokens of initials at most
_OWNER = 5  # tokens between a post and the thing it is of at most («владелец Черкизовского рынка»)
_NOTHING: frozenset[str] = frozenset()

Span = tuple[int, int]


@functools.cache
def _given() -> frozenset[str]:
    """Every form of the given names of the list."""
    table = words("names")
    found = set()
    for row in rows("given_names"):
        name = row["name"].lower()
        found.add(name)
        for ending, others in table["given_cases"].items():
            if name.endswith(ending):
                found.update(name[: len(name) - len(ending)] + other for other in others)
                break
    return frozenset(found)


@functools.lru_cache(maxsize=1 << 14)
def is_given(low: str) -> bool:
    """Says whether a small-letter word is a form of a given name."""
    last = low.rpartition("-")[2]
    if low in _given() or last in _given():
        return True
    known = morphology.analyzer().word_is_known(last)
    return known and any("Name" in r.marks and r.score > 0.1 for r in morphology.forms(last))


@functools.lru_cache(maxsize=1 << 14)
def is_surname(low: str) -> bool:
    """Says whether a small-letter word may be a surname: the dictionary's, or no word that ends as they do."""
    if any("Surn" in r.marks and r.score > 0.1 for r in morphology.forms(low)):
        return True
    ends = words("names")["surname_ends"]
    if low.endswith(tuple(ends["sure"])):
        return True
    return not morphology.analyzer().word_is_known(low) and low.endswith(tuple(ends["listed"]))


def find_shown(page: Page) -> list[Span]:
    """Returns the names that show by themselves whose they are: given name and surname, initials and surname."""
    found = []
    i, count = 0, len(page.words)
    while i < count:
        if page.is_capital(i) and not page.words[i].isascii():
            end = page.sentence_end(i)
            last = _initials_first(page, i, end) or _full(page, i, end) or _initials_last(page, i, end)
            if last > i + 1 and _is_before_name(page, i):
                last = 0
            if last and not _is_thing(page, i):
                found.append((i, last))
            i = last or i + 1
        else:
            i += 1
    return found


def _is_before_name(page: Page, i: int) -> bool:
    """Says whether the tagger begins the name behind token i, which is no given name («сопартийцы Воробьева»)."""
    behind_it = page.tag_at.get(i + 1)
    is_begun = behind_it is not None and behind_it[0] == i + 1 and behind_it[2] == "PER"
    return is_begun and not is_given(page.lowers[i]) and not is_surname(page.lowers[i])


def find_persons(page: Page, shown: list[Span], taken: set[int]) -> list[PersonMention]:
    """Returns the persons of a text, in order.

    Args:
        page: the text.
        shown: what `find_shown` found.
        taken: tokens of bodies and places.
    """
    found = [*((*span, "shown") for span in shown), *((*span, "post") for span in _after_post(page))]
    found += [(*span, "tagger") for span in _tagged(page)]
    found.sort(key=lambda x: (x[0] - x[1], x[2] == "tagger"))
    kept: list[PersonMention] = []
    done = set(taken)
    for first, last, rule in found:
        if done.isdisjoint(range(first, last)) and not _is_thing(page, first):
            done.update(range(first, last))
            name = person_nominative(_parts(page, first, last), gender=_gender(page, first, last))
            kept.append(PersonMention(first=first, last=last, name=name, rule=rule))
    kept.sort(key=lambda m: m.first)
    others = {i for person in kept for i in range(person.first, person.last)}
    return [replace(person, role=find_role(page, person.first, person.last, others)) for person in kept]


def _gender(page: Page, first: int, last: int) -> str:
    """A woman's, where the verb beside a surname with no given name says so («сказала Дуйсенова»)."""
    if any(len(page.words[i]) > 2 for i in range(first, last - 1)) and any(
        len(page.words[i]) > 2 for i in range(first + 1, last)
    ):
        return ""
    beside = [page.lowers[i] for i in (first - 1, last) if 0 <= i < len(page.words)]
    verbs = [r for low in beside for r in morphology.forms(low)[:1] if r.pos == "VERB" and r.tense == "past"]
    return "femn" if any(r.gender == "femn" for r in verbs) else ""


def _parts(page: Page, first: int, last: int) -> list[str]:
    """The words of a name, initials with their dots, «О'Нил» whole."""
    found: list[str] = []
    for i in range(first, last):
        word = page.words[i]
        if found and (word in ".'" or found[-1].endswith("'")):
            found[-1] += word
        else:
            found.append(word)
    return found


def _is_thing(page: Page, first: int) -> bool:
    """Says that a name is given to something: «имени Абая», «улица Кабанбай батыра»."""
    start = page.sentence_start(first)
    at = first - 1
    if first == start > 1 and page.words[at] == "." and page.tokens.glued(at) and "street" in page.cues[at - 1]:
        return True  # «пр. Абая», whose dot ended the sentence
    while (
        at > start
        and first - at < 3
        and page.words[at].istitle()
        and page.words[at - 1][0].isalpha()
        and at not in page.hit_at
    ):
        at -= 1  # «улица Кожа Ахмеда Яссауи»
    if at > start and page.words[at] == ".":
        at -= 1
        if page.words[at].isupper():
            return False
    if page.closing.get(first - 1) in (first + 1, first + 2, first + 3) and page.words[first - 1] in '«"':
        return True  # a ship, a book: «Виктор Буйницкий»
    classes = page.cues[at] if at >= start else _NOTHING
    if classes & {"street", "town", "district"} and any(
        "post" in page.cues[i] for i in range(max(start, at - _OWNER), at)
    ):
        return False  # «директор завода Канат Ибраев»
    if "district" in classes and at > start and page.is_capital(at - 1) and cases(page.lowers[at - 1])[0]:
        return False  # «в Аксуском районе Асхат Мукатов …»: it has its name
    if at > start and "named" in classes and page.lowers[at - 1] == words("names")["chain"]["to"]:
        return False  # «парень по имени Артем»
    return bool(classes & {"named", "street", "town", "district", "water", "goods"})


def _word(page: Page, i: int, end: int) -> bool:
    if i >= end or len(page.words[i]) < 2:
        return False
    word = page.words[i]
    if not word[0].isupper() and not word.partition("-")[2][:1].isupper():  # «аль-Барадеи»
        return False
    return word.replace("-", "").isalpha() and not word.isascii()


def _name_word(page: Page, i: int, end: int) -> bool:
    """Says whether a token may be a word of a name: «Токаев», «ТОКАЕВ», «Касым-Жомарт»; not «ГОКах», «МФО»."""
    word = page.words[i] if _word(page, i, end) else ""
    return bool(word) and (word.istitle() or (word.isupper() and len(word) > 5) or "-" in word)


def _initial(page: Page, i: int, end: int) -> bool:
    """«К.», «Ж.», «Дж.»: a capital and its dot."""
    if i + 1 >= end or page.words[i + 1] != "." or not page.tokens.glued(i + 1):
        return False
    word = page.words[i]
    return word.isalpha() and word.istitle() and len(word) <= 2 and not (len(word) == 2 and word.isupper())


def _blocked(page: Page, i: int) -> bool:
    """Says that a capital is surely something else: a body's noun, a name of the lists, a post, letters."""
    hit = page.hit_at.get(i)
    if hit is not None and not all(form.unsure or form.is_adjective for form in hit.forms):
        return True
    word = page.words[i]
    if lemmas(page.lowers[i]) & set(words("names")["generic"]["deposits"]):
        return True
    not_names = {"post", "writing", "region", "district", "town", "country", "water", "source"}
    return head_of(page.lowers[i]) is not None or bool(page.cues[i] & not_names) or (word.isupper() and len(word) < 6)


def _initials_first(page: Page, i: int, end: int) -> int:
    j = i
    while j - i < _INITIALS and _initial(page, j, end):
        j += 2
    if j == i or not _name_word(page, j, end) or (_blocked(page, j) and not is_surname(page.lowers[j])):
        return 0
    is_town = j - i == 2 and "town_short" in page.cues[i] and j in page.hit_at
    is_end = i > page.sentence_start(i) and page.words[i - 1].isdigit()  # «пункт 2 А. Положение»
    common = (
        morphology.analyzer().word_is_known(page.lowers[j])
        and not is_surname(page.lowers[j])
        and not is_personal(page.lowers[j])
    )
    return 0 if is_town or is_end or (common and j - i == 2 and page.opens_sentence(i)) else j + 1


def _initials_last(page: Page, i: int, end: int) -> int:
    if not _name_word(page, i, end) or not is_surname(page.lowers[i]) or _blocked(page, i):
        return 0
    j = i + 1
    while j - i < _INITIALS and _initial(page, j, end):
        j += 2
    return j if j > i + 1 else 0


def _full(page: Page, i: int, end: int) -> int:
    """The end of a given name with a surname, in either order, and a patronymic."""
    if not _name_word(page, i, end) or not _name_word(page, i + 1, end) or _blocked(page, i + 1):
        return 0
    first, second = page.lowers[i], page.lowers[i + 1]
    if _blocked(page, i) and not _is_namesake(page, i):
        return 0
    known = morphology.analyzer().word_is_known
    if is_given(first) and (is_surname(second) or _is_patronymic(second) or (not known(second) and cases(second)[1])):
        pass
    elif not (is_surname(first) and is_given(second)):
        is_name = len(first) > 2 and (not known(first) or not page.opens_sentence(i))
        if not (is_name and second.endswith(tuple(words("names")["surname_ends"]["plain"]))):
            return 0
    j = i + 2
    while j < end and j - i < _NAME and _name_word(page, j, end) and not _blocked(page, j):
        if not (_is_patronymic(page.lowers[j]) or (is_surname(page.lowers[j]) and _is_patronymic(second))):
            break
        j += 1
    return j + 1 if j < end and page.lowers[j] in words("names")["patronymics"]["apart"] else j


def _is_namesake(page: Page, i: int) -> bool:
    """Says whether the name of a place is a given name here, a surname or a patronymic behind it («Владимир Путин»)."""
    hit, behind = page.hit_at.get(i), page.lowers[i + 1]
    is_place = hit is not None and hit.last == i + 1 and hit.of("organisations") is None
    if i > page.sentence_start(i) and page.cues[i - 1] & {"town", "town_short", "in"}:
        return False  # «аким города Алматы Бауржан Байбек»
    is_last = is_surname(behind) and not is_given(behind)
    return is_place and is_given(page.lowers[i]) and (is_last or _is_patronymic(behind))


def _is_patronymic(low: str) -> bool:
    listed = words("names")["patronymics"]
    return low.endswith(tuple(listed["ends"])) or low in listed["apart"]


def _after_post(page: Page) -> Iterator[Span]:
    """A surname alone behind a post («министр Такиев», «президент России Путин»)."""
    for i, classes in enumerate(page.cues):
        if "post" not in classes or not page.words[i][0].isalpha() or is_many(page.lowers[i]):
            continue
        end = page.sentence_end(i)
        at = i + 1
        hit = page.hit_at.get(at)
        if hit is not None and hit.last < end and hit.of("places") is not None:
            at = hit.last
        if (
            _name_word(page, at, end)
            and is_surname(page.lowers[at])
            and not _blocked(page, at)
            and not _word(page, at + 1, end)
            and page.tag_at.get(at, (0, 0, "PER"))[2] == "PER"
        ):
            yield at, at + 1


def _tagged(page: Page) -> Iterator[Span]:
    """The tagger's persons, where nothing speaks against them."""
    ends = {tag[0]: tag[1] for tag in page.tags or () if tag[2] == "PER"}
    for begin, close, kind in page.tags or ():
        if kind == "PER":
            if close - begin == 1 and _is_foreign(page.lowers[begin]) and page.words[begin].istitle():
                close = max(close, ends.get(close, 0))  # «Хвана» and «Чжан Епа»
            for first, last in _unbracketed(page, begin, close):
                span = _trimmed(page, first, last)
                if span is not None:
                    yield span


def _unbracketed(page: Page, begin: int, close: int) -> Iterator[Span]:
    """What stands before brackets and in them: «Томас Винье (Thomas Vinje)» is told twice."""
    signs = [i for i in range(begin, close) if page.words[i] in "()"]
    for first, last in zip([begin, *(i + 1 for i in signs)], [*signs, close], strict=True):
        if first < last:
            yield first, last


def _trimmed(page: Page, first: int, last: int) -> Span | None:
    """The person in a span of the tagger's: with initials, without a post or a common noun before; None if none."""
    while first < last and (
        not _is_start(page.words[first])
        or (last - first > 1 and ("post" in page.cues[first] or _is_common(page, first)))
    ):
        first += 1
    while last > first and not (
        page.words[last - 1][0].isalpha() or (page.words[last - 1] == "." and last - first > 1)
    ):
        last -= 1
    last = next((i for i in range(first, last) if page.words[i].islower() and is_verbal(page.lowers[i])), last)
    if first >= last:
        return None
    if page.words[first].isascii():
        return (first, last) if _is_latin_name(page, first, last) else None
    end = page.sentence_end(first)
    while first - 2 >= page.sentence_start(first) and _initial(page, first - 2, end):
        first -= 2
    while last - first < _INITIALS and _initial(page, last, end):
        last += 2
    if last - first == 1:
        is_name = _name_word(page, first, end) and not _blocked(page, first) and _is_lone_name(page, first)
        return (first, last) if is_name else None
    is_name = all(head_of(page.lowers[i]) is None and _is_sign_or_name(page, i, end) for i in range(first, last))
    return (first, last) if is_name else None


def _is_start(word: str) -> bool:
    return word[0].isupper() or (word[0].isalpha() and word.partition("-")[2][:1].isupper())


def _is_common(page: Page, i: int) -> bool:
    """Says whether a capital is that of a sentence's first word, a common noun («Кронпринц Нарухито»)."""
    low = page.lowers[i].rpartition("-")[2]
    if not page.opens_sentence(i) or len(low) < 4 or not morphology.analyzer().word_is_known(low):
        return False
    return not any(r.marks & {"Name", "Surn", "Patr"} for r in morphology.forms(low)) and not is_given(page.lowers[i])


def _is_latin_name(page: Page, first: int, last: int) -> bool:
    """Says whether Latin words may be a person's name: two or more with capitals, in no quotes."""
    if first in page.within or not 1 < last - first <= _NAME:
        return False
    return all(
        page.words[i][0].isupper() and (page.words[i].istitle() or len(page.words[i]) < 4) for i in range(first, last)
    )


def _is_sign_or_name(page: Page, i: int, end: int) -> bool:
    if not page.words[i][0].isalpha() or len(page.words[i]) < 3 or page.words[i].islower():
        return True
    return _name_word(page, i, end) and not lemmas(page.lowers[i]) & set(words("names")["generic"]["deposits"])


def _is_foreign(low: str) -> bool:
    """Says whether a word is none of the dictionary's, so that it may be a foreign name."""
    return low.isalpha() and not morphology.analyzer().word_is_known(low)


@functools.lru_cache(maxsize=1 << 12)
def _is_derived(low: str) -> bool:
    """Says whether a word that the dictionary lacks is made as common ones are («содокладчица», «трехъязычие»)."""
    readings = morphology.forms(low)
    first = readings[0]
    if any(r.marks & {"Name", "Surn", "Patr", "Geox"} for r in readings):
        return False
    return first.pos == "ADJF" or (first.pos == "NOUN" and (first.gender == "neut" or first.score > 0.9))


def _is_lone_name(page: Page, i: int) -> bool:
    """Says whether one word of the tagger's is a person: a surname or given name by its looks, or behind a post."""
    low = page.lowers[i]
    at = i - 1
    hit = page.hit_at.get(i)
    is_known = hit is not None and not (is_given(low) and all(form.unsure for form in hit.forms))
    if is_known or (at >= page.sentence_start(i) and page.cues[at] & {"goods", "street"}):
        return False
    is_foreign = _is_foreign(low) and len(low) > 3 and not (page.opens_sentence(i) and _is_derived(low))
    if is_surname(low) or is_foreign or find_role(page, i, i + 1) is not None:
        return True
    if len(low) > 4 and is_given(low):
        return True
    reading = morphology.forms(low)[0]
    is_inside = (
        len(low) > 4
        and not page.opens_sentence(i)
        and reading.pos == "NOUN"
        and not page.cues[i]
        and i not in page.within
    )
    return "Name" in reading.marks or is_inside  # «певица Мадонна»
