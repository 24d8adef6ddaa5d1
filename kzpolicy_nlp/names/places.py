"""Places (SPEC §8): names of the lists told apart by what stands beside them, and towns that no list knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..text import morphology
from ..text.data import words
from ..text.inflection import nominative
from .bodies import head_of
from .canonical import slug
from .gazetteer import Form, Hit
from .mentions import PlaceMention
from .phrases import Page, cases, is_finite, is_personal, lemmas

_LIST_REACH = 40  # tokens between an adjective and the noun of its list at most
_TITLE = 30  # tokens of a document's title at most
_PHRASE = 8  # tokens in quotes up to which they are a name, not somebody's words
_THINGS = frozenset({"street", "venue", "named", "money", "writing", "goods"})  # what they name is no place
_TAGGED = 3  # tokens of a place that the tagger alone tells at most


def find_places(page: Page, taken: set[int], persons: set[int]) -> list[PlaceMention]:
    """Returns the places of a text, in order.

    Args:
        page: the text.
        taken: tokens inside the names of bodies.
        persons: tokens of names that are surely persons'.
    """
    found: list[PlaceMention] = []
    unsure: list[tuple[Hit, Form]] = []
    done = taken | persons
    for hit in page.hits:
        if not done.isdisjoint(range(hit.first, hit.last)):
            continue
        form = _place_of(page, hit)
        if form is None or _is_part_of_city(page, form) or _is_elsewhere(page, hit, form):
            continue
        if form.is_adjective:
            found.extend(_elided(page, hit))
        elif form.unsure and not _is_told(page, hit, form):
            unsure.append((hit, form))
        else:
            found.append(_mention(page, hit, form))
    for more in (_in_lists(page, unsure, found), _by_noun(page, taken), _tagged(page)):
        done = done | {i for m in found for i in range(m.first, m.last)}
        found.extend(m for m in more if done.isdisjoint(range(m.first, m.last)))
    found.sort(key=lambda m: m.first)
    return [m for i, m in enumerate(found) if not i or found[i - 1].last <= m.first]


def _place_of(page: Page, hit: Hit) -> Form | None:
    """The place that a name means here: the noun beside it decides, then the surer, the nearer and the larger one."""
    forms = [form for form in hit.forms if form.entry.table == "places"]
    wanted = _noun_beside(page, hit) if forms else ""
    if wanted == "city" and not any(form.entry.kind == "city" for form in forms):
        forms = [form for form in forms if form.entry.kind in ("country", "region")]  # «городах РК», «столица Чехии»
        wanted = ""  # «аула Каратал», which is no river
    if len(forms) < 2:
        return forms[0] if forms else None
    if not wanted and any(form.is_adjective for form in forms):
        wanted, is_told = _noun_of_list(page, hit)
        if is_told:
            forms = [form for form in forms if form.is_adjective] or forms
    fitting = [form for form in forms if form.entry.kind == wanted] or forms
    return max(
        fitting,
        key=lambda form: (
            not form.unsure,
            not form.is_adjective,
            form.entry.kind == "city",
            form.entry.country == "KZ",
            not _is_part_of_city(page, form),
            form.entry.population,
        ),
    )


def _is_part_of_city(page: Page, form: Form) -> bool:
    """Says whether a district is one of a city's («Ауэзовский район»)."""
    within = page.lists.by_id.get(f"kato:{form.entry.within}") if form.entry.kind == "district" else None
    return within is not None and within.kind == "city"


def _noun_beside(page: Page, hit: Hit) -> str:
    """The kind of place that the noun before or behind a name tells."""
    first, last = hit.first, hit.last
    before = page.cues[first - 1] if first else frozenset()
    if "town" in before or (first > 1 and page.words[first - 1] == "." and "town_short" in page.cues[first - 2]):
        return "city"
    behind = page.cues[last] if last < len(page.words) else frozenset()
    for kind in ("region", "district", "country"):
        if kind in before or kind in behind:
            return kind
    return "other" if "water" in before else ""


def _is_told(page: Page, hit: Hit, form: Form) -> bool:
    """Says whether the text tells that an ambiguous name is a place: by its noun, or by «в» where the tagger agrees."""
    if _noun_beside(page, hit) == form.entry.kind:
        return True
    if page.tags is not None:
        if page.lowers[hit.first] in words("names")["generic"]["deposits"]:
            return False
        tag = page.tag_at.get(hit.first)
        return tag is not None and tag[2] == "LOC" and (tag[1] <= hit.last or not _is_name(page, hit.last))
    is_in = hit.first > 0 and "in" in page.cues[hit.first - 1] and page.is_capital(hit.first)
    return is_in and not _is_name(page, hit.last)


def _is_name(page: Page, i: int) -> bool:
    return i < len(page.words) and page.is_capital(i) and page.words[i].isalpha() and not page.words[i].isascii()


def _is_elsewhere(page: Page, hit: Hit, form: Form) -> bool:
    """Says that a name is part of a street, a thing, a currency, a person's name, a title, an address."""
    first, last, spelled, glued = hit.first, hit.last, page.words, page.tokens.glued
    if first > page.sentence_start(first):
        before = page.cues[first - 1]
        at = first - 1
        if spelled[at] == "." and at > page.sentence_start(first):
            at -= 1
            before = (
                page.cues[at] - {"money"}
                if page.lowers[at] not in words("names")["cue"]["currency"]["spelled"]
                else page.cues[at]
            )
        if before & {"money", "named"}:
            return True
        if before & {"street", "venue"} and (form.is_nominative or form.unsure) and form.entry.kind != "country":
            return True
        if spelled[first - 1] in "-/@" and glued(first) and spelled[first - 2].isascii():
            return True
        if form.unsure and _is_name(page, first - 1) and is_personal(page.lowers[first - 1]):
            return True
    if last + 1 < page.sentence_end(first):
        if spelled[last] == "-" and glued(last) and glued(last + 1) and not spelled[last + 1][0].isupper():
            return True  # «Казахстан-2050»
        if glued(last) and glued(last + 1) and spelled[last] in ".@" and "domain" in page.cues[last + 1]:
            return True
    if spelled[first].isascii() and last < len(spelled) and spelled[last].isascii() and spelled[last][0].isupper():
        return True
    if is_titled(page, first):
        return True
    begin, close, kind = page.tag_at.get(first, (first, last, ""))
    if form.entry.kind == "country" and (begin < first or form.is_nominative):
        return False  # but «Доминика Рааба»
    return kind == "PER" and close - begin > last - first and not all(i in page.hit_at for i in range(begin, close))


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


def _mention(page: Page, hit: Hit, form: Form) -> PlaceMention:
    entry, first = form.entry, hit.first
    start = page.sentence_start(first)
    if entry.kind == "city" and first > start:
        if page.words[first - 1] == "." and first - 1 > start and "town_short" in page.cues[first - 2]:
            first -= 2
        elif page.lowers[first - 1] in words("names")["places"]["undotted"]:
            first -= 1
    return PlaceMention(
        first=first,
        last=hit.last,
        name=form.keeps or entry.name,
        kind=entry.kind,
        id=entry.id,
        kato=entry.kato,
        geonames=entry.geonames,
        country=entry.country,
        lat=entry.lat,
        lon=entry.lon,
        rule="list",
    )


def _elided(page: Page, hit: Hit) -> Iterator[PlaceMention]:
    """«Алматинской» in a list whose noun stands once, or with no noun at all (a region's feminine)."""
    kind, is_told = _noun_of_list(page, hit) if page.is_capital(hit.first) else ("", False)
    if not is_told:
        kind = _noun_before(page, hit.first) or kind
    form = next(
        (f for f in hit.forms if f.is_adjective and f.entry.kind == kind and not _is_part_of_city(page, f)), None
    )
    if form is not None:
        yield _mention(page, hit, form)


def _noun_of_list(page: Page, hit: Hit) -> tuple[str, bool]:
    """The kind that the noun behind a list of adjectives tells, and whether there is a noun.

    «Абайской, Акмолинской и Улытауской областях»; a list without one is of regions («Лидирует Атырауская.»).
    """
    links = words("names")["places"]["links"]
    i, limit = hit.last, min(page.sentence_end(hit.first), hit.last + _LIST_REACH)
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
    if hit.last < limit and any(cases(page.lowers[hit.last])) and page.words[hit.last].islower():
        return "", False  # «Алматинской трассе», «Алматинского метро»
    return "region", False


def _noun_before(page: Page, at: int) -> str:
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


def _in_lists(page: Page, unsure: list[tuple[Hit, Form]], found: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Ambiguous names beside a sure one in a list of towns («Караганда, Шахтинск, Абай»)."""
    links = words("names")["places"]["links"]
    cities = {i for m in found if m.kind == "city" for i in (m.first, m.last - 1)}
    made = []
    for hit, form in unsure:
        if form.entry.kind != "city" or not page.is_capital(hit.first):
            continue
        for sign, beyond in ((hit.first - 1, hit.first - 2), (hit.last, hit.last + 1)):
            is_link = 0 <= sign < len(page.words) and (page.words[sign] in ",;" or page.lowers[sign] in links)
            if is_link and beyond in cities:
                cities.update((hit.first, hit.last - 1))
                made.append(_mention(page, hit, form))
                break
    return made


def _by_noun(page: Page, taken: set[int]) -> Iterator[PlaceMention]:
    """Towns, districts and waters that no list knows, by the noun beside them («в селе Баршатас»)."""
    for i, classes in enumerate(page.cues):
        if not classes or i in taken:
            continue
        end = page.sentence_end(i)
        is_capital_town = page.lowers[i].startswith(words("names")["places"]["capital"])  # «столицы Георгия»
        if "town" in classes and _is_name(page, i + 1) and i + 1 < end and not is_capital_town:
            if not (i + 1 in page.hit_at and page.hit_at[i + 1].of("places")):  # «городах РК»
                yield from _named(page, i + 1, i + 1, "city")
        elif "town_short" in classes and i + 2 < end and page.words[i + 1] == "." and _is_short_noun(page, i):
            if _is_name(page, i + 2):
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
        elif "water" in classes and i + 1 < end and _is_name(page, i + 1) and not page.is_capital(i):
            yield from _named(page, i, i + 1, "other")


def _is_short_noun(page: Page, i: int) -> bool:
    """Says whether «г», «с», «п» before a dot is a town's noun: a small letter, no year («2025 г.») nor «т. г.»."""
    before = page.words[i - 1] if i > page.sentence_start(i) else " "
    is_figure = before[0].isdigit() or (before == "." and page.tokens.glued(i))
    return page.words[i].islower() and not is_figure


def _named(page: Page, first: int, core: int, kind: str, last: int = 0) -> Iterator[PlaceMention]:
    if not last:
        last = core + 1
        end = page.sentence_end(core)
        is_next = last < end and not (last + 1 < end and page.cues[last + 1] & {"district", "region"})
        if cases(page.lowers[core])[0] and is_next and _is_name(page, last):
            last += 1
    if is_titled(page, core) or head_of(page.lowers[core]) is not None or page.cues[core] & {"post", "writing"}:
        return
    name = page.text(core, last)
    if kind != "city" or cases(page.lowers[core])[0] or morphology.analyzer().word_is_known(page.lowers[core]):
        name = nominative(name)  # a town's unknown name stays as it is beside its noun: «в селе Кызылтобе»
    yield PlaceMention(first=first, last=last, name=name, kind=kind, id=f"{kind}:{slug(name)}", rule="noun")


def _tagged(page: Page) -> Iterator[PlaceMention]:
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
            kind, is_told = _noun_of_list(page, _as_hit(first))
            if not is_told or page.words[last].islower():  # «Транскаспийскому маршруту»
                continue
            name = nominative(f"{page.words[first]} {words('names')['places']['nouns'][kind]}")
        elif kind == "city" and not page.is_capital(last - 1):
            continue
        yield PlaceMention(first=first, last=last, name=name, kind=kind, id=f"{kind}:{slug(name)}", rule="tagger")


def _as_hit(first: int) -> Hit:
    return Hit(first, first + 1, ())


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
    if not all(_is_name(page, i) or "-" in page.words[i] or page.cues[i] or _of_district(page, i) for i in span):
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
