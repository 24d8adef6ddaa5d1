"""Named bodies (SPEC §7): those of the lists, those named as bodies are, and what the tagger takes for one.

One rule settles which of two that overlap counts: what the tagger alone tells yields; then the longer one; then the
order of `RULES`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Set
from dataclasses import replace

from ..text import morphology
from ..text.data import words
from ..text.inflection import nominative
from .bodies import (
    Body,
    adjective_of_country,
    behind,
    head_of,
    heads,
    is_titled_opening,
    latin_end,
    named_end,
    read_body,
    widen,
)
from .canonical import canonical, of_entry, of_name
from .gazetteer import Entry, Form, Gazetteer, Hit
from .mentions import OrganisationMention
from .phrases import Page, cases, legal_forms, lemmas
from .tagged import before_person, find_tagged, lengthened

RULES = ("legal", "list", "pattern", "site", "latin", "tagger")
_BRANDS = frozenset({"company", "bank", "media", "hub", "fund"})  # named in Latin letters where the text does so
_CYRILLIC = re.compile("[^A-Za-z]+$")
_UNTAILED = frozenset({"media", "party", "university", "international"})  # kinds whose names no country ends
_FOREIGN = frozenset(
    {"ministry", "government", "parliament", "central_bank"}
)  # another country's where its name follows
_STATE = _FOREIGN | {"agency", "committee", "court", "prosecutor", "military", "department"}
_FOREIGN_PLACES = 3  # names of places abroad from which on a text that names none at home is of other countries
_FORMS = 4  # legal forms and types in a row at most
_UNQUOTED = 4  # words of a name without quotes behind a legal form at most
_QUOTED = 25  # tokens of a name in quotes behind a legal form at most


def find_organisations(page: Page, lists: Gazetteer, persons: Set[int]) -> list[OrganisationMention]:
    """Returns the named bodies of a text, in order, none overlapping.

    Args:
        page: the text.
        lists: the names that are known.
        persons: tokens of names that are surely persons'; what the tagger tells ends before them.
    """
    found = [*_listed(page), *_patterns(page, lists)]
    tagged = list(find_tagged(page, lists, persons))
    found = [before_person(page, mention, persons) for mention in (*lengthened(page, found, tagged), *tagged)]
    found.sort(key=lambda m: (m.rule == "tagger", m.first - m.last, RULES.index(m.rule)))
    taken: set[int] = set()
    kept = []
    for mention in found:
        span = range(mention.first, mention.last)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(mention)
    kept.sort(key=lambda m: m.first)
    return kept


def _listed(page: Page) -> Iterator[OrganisationMention]:
    """Bodies of the lists, with quotes, legal form, type noun and the country's tail."""
    abroad = is_abroad(page)
    for hit in page.hits:
        form = hit.of("organisations")
        if form is None or not _is_body(page, hit, form):
            continue
        entry = form.entry
        first, last = widen(page, hit.first, hit.last)
        if page.words[first].islower() and first > page.sentence_start(first) and _is_adjective_of(page, first):
            first -= 1  # «Всемирной продовольственной и сельскохозяйственной организации ООН»
        follows = page.hit_at.get(hit.last)
        is_alone = hit.last - hit.first == 1 and (follows is None or not follows.of("places"))
        if entry.kind in _FOREIGN and is_alone and (adjective := adjective_of_country(page, hit.first)):
            if not adjective.startswith(words("names")["generic"]["own"]):
                if page.is_capital(first):
                    name = nominative(page.text(first - 1, last)).capitalize()
                    yield of_name(name, entry.kind, first - 1, last, "list")
                continue  # «российское правительство» is not this country's
            first -= 1
        if last < page.sentence_end(first) and "named" in page.cues[last] and (end := named_end(page, last)) > last:
            last = end
        elif last == hit.last and entry.kind not in _UNTAILED:
            last, foreign = _tail(page, last, entry)
            if foreign:
                base = entry.name.replace(words("names")["tails"]["country"], "").strip()
                yield of_name(f"{base} {foreign}", entry.kind, first, last, "list")
                continue
        if page.words[hit.last - 1].lower() in words("names")["cue"]["domain"]["spelled"] and hit.last - hit.first > 2:
            site = page.text(hit.first, hit.last)
            yield OrganisationMention(first=first, last=last, name=site, kind=entry.kind, id=entry.id, rule="site")
            continue
        if abroad and last == hit.last and _is_of_state(entry):
            if page.is_capital(hit.first) and not (last - first == 1 and page.opens_sentence(first)):
                base = entry.name.replace(words("names")["tails"]["country"], "").strip()
                yield of_name(base, entry.kind, first, last, "list")
            continue
        end = latin_end(page, last - 1) if page.words[last - 1].isascii() and page.words[last - 1].isalpha() else last
        if end > last + 1 or (end > last and page.words[last].isalpha() and last not in page.hit_at):
            yield of_name(page.text(first, end), entry.kind, first, end, "latin")  # «CNN Turk»
            continue
        found = of_entry(entry, first, last, "list")
        spelled = page.text(hit.first, hit.last)
        is_brand = entry.kind in _BRANDS and not form.is_exact and spelled.isascii() and _CYRILLIC.match(entry.name)
        yield replace(found, name=spelled) if is_brand else found  # «Air Astana» where the list has «Эйр Астана»


def _is_adjective_of(page: Page, first: int) -> bool:
    """Says whether an adjective with a capital stands before a name of several words, in its case."""
    mine, theirs = cases(page.lowers[first - 1])[0], cases(page.lowers[first])
    is_long = page.words[first - 1].istitle() and first - 1 not in page.hit_at and bool(theirs[0])
    return is_long and bool(mine & theirs[0]) and not page.opens_sentence(first - 1)


def is_abroad(page: Page) -> bool:
    """Says whether a text is of other countries alone, so that its «правительство» is not Kazakhstan's."""
    own = words("names")["generic"]["own"]
    tails = {word.lower() for word in words("names")["generic"]["own_words"]}
    if any(low.startswith(own) or low in tails for low in page.lowers):
        return False
    places = [form.entry for hit in page.hits if (form := hit.of("places")) is not None and not form.unsure]
    bodies = [form.entry for hit in page.hits if (form := hit.of("organisations")) is not None]
    abroad = [entry for entry in (*places, *bodies) if entry.country not in (None, "KZ")]
    return len(abroad) >= _FOREIGN_PLACES and not any(entry.country == "KZ" for entry in places)


def _is_of_state(entry: Entry) -> bool:
    """Says whether a name may be any state's body («МВД»), while the lists have Kazakhstan's."""
    return entry.country == "KZ" and entry.kind in _STATE


def _is_body(page: Page, hit: Hit, form: Form) -> bool:
    """Says that a name of the lists is told as one, and is no part of something else."""
    is_told = _is_told(page, hit)
    if (form.quoted or hit.forms[0] is not form) and not is_told:
        return False
    generic = words("names")["generic"]
    first, last, spelled, glued = hit.first, hit.last, page.words, page.tokens.glued
    if first > page.sentence_start(first):
        before = page.cues[first - 1]
        if not page.is_capital(first) and lemmas(page.lowers[first - 1]) & distributive():
            return False
        if before & {"named", "goods"} or (last - first == 1 and "street" in before and not is_told):
            return False
        if spelled[first - 1] in "./@" and glued(first) and spelled[first - 2].isascii():
            return False
        if spelled[first - 1] in '«"' and is_titled_opening(page, first - 1):
            return not form.is_nominative and page.closing.get(first - 1) == last  # «стратегия «Казпочты»»: whose
        if page.closing.get(first - 1, last) > last and (page.is_capital(last) or spelled[last].isascii()):
            return False  # «Караганды Жарык Сервис» where the lists have «Караганды Жарык»
    if last < len(spelled):
        if last - first == 1 and page.lowers[first] in generic["names"]:
            return False
        following = spelled[last + 1] if last + 1 < len(spelled) else " "
        if (
            glued(last)
            and spelled[last] in ".@/"
            and last + 1 < len(spelled)
            and glued(last + 1)
            and following.isascii()
            and following.islower()
        ):
            return False
        if (
            spelled[first].isascii()
            and spelled[last].isascii()
            and any(c.isdigit() for c in spelled[last] + following * glued(last + 1 if last + 1 < len(spelled) else 0))
            and spelled[last][0].isalpha()
        ):
            return False  # «JAC iEV5»: a make
    return True


def _is_told(page: Page, hit: Hit) -> bool:
    """Says whether a name that is also an ordinary word stands in quotes of its own or behind its type noun."""
    before = hit.first - 1
    if before < page.sentence_start(hit.first) or not page.is_capital(hit.first):
        return False
    return (
        page.closing.get(before) == hit.last
        or head_of(page.lowers[before]) is not None
        or page.words[before] in legal_forms()
    )


@functools.cache
def distributive() -> frozenset[str]:
    """Lemmas of words that make the noun behind them a general one («каждый акимат», «электронное правительство»)."""
    return frozenset(words("organisation_words")["generic"]["distributive"] + words("names")["generic"]["adjectives"])


def _tail(page: Page, last: int, entry: Entry) -> tuple[int, str]:
    """Returns the end of the country's tail behind a body, and the tail where it is another country's."""
    if last >= page.sentence_end(last - 1):
        return last, ""
    hit = page.hit_at.get(last)
    form = hit.of("places") if hit is not None else None
    if hit is None or form is None or form.is_adjective or form.unsure:
        is_lone = page.lowers[last] in words("names")["tails"]["lone"] and page.is_capital(last)
        return (last + 1, "") if is_lone else (last, "")
    is_genitive = not form.is_nominative or page.words[last].isupper() or "gent" in cases(page.lowers[last])[1]
    if not is_genitive and form.entry.kind == "country":
        return last, ""
    if form.entry.id == words("names")["tails"]["id"]:
        return hit.last, ""
    if entry.kind in _FOREIGN and entry.country == "KZ" and form.entry.kind in ("country", "region", "city"):
        return hit.last, page.text(last, hit.last)
    return last, ""


def _patterns(page: Page, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """Bodies by how they are named; one look at each token."""
    spelled, lowers, forms = page.words, page.lowers, legal_forms()
    local = frozenset(words("organisation_words")["local"]["undeclined"])
    ministry = words("names")["small"]["starts"]
    for i, word in enumerate(spelled):
        if i and spelled[i - 1] in '«"' and is_titled_opening(page, i - 1):
            continue  # the ship «Союз ТМА-7»
        if head_of(lowers[i]) is not None and i not in page.in_place:
            body = read_body(page, i)
            if body is not None:
                yield _pattern(page, body, lists)
        elif word in forms:
            yield from _legal_form(page, i, lists)
        elif (
            word in local
            and (end := behind(page, i + 1, heads()[words("names")["nouns"]["department"][0]]))
            and "place" in end[1]
        ):
            yield of_name(canonical(page, i, end[0]), "department", i, end[0], "pattern")
        elif word == ".":
            if i + 1 < len(spelled) and "domain" in page.cues[i + 1]:
                yield from _site(page, i, lists)
        elif (
            word.isascii()
            and word[0].isupper()
            and not (i and spelled[i - 1].isascii() and spelled[i - 1][0].isupper())
        ):
            yield from _latin(page, i)
        elif lowers[i].startswith(ministry) and i not in page.hit_at and len(word) > len(ministry) + 3:
            yield from _short_ministry(page, i, lists)


def _pattern(page: Page, body: Body, lists: Gazetteer) -> OrganisationMention:
    """A body by its noun; it may be one of the lists in a form that they lack («фонд «Даму»»)."""
    name = canonical(page, body.first, body.last)
    entry = lists.lookup(name) or _inner(page, body.head + 1, body.last)
    if entry is None and body.tail == "name":
        entry = lists.lookup(page.text(body.head + 1, body.last))
    if entry is not None:
        return of_entry(entry, body.first, body.last, "pattern")
    return of_name(name, body.kind, body.first, body.last, "pattern")


def _inner(page: Page, first: int, last: int) -> Entry | None:
    """The body of the lists whose name fills these tokens, types and quotes aside."""
    in_quotes = False
    for i in range(first, last):
        hit = page.hit_at.get(i)
        in_quotes = in_quotes or i in page.closing
        if hit is not None and (form := hit.of("organisations")) is not None:
            return (
                form.entry
                if hit.last >= last - 2 and not any(page.words[j][0].isalnum() for j in range(hit.last, last))
                else None
            )
        word = page.words[i]
        if (
            word[0].isalnum()
            and word not in legal_forms()
            and head_of(page.lowers[i]) is None
            and (in_quotes or not cases(page.lowers[i])[0])
        ):
            return None
    return None


def _legal_form(page: Page, at: int, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """«ТОО «Павлодарэнергосбыт»», «АО «НК «КазМунайГаз»», «ТОО Glasman»."""
    forms, lone = legal_forms(), words("names")["written"]["lone"]
    limit = page.sentence_end(at)
    start = at + 1
    while start < limit and start - at < _FORMS and page.words[start] in forms:
        start += 1
    if start >= limit:
        return
    if start in page.closing:
        last = page.closing[start] + 1
        if not 3 <= last - start <= _QUOTED or page.lowers[start + 1] in words("names")["written"]["titles"]:
            return
    elif page.words[start - 1] in lone and page.is_capital(start):
        last = latin_end(page, start) if page.words[start].isascii() else start + 1
        while last < limit and last - start < _UNQUOTED and page.is_capital(last) and page.words[last - 1][0].isalpha():
            if page.tag_at.get(last, (0, 0, ""))[::2] == (last, "PER"):
                break  # «ИА Regnum Минченко»
            last += 1
    else:
        return
    first, last = widen(page, at, last)
    name = canonical(page, first, last)
    entry = lists.lookup(name) or _inner(page, start, last)
    yield of_entry(entry, first, last, "legal") if entry is not None else of_name(name, "company", first, last, "legal")


def _short_ministry(page: Page, at: int, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """«Минпромышленности», «минтруда»: the first word of a ministry's complement."""
    rest = page.lowers[at][len(words("names")["small"]["starts"]) :]
    noun = words("names")["written"]["ministry"]
    if "gent" in cases(rest)[1] and morphology.analyzer().word_is_known(rest):
        entry = lists.begins_with(f"{noun} {rest}")
        if entry is not None:
            yield of_entry(entry, at, at + 1, "pattern")


@functools.cache
def latin_tails() -> dict[str, str]:
    """Latin words that end the names of bodies, in small letters, and the kind each tells."""
    known = words("organisation_words")
    tails = {
        word.lower(): kind for kind, listed in known["latin_tails"].items() if kind != "domains" for word in listed
    }
    return tails | {word.lower().strip("."): "company" for word in known["legal_forms"]["after"]}


def _latin(page: Page, at: int) -> Iterator[OrganisationMention]:
    """A run of Latin words that ends as bodies' names do («Jaiq Hub», «Freedom Holding Corp.»)."""
    last = latin_end(page, at)
    tails = latin_tails()
    kinds = [tails[page.lowers[i]] for i in range(at + 1, last) if page.lowers[i] in tails]
    if last - at < 2 or not kinds or (page.words[at - 1] in '«"' and at and is_titled_opening(page, at - 1)):
        return
    if at > page.sentence_start(at) and page.cues[at - 1] & {"goods", "writing"}:
        return
    first, last = widen(page, at, last)
    yield of_name(canonical(page, at, last), kinds[-1], first, last, "latin")


def _site(page: Page, dot: int, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """A site named as the source («передает Tengrinews.kz»), not one inside a URL or an address."""
    glued, spelled = page.tokens.glued, page.words
    if not dot or not glued(dot) or not glued(dot + 1) or not spelled[dot - 1].isascii():
        return
    first, last = dot - 1, dot + 2
    while (
        first
        and glued(first)
        and spelled[first - 1].isascii()
        and (spelled[first - 1].isalnum() or spelled[first - 1] == "-")
    ):
        first -= 1
    if first and glued(first) and spelled[first - 1] in "/@.:_=&?":
        return
    if (
        last < len(spelled)
        and glued(last)
        and (
            spelled[last] in "/@_=&?"
            or (spelled[last] == "." and last + 1 < len(spelled) and glued(last + 1) and spelled[last + 1].isascii())
        )
    ):
        return
    name = page.text(first, last)
    services = {word.lower() for word in words("organisation_words")["generic"]["names"]} | set(
        words("names")["generic"]["names"]
    )
    if name.lower() in services or spelled[first].lower() in services:
        return
    entry = lists.lookup(name)
    near = range(max(page.sentence_start(first), first - 4), min(page.sentence_end(last - 1), last + 2))
    is_source = any("source" in page.cues[i] for i in near)
    if entry is not None:
        kept = entry.name if "." in entry.name else name
        yield OrganisationMention(first=first, last=last, name=kept, kind=entry.kind, id=entry.id, rule="site")
    elif is_source or page.is_capital(first):
        yield of_name(name, "media", first, last, "site")
