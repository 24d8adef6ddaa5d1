"""Named bodies (SPEC §7): those of the lists, those named as bodies are, and what the tagger takes for one.

One rule settles which of two that overlap counts: what the tagger alone tells yields; then the longer one; then the
order of `RULES`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Set

from ..text import morphology
from ..text.data import words
from ..text.inflection import nominative
from .bodies import Body, behind, heads, latin_end, named_end, place_end, read_body
from .canonical import canonical, slug
from .gazetteer import Entry, Form, Gazetteer, Hit
from .mentions import OrganisationMention
from .phrases import Page, cases, cue_of, legal_forms, lemmas

RULES = ("legal", "list", "pattern", "site", "latin", "tagger")
_TAILED = frozenset(
    "ministry agency committee government parliament central_bank court prosecutor fund akimat association bank other "
    "research company holding hub military department development_institute".split()
)
_FOREIGN = frozenset({"ministry", "government", "parliament", "central_bank"})  # another country's where its name follows
_AROUND = 8  # quotes, legal forms and types before a name at most
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
    tagged = list(_tagged(page, lists, persons))
    found = [*_lengthened(page, found, tagged), *tagged]
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


def _lengthened(
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


def of_entry(entry: Entry, first: int, last: int, rule: str) -> OrganisationMention:
    """Returns the mention of a body of the lists."""
    return OrganisationMention(first=first, last=last, name=entry.name, kind=entry.kind, id=entry.id, rule=rule)


def of_name(name: str, kind: str, first: int, last: int, rule: str) -> OrganisationMention:
    """Returns the mention of a body that no list knows."""
    return OrganisationMention(first=first, last=last, name=name, kind=kind, id=slug(name), rule=rule)


def _listed(page: Page) -> Iterator[OrganisationMention]:
    """Bodies of the lists, with quotes, legal form, type noun and the country's tail."""
    for hit in page.hits:
        form = hit.of("organisations")
        if form is None or not _is_body(page, hit, form):
            continue
        entry = form.entry
        first, last = widen(page, hit.first, hit.last)
        if entry.kind in _FOREIGN and (adjective := _adjective_of_country(page, hit)):
            if not adjective.startswith(words("names")["generic"]["own"]):
                yield of_name(nominative(page.text(first - 1, last)).capitalize(), entry.kind, first - 1, last, "list")
                continue
            first -= 1
        if last < page.sentence_end(first) and "named" in page.cues[last] and (end := named_end(page, last)) > last:
            last = end
        elif last == hit.last and entry.kind in _TAILED:
            last, foreign = _tail(page, last, entry)
            if foreign:
                base = entry.name.replace(words("names")["tails"]["country"], "").strip()
                yield of_name(f"{base} {foreign}", entry.kind, first, last, "list")
                continue
        yield of_entry(entry, first, last, "list")


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
        if spelled[first - 1] in '«"' and _is_titled(page, first - 1):
            return False
        if page.closing.get(first - 1, last) > last and page.is_capital(last):
            return False  # «Караганды Жарык Сервис» where the lists have «Караганды Жарык»
    if last < len(spelled):
        if last - first == 1 and page.lowers[first] in generic["names"]:
            return False
        following = spelled[last + 1] if last + 1 < len(spelled) else " "
        if glued(last) and spelled[last] in ".@/" and last + 1 < len(spelled) and glued(last + 1) and following.isascii() and following.islower():
            return False
        if spelled[first].isascii() and spelled[last].isascii() and any(c.isdigit() for c in spelled[last] + following * glued(last + 1 if last + 1 < len(spelled) else 0)) and spelled[last][0].isalpha():
            return False  # «JAC iEV5»: a make
    return True


def _is_told(page: Page, hit: Hit) -> bool:
    """Says whether a name that is also an ordinary word stands in quotes of its own or behind its type noun."""
    before = hit.first - 1
    if before < page.sentence_start(hit.first) or not page.is_capital(hit.first):
        return False
    return page.closing.get(before) == hit.last or page.lowers[before] in heads() or page.words[before] in legal_forms()


@functools.cache
def distributive() -> frozenset[str]:
    """Lemmas of words that make the noun behind them a general one («каждый акимат», «электронное правительство»)."""
    return frozenset(words("organisation_words")["generic"]["distributive"] + words("names")["generic"]["adjectives"])


def _is_titled(page: Page, opening: int) -> bool:
    """Says whether a document, an event or a thing is named in the quotes that open here, here or elsewhere in the text."""
    at = opening - 1
    if at > page.sentence_start(opening) and page.words[at] == "-":
        at -= 1
    before = page.cues[at] if at >= page.sentence_start(opening) else frozenset()
    return bool(before & {"writing", "goods", "street"}) or page.quoted(opening) in page.titles


def widen(page: Page, first: int, last: int) -> tuple[int, int]:
    """Returns a body's span with the quotes, the legal form and the type noun that stand around it."""
    forms, nouns, apart = legal_forms(), heads(), words("names")["nouns"]["apart"]
    start = max(page.sentence_start(first), first - _AROUND)
    last += any(page.closing.get(i) == last for i in range(first, last))
    while first > start:
        before = first - 1
        closing = page.closing.get(before)
        head = nouns.get(page.lowers[before])
        if closing is not None and closing in (last, last - 1):
            first, last = before, max(last, closing + 1)
        elif page.words[before] in forms:
            first = before
        elif head is not None and not head.is_plural and head.small == "name" and head.lemma not in apart:
            if page.words[first] in forms:
                break
            first = before
        else:
            break
    return first, last


def _adjective_of_country(page: Page, hit: Hit) -> str:
    """The adjective before «правительство» that says whose it is («казахстанское»), else nothing."""
    before = hit.first - 1
    if hit.last - hit.first > 1 or before < page.sentence_start(hit.first):
        return ""
    low = page.lowers[before]
    is_country = low.endswith(tuple(words("names")["generic"]["adjectival"])) and cases(low)[0]
    return low if is_country else ""


def _tail(page: Page, last: int, entry: Entry) -> tuple[int, str]:
    """Returns the end of the country's tail behind a body, and the tail where it is another country's."""
    if last >= page.sentence_end(last - 1):
        return last, ""
    hit = page.hit_at.get(last)
    form = hit.of("places") if hit is not None else None
    if hit is None or form is None or form.is_adjective or form.unsure:
        is_lone = page.lowers[last] in words("names")["tails"]["lone"] and page.is_capital(last)
        return (last + 1, "") if is_lone else (last, "")
    if not page.words[last].isupper() and form.is_nominative and "gent" not in cases(page.lowers[last])[1]:
        if form.entry.kind == "country":
            return last, ""
    if form.entry.id == words("names")["tails"]["id"]:
        return hit.last, ""
    if entry.kind in _FOREIGN and entry.country == "KZ" and form.entry.kind in ("country", "region", "city"):
        return hit.last, page.text(last, hit.last)
    return last, ""


def _patterns(page: Page, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """Bodies by how they are named; one look at each token."""
    spelled, lowers, nouns, forms = page.words, page.lowers, heads(), legal_forms()
    local = words("organisation_words")["local"]["undeclined"]
    ministry = words("names")["small"]["starts"]
    for i, word in enumerate(spelled):
        if lowers[i] in nouns:
            body = read_body(page, i)
            if body is not None:
                yield _pattern(page, body, lists)
        elif word in forms:
            yield from _legal_form(page, i, lists)
        elif word in local and (end := behind(page, i + 1, nouns[words("names")["nouns"]["department"][0]])) and "place" in end[1]:
            yield of_name(canonical(page, i, end[0]), "department", i, end[0], "pattern")
        elif word == ".":
            if i + 1 < len(spelled) and "domain" in page.cues[i + 1]:
                yield from _site(page, i, lists)
        elif word.isascii() and word[0].isupper() and not (i and spelled[i - 1].isascii() and spelled[i - 1][0].isupper()):
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
            return form.entry if hit.last >= last - 2 and not any(page.words[j][0].isalnum() for j in range(hit.last, last)) else None
        word = page.words[i]
        if word[0].isalnum() and word not in legal_forms() and page.lowers[i] not in heads() and (in_quotes or not cases(page.lowers[i])[0]):
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
    tails = {word.lower(): kind for kind, listed in known["latin_tails"].items() if kind != "domains" for word in listed}
    return tails | {word.lower().strip("."): "company" for word in known["legal_forms"]["after"]}


def _latin(page: Page, at: int) -> Iterator[OrganisationMention]:
    """A run of Latin words that ends as bodies' names do («Jaiq Hub», «Freedom Holding Corp.»)."""
    last = latin_end(page, at)
    tails = latin_tails()
    kinds = [tails[page.lowers[i]] for i in range(at + 1, last) if page.lowers[i] in tails]
    if last - at < 2 or not kinds or (page.words[at - 1] in '«"' and at and _is_titled(page, at - 1)):
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
    while first and glued(first) and spelled[first - 1].isascii() and (spelled[first - 1].isalnum() or spelled[first - 1] == "-"):
        first -= 1
    if first and glued(first) and spelled[first - 1] in "/@.:_=&?":
        return
    if last < len(spelled) and glued(last) and (spelled[last] in "/@_=&?" or (spelled[last] == "." and last + 1 < len(spelled) and glued(last + 1) and spelled[last + 1].isascii())):
        return
    name = page.text(first, last)
    services = {word.lower() for word in words("organisation_words")["generic"]["names"]} | set(words("names")["generic"]["names"])
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


def _tagged(page: Page, lists: Gazetteer, persons: Set[int]) -> Iterator[OrganisationMention]:
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
        yield of_entry(entry, first, last, "tagger") if entry is not None else of_name(name, "other", first, last, "tagger")


def _trim(page: Page, first: int, last: int) -> tuple[int, int]:
    """The tagger's span without a verb before it, a bracket or a figure behind it, signs around it."""
    bracket = next((i for i in range(first + 1, last) if page.words[i] in "()"), last)
    last = bracket
    while first < last and not page.words[first][0].isalnum():
        first += 1
    while last > first and (not page.words[last - 1][0].isalnum() or (page.words[last - 1].isdigit() and not page.tokens.glued(last - 1))):
        last -= 1
    while last - first > 1 and page.opens_sentence(first) and page.words[first][1:].islower() and not any(cases(page.lowers[first])) and not page.words[first].isascii() and morphology.analyzer().word_is_known(page.lowers[first]):
        first += 1
    return first, last


def _may_be_body(page: Page, first: int, last: int) -> bool:
    """Says that nothing speaks against a body of the tagger's."""
    spelled, lowers, generic = page.words, page.lowers, words("names")["generic"]
    span = range(first, last)
    before = page.cues[first - 1] if first > page.sentence_start(first) else frozenset()
    in_quotes = first > 0 and spelled[first - 1] in '«"'
    if before & {"goods", "writing", "money"} or (in_quotes and _is_titled(page, first - 1)):
        return False
    things = {"street", "writing", "web"}
    if any((page.cues[i] | cue_of(lowers[i].rpartition("-")[2])) & things for i in span) or place_end(page, first) >= last:
        return False
    if any("post" in page.cues[i] for i in span) and not any(lowers[i] in heads() for i in span):
        return False
    if page.text(first, last) in words("organisation_words")["generic"]["names"] or lowers[first] in generic["names"]:
        return False
    head = heads().get(lowers[first])
    if last - first > 1:
        if head is not None and (head.is_plural or (not page.is_capital(first) and behind(page, first + 1, head)[1] != "name")):
            return False
        is_own = [page.is_capital(i) and not (i == first and page.opens_sentence(i)) for i in span]
        has_head = any(lowers[i] in heads() for i in span) and (head is not None or cases(lowers[first])[0])
        inner = [i for i in span if spelled[i][0].isalpha() and (i > first or not page.opens_sentence(i) or spelled[i].isupper())]
        unknown = any((spelled[i].isascii() or spelled[i].isupper() or not morphology.analyzer().word_is_known(lowers[i])) for i in inner)
        return (has_head and page.is_capital(first)) or unknown or in_quotes or sum(is_own) > 1
    word = spelled[first]
    front, dash, rest = word.partition("-")
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
