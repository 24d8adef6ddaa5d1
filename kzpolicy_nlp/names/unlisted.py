"""Places that no list knows: by the noun beside them, and what the tagger takes for one (SPEC §8)."""

from __future__ import annotations

from collections.abc import Iterator

from ..text import morphology
from ..text.data import words
from ..text.inflection import decline, nominative
from .around import is_name, is_titled, noun_of_list
from .bodies import head_of
from .canonical import slug
from .mentions import PlaceMention
from .persons import is_surname
from .phrases import Page, cases, lemmas

_THINGS = frozenset({"street", "venue", "named", "money", "writing", "goods"})  # what they name is no place
_TAGGED = 3  # tokens of a place that the tagger alone tells at most


def by_noun(page: Page, taken: set[int]) -> Iterator[PlaceMention]:
    """Towns, districts and waters that no list knows, by the noun beside them («в селе Баршатас»)."""
    for i, classes in enumerate(page.cues):
        if not classes or i in taken:
            continue
        end = page.sentence_end(i)
        is_capital_town = page.lowers[i].startswith(words("names")["places"]["capital"])  # «столицы Георгия»
        is_person = page.tag_at.get(i + 1, (0, 0, ""))[2] == "PER" and "nomn" not in cases(page.lowers[i])[1]
        if "town" in classes and is_person and is_surname(page.lowers[i + 1]):
            continue  # «мэр города Лужков»
        if "town" in classes and is_name(page, i + 1) and i + 1 < end and not is_capital_town:
            if not (i + 1 in page.hit_at and page.hit_at[i + 1].of("places")):  # «городах РК»
                yield from _named(page, i + 1, i + 1, "city")
        elif "town_short" in classes and i + 2 < end and page.words[i + 1] == "." and _is_short_noun(page, i):
            if is_name(page, i + 2):
                yield from _named(page, i, i + 2, "city")
        elif (
            "district" in classes
            and i > page.sentence_start(i)
            and page.is_capital(i - 1)
            and cases(page.lowers[i - 1])[0]
        ):
            is_adjective = page.lowers[i - 1].endswith(tuple(words("names")["places"]["district_ends"]))
            of_city = page.hit_at.get(i + 1)
            if is_adjective and i - 1 not in page.hit_at and not (of_city and of_city.forms[0].entry.kind == "city"):
                yield from _named(page, i - 1, i - 1, "district", i + 1)
        elif "water" in classes and i + 1 < end and is_name(page, i + 1) and not page.is_capital(i):
            yield from _named(page, i, i + 1, "other")


def _is_short_noun(page: Page, i: int) -> bool:
    """Says whether «г», «с», «п» before a dot is a town's noun: a small letter, no year («2025 г.») nor «т. г.»."""
    before = page.words[i - 1] if i > page.sentence_start(i) else " "
    is_figure = before[0].isdigit() or (before in "./" and page.tokens.glued(i))  # «Мбит/с.»
    return page.words[i].islower() and not is_figure


def _named(page: Page, first: int, core: int, kind: str, last: int = 0) -> Iterator[PlaceMention]:
    if not last:
        last = core + 1
        end = page.sentence_end(core)
        is_next = last < end and not (last + 1 < end and page.cues[last + 1] & {"district", "region"})
        if cases(page.lowers[core])[0] and is_next and is_name(page, last):
            last += 1
    if is_titled(page, core) or head_of(page.lowers[core]) is not None or page.cues[core] & {"post", "writing"}:
        return
    name = page.text(core, last)
    if kind != "city" or cases(page.lowers[core])[0] or morphology.analyzer().word_is_known(page.lowers[core]):
        name = nominative(name)  # a town's unknown name stays as it is beside its noun: «в селе Кызылтобе»
    yield PlaceMention(first=first, last=last, name=name, kind=kind, id=f"{kind}:{slug(name)}", rule="noun")


def tagged_places(page: Page) -> Iterator[PlaceMention]:
    """What the tagger takes for a place and no list knows, where nothing speaks against it."""
    for first, last, tag in page.tags or ():
        last = next((i for i in range(first, last) if page.words[i] in "()"), last)
        if tag != "LOC" or not 0 < last - first <= _TAGGED or is_titled(page, first):
            continue
        if last - first == 1 and page.words[first].isupper():
            if _may_be_letters(page, first):
                name = page.words[first]
                yield PlaceMention(
                    first=first, last=last, name=name, kind="region", id=f"region:{slug(name)}", rule="tagger"
                )
            continue
        if not _may_be_place(page, first, last):
            continue
        kind, name = _kind_of(page, first, last), nominative(page.text(first, last))
        if last - first == 1 and cases(page.lowers[first])[0]:
            kind, is_told = noun_of_list(page, first, last)
            links = words("names")["places"]["links"]
            is_listed = last < page.sentence_end(first) and (page.words[last] == "," or page.lowers[last] in links)
            if not (is_told and kind and (is_listed or page.cues[last])):  # «Транскаспийскому маршруту»
                continue
            name = _with_noun(page.words[first], kind)
        elif kind == "city" and not page.is_capital(last - 1):
            continue
        elif last - first == 2 and kind in ("region", "district"):
            name = _with_noun(page.words[first], kind) or name  # «Хмельницкой областей», the end of a list
        yield PlaceMention(first=first, last=last, name=name, kind=kind, id=f"{kind}:{slug(name)}", rule="tagger")


def _with_noun(word: str, kind: str) -> str:
    """The nominative of an adjective with the noun of its kind («Житомирской» → «Житомирская область»)."""
    noun = words("names")["places"]["nouns"][kind]
    made = (nominative(f"{word} {form}") for _, form in decline(noun))
    return next((name for name in made if name.endswith(f" {noun}") and name != f"{word} {noun}"), "")


def _may_be_letters(page: Page, i: int) -> bool:
    """Says whether capitals alone («КЧР», «ЦФО») may be a place's."""
    word, known = page.words[i], words("names")["generic"]["abbreviations"]
    is_thing = page.cues[i] or (i and page.cues[i - 1] & _THINGS)
    return 2 < len(word) < 5 and not word.isascii() and i not in page.hit_at and word not in known and not is_thing


def _may_be_place(page: Page, first: int, last: int) -> bool:
    """Says that nothing speaks against a place of the tagger's."""
    deposits, span, word = words("names")["generic"]["deposits"], range(first, last), page.words[first]
    if len(word) < 3 or word.isupper() or word.isascii():
        return False
    if not all(is_name(page, i) or "-" in page.words[i] or page.cues[i] or _of_district(page, i) for i in span):
        return False
    if any(
        i in page.hit_at
        or head_of(page.lowers[i]) is not None
        or page.cues[i] & {"street", "post", "writing"}
        or ("rural" in page.cues[i] and not (i > first and _of_district(page, i - 1)))
        for i in span
    ):
        return False
    at = first - 2 if first > 1 and page.words[first - 1] == "." else first - 1
    is_thing = at >= page.sentence_start(first) and page.cues[at] & {"street", "venue", "named", "money"}
    if is_thing and (not page.words[at].isupper() or nominative(page.text(first, last)) == page.text(first, last)):
        return False
    readings = morphology.forms(page.lowers[first])
    is_place = any("Geox" in r.marks for r in readings)
    is_common = morphology.analyzer().word_is_known(page.lowers[first]) and not is_place
    is_relational = page.lowers[first].endswith(tuple(words("names")["generic"]["adjectival"]))
    return not (last - first == 1 and is_common and not is_relational) and readings[0].lemma not in deposits


def _of_district(page: Page, i: int) -> bool:
    """Says whether a word makes «округ» a part of a country («федеральный»), not a rural or a voters' one."""
    return bool(lemmas(page.lowers[i]) & set(words("names")["places"]["districts"]))


def _kind_of(page: Page, first: int, last: int) -> str:
    """The kind of place that the nouns of a name tell; else a town."""
    tail = page.cues[last - 1]
    if "region" in tail or "rural" in tail:
        return "region"
    return "district" if "district" in tail else "other" if "water" in page.cues[first] | tail else "city"
