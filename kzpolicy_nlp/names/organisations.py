"""Named bodies (SPEC §7): what the lists know, what is named as bodies are, and what the tagger takes for one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ..text.data import words
from ..text.inflection import nominative
from .bodies import Body, behind, heads, latin_end, place_end, read_body
from .gazetteer import Entry, Gazetteer, Hit
from .mentions import OrganisationMention
from .phrases import Page, cases, lemmas

_STATE = frozenset({"ministry", "agency", "committee", "government", "parliament", "central_bank", "court", "prosecutor", "fund", "akimat"})
_TAILED = _STATE | {"association", "bank", "other", "research", "company", "holding", "hub", "military", "department"}
_BARE = frozenset({"ministry", "government", "parliament", "central_bank"})  # of another country where its name follows
_RANKS = {"legal": 0, "pattern": 1, "list": 2, "site": 3, "latin": 4, "quoted": 5, "tagger": 6}
_SPACES = re.compile(r"\s+")
_BY_TAIL = 15  # tokens of a legal form's name at most


@functools.cache
def _legal() -> tuple[frozenset[str], frozenset[str]]:
    table = words("names")["legal"]
    return frozenset(table["forms"]), frozenset(table["lone"])


def find_organisations(page: Page, lists: Gazetteer) -> list[OrganisationMention]:
    """Returns the named bodies of a text, in order, none overlapping: the longest first, then the surer way to tell."""
    found = [*_listed(page), *_patterns(page, lists), *_tagged(page, lists)]
    found.sort(key=lambda m: (m.first - m.last, _RANKS[m.rule]))
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
    for hit in page.hits:
        form = hit.of("organisations")
        if form is None or (form.quoted and not _is_told(page, hit)) or not _is_body(page, hit):
            continue
        if len(hit.forms) > 1 and form is not hit.forms[0] and not _is_told(page, hit):
            continue
        first, last = widen(page, hit.first, hit.last)
        entry = form.entry
        if last == hit.last and entry.kind in _TAILED:
            last, foreign = _tail(page, last, entry)
            if foreign:
                name = f"{_base(entry.name)} {foreign}"
                yield OrganisationMention(first=first, last=last, name=name, kind=entry.kind, id=slug(name), rule="list")
                continue
        yield OrganisationMention(first=first, last=last, name=entry.name, kind=entry.kind, id=entry.id, rule="list")


def _is_told(page: Page, hit: Hit) -> bool:
    """Says whether a name that is also an ordinary word stands in quotes of its own or behind its type noun."""
    before = hit.first - 1
    if before >= 0 and page.closing.get(before) == hit.last:
        return True
    return before >= 0 and page.is_capital(hit.first) and (page.lowers[before] in heads() or page.words[before] in _legal()[0])


def _is_body(page: Page, hit: Hit) -> bool:
    """Says that a name of the lists is not part of something else («электронного правительства», a site, a plural)."""
    before = hit.first - 1
    generic = words("names")["generic"]
    if before >= page.sentence_start(hit.first):
        if not page.is_capital(hit.first) and lemmas(page.lowers[before]) & set(generic["adjectives"]):
            return False
        if page.cues[before] & {"street", "named"} and not page.words[before].isupper():
            return False
        if page.words[before] in "./@" and page.tokens.glued(hit.first) and before > 0 and page.words[before - 1][0].isalnum():
            return False
    behind_ = hit.last
    if behind_ < len(page.words) and page.words[behind_] == "-" and page.tokens.glued(behind_) and page.words[hit.last - 1].isascii():
        return behind_ + 1 < len(page.words) and page.words[behind_ + 1][0].isupper()
    return not (
        behind_ + 1 < len(page.words)
        and page.words[behind_] in "./@"
        and page.tokens.glued(behind_)
        and page.tokens.glued(behind_ + 1)
        and page.words[behind_ + 1].isascii()
        and page.words[behind_ + 1].islower()
    )


def widen(page: Page, first: int, last: int) -> tuple[int, int]:
    """Returns a body's span with the quotes, the legal form and the type noun that stand around it."""
    forms, _ = _legal()
    start = page.sentence_start(first)
    while first > start:
        before = first - 1
        closing = page.closing.get(before)
        if closing is not None and closing in (last, last - 1):
            first, last = before, max(last, closing + 1)
        elif page.words[before] in forms:
            first = before
        elif page.lowers[before] in heads() and (head := heads()[page.lowers[before]]) and not head.is_plural and head.small == "name":
            first = before
        else:
            break
    return first, last


def _tail(page: Page, last: int, entry: Entry) -> tuple[int, str]:
    """Returns the end of the country's tail behind a body, and the tail where it is another country's."""
    if last >= page.sentence_end(last - 1):
        return last, ""
    hit = page.hit_at.get(last)
    if hit is None or (form := hit.of("places")) is None or form.is_adjective or form.unsure:
        if page.words[last] == "Республики" if False else page.lowers[last] in words("names")["tails"]["lone"] and page.is_capital(last):
            return last + 1, ""
        return last, ""
    if form.is_nominative and not page.words[last].isupper() and "gent" not in cases(page.lowers[last])[1] and len(hit.forms[0].words) == 1:
        return last, ""
    if form.entry.id == "iso:KZ":
        return hit.last, ""
    if entry.kind in _BARE and entry.country == "KZ" and form.entry.kind in ("country", "region", "city"):
        return hit.last, page.text(last, hit.last)
    return last, ""


def _base(name: str) -> str:
    country = words("names")["tails"]["country"]
    return name.replace(country, "").strip()


def _patterns(page: Page, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """Bodies by how they are named; one look at each token."""
    forms, lone = _legal()
    spelled, nouns = page.words, heads()
    for i, word in enumerate(spelled):
        if page.lowers[i] in nouns:
            body = read_body(page, i)
            if body is not None:
                yield from _pattern(page, body, lists)
        elif word in forms:
            yield from _legal_form(page, i, word in lone)
        elif word.isascii():
            if word == "." and "domain" in (page.cues[i + 1] if i + 1 < len(spelled) else ()):
                yield from _site(page, i, lists)
            elif word[0].isupper() and (i == 0 or not (spelled[i - 1].isascii() and spelled[i - 1][0].isupper())):
                yield from _latin(page, i)


def _pattern(page: Page, body: Body, lists: Gazetteer) -> Iterator[OrganisationMention]:
    first, last = body.first, body.last
    entry = _known(page, body, lists)
    if entry is not None:
        yield OrganisationMention(first=first, last=last, name=entry.name, kind=entry.kind, id=entry.id, rule="pattern")
        return
    name = canonical(page, first, last)
    yield OrganisationMention(first=first, last=last, name=name, kind=body.kind, id=slug(name), rule="pattern")


def _known(page: Page, body: Body, lists: Gazetteer) -> Entry | None:
    """The body of the lists that is named here in a form the lists lack («фонд «Даму»»)."""
    for first, last in ((body.first, body.last), (body.head + 1, body.last)):
        hit = page.hit_at.get(first)
        while hit is None and first < last and not page.words[first][0].isalnum():
            first += 1
            hit = page.hit_at.get(first)
        if hit is not None and (form := hit.of("organisations")) is not None and last - 1 <= hit.last <= last + 1:
            return form.entry
    return lists.lookup(canonical(page, body.first, body.last))


def _legal_form(page: Page, at: int, is_lone: bool) -> Iterator[OrganisationMention]:
    """«ТОО «Павлодарэнергосбыт»», «АО «НК «КазМунайГаз»», «ТОО Glasman»."""
    start = at + 1
    limit = page.sentence_end(at)
    while start < limit and page.words[start] in _legal()[0]:
        start += 1
    if start >= limit:
        return
    if start in page.closing:
        last = page.closing[start] + 1
        if last - start > _BY_TAIL + 10 or last - start < 3:
            return
        inner = start + 1
    elif is_lone and page.is_capital(start) and page.words[start] not in _legal()[0]:
        inner = start
        if page.words[start].isascii():
            last = latin_end(page, start)
        else:
            last = start + 1
            while last < limit and page.is_capital(last) and last - start < 4 and page.words[last][0].isalpha():
                last += 1
    else:
        return
    first, last = widen(page, at, last)
    entry = next((f.entry for i in range(inner, last) if (h := page.hit_at.get(i)) and (f := h.of("organisations")) and h.last >= last - 3), None)
    if entry is not None and _covers(page, inner, last, entry):
        yield OrganisationMention(first=first, last=last, name=entry.name, kind=entry.kind, id=entry.id, rule="legal")
        return
    name = canonical(page, first, last)
    yield OrganisationMention(first=first, last=last, name=name, kind="company", id=slug(name), rule="legal")


def _covers(page: Page, inner: int, last: int, entry: Entry) -> bool:
    """Says that nothing but types and quotes stands before the name of the lists in a legal form's quotes."""
    for i in range(inner, last):
        hit = page.hit_at.get(i)
        if hit is not None and hit.of("organisations") is not None:
            return True
        if page.words[i][0].isalpha() and page.words[i] not in _legal()[0] and page.lowers[i] not in heads() and not cases(page.lowers[i])[0]:
            return False
    return False


def _latin(page: Page, at: int) -> Iterator[OrganisationMention]:
    """A run of Latin words that ends as bodies' names do («Jaiq Hub», «Freedom Holding Corp.»)."""
    last = latin_end(page, at)
    if last - at < 2:
        return
    tails = words("names")["legal"]["latin"]
    if not any(page.lowers[i] in tails for i in range(at + 1, last) if len(page.words[i]) > 2 or page.words[i].isupper()):
        return
    first, last = widen(page, at, last)
    name = canonical(page, at, last)
    yield OrganisationMention(first=first, last=last, name=name, kind="company", id=slug(name), rule="latin")


def _site(page: Page, dot: int, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """A site named as the source («передает Tengrinews.kz»), not one inside a URL or an address."""
    tokens, spelled = page.tokens, page.words
    if dot == 0 or not tokens.glued(dot) or not tokens.glued(dot + 1):
        return
    first = dot - 1
    while first > 0 and tokens.glued(first) and spelled[first].isascii() and (spelled[first - 1].isalnum() and spelled[first - 1].isascii() or spelled[first - 1] == "-"):
        first -= 1
    last = dot + 2
    edges = {spelled[first - 1] if first and tokens.glued(first) else "", spelled[last] if last < len(spelled) and tokens.glued(last) else ""}
    if edges & set("/@.:_=&?") - {"."} or (first > 1 and spelled[first - 1] == "." and tokens.glued(first)):
        return
    if last + 1 < len(spelled) and spelled[last] == "." and tokens.glued(last) and tokens.glued(last + 1) and spelled[last + 1].isascii():
        return
    name = page.text(first, last)
    if spelled[first].lower() in words("names")["generic"]["names"]:
        return
    entry = lists.lookup(name)
    near = range(max(page.sentence_start(first), first - 4), min(page.sentence_end(last - 1), last + 2))
    if entry is None and not any("source" in page.cues[i] for i in near) and not page.is_capital(first) and not spelled[first][0].isdigit():
        return
    if entry is not None:
        yield OrganisationMention(first=first, last=last, name=entry.name, kind=entry.kind, id=entry.id, rule="site")
    else:
        yield OrganisationMention(first=first, last=last, name=name, kind="media", id=slug(name), rule="site")


def _tagged(page: Page, lists: Gazetteer) -> Iterator[OrganisationMention]:
    """What the tagger takes for a body, where it can be one."""
    generic = words("names")["generic"]
    for first, last, kind in page.tags or ():
        if kind != "ORG":
            continue
        while first < last and not page.words[first][0].isalnum():
            first += 1
        while last > first and not page.words[last - 1][0].isalnum():
            last -= 1
        # A verb or a cue at the front is no part of the name («Поручаю Правительству»).
        while last - first > 1 and page.opens_sentence(first) and not cases(page.lowers[first])[0] and not cases(page.lowers[first])[1] and not page.words[first].isascii() and not page.words[first].isupper():
            first += 1
        if first >= last or not _may_be_body(page, first, last, generic):
            continue
        wide_first, wide_last = widen(page, first, last)
        if page.words[wide_last - 1].isascii() and page.words[wide_last - 1][0].isalpha():
            wide_last = max(wide_last, latin_end(page, wide_last - 1))
        name = canonical(page, first, last)
        entry = lists.lookup(name)
        if entry is not None:
            yield OrganisationMention(first=wide_first, last=wide_last, name=entry.name, kind=entry.kind, id=entry.id, rule="tagger")
        else:
            yield OrganisationMention(first=wide_first, last=wide_last, name=name, kind="other", id=slug(name), rule="tagger")


def _may_be_body(page: Page, first: int, last: int, generic: dict[str, list[str]]) -> bool:
    spelled, lowers = page.words, page.lowers
    if not any(page.is_capital(i) for i in range(first, last)):
        return False
    if any(page.cues[i] & {"writing", "web"} for i in (first, max(first - 1, 0)) if not spelled[i].isupper()):
        return False
    if last - first == 1:
        word = spelled[first]
        head, dash, rest = word.partition("-")
        if word in generic["abbreviations"] or lowers[first] in generic["names"] or lowers[first] in heads():
            return False
        if dash and rest.islower() and (head.isupper() or head.islower()):  # «IT-услуг», «веб-сайт»
            return False
        if cases(lowers[first])[0] and not cases(lowers[first])[1]:
            return False
        if not (page.tokens.glued(first) and spelled[first - 1] in '«"') and page.opens_sentence(first) and not word.isupper() and not word.isascii():
            return False
        hit = page.hit_at.get(first)
        if hit is not None and hit.of("organisations") is None:
            return False
        if first > 0 and "town_short" in page.cues[first - 1]:
            return False
    if lowers[first] in generic["names"] or any(page.cues[i] & {"street"} for i in range(first, last) if not spelled[i].isupper()):
        return False
    head = heads().get(lowers[first])
    if head is not None and (head.is_plural or (not page.is_capital(first) and behind(page, first + 1, head)[1] != "name")):
        return False
    return place_end(page, first) < last


def canonical(page: Page, first: int, last: int) -> str:
    """Returns the nominative of the name at these tokens, with «» for quotes and the country written out."""
    text = _SPACES.sub(" ", page.text(first, last))
    table = words("names")["tails"]
    pieces, depth = [], 0
    for at, sign in enumerate(text):
        if sign == '"':
            opens = at == 0 or text[at - 1] in " («" or (depth == 0 and at + 1 < len(text) and text[at + 1] != " ")
            pieces.append("«" if opens else "»")
            depth += 1 if opens else -1
        else:
            pieces.append(sign)
    text = "".join(pieces)
    if "«" in text[1:]:
        at = text.index("«", 1)
        if text[at - 1] != " ":
            text = f"{text[:at]} {text[at:]}"
    for short, full in table["written_out"].items():
        text = re.sub(rf"(?<![\w«]){short}(?!\w)", full, text)
    if text[0] == "«" and text[-1] == "»" and text.count("«") == 1:
        text = text[1:-1]
    text = nominative(text)
    return text[0].upper() + text[1:] if text[0].isalpha() and not text[0].isascii() else text


@functools.lru_cache(maxsize=1 << 12)
def slug(name: str) -> str:
    """Returns a name as an id: Latin small letters and hyphens, without legal form and quotes."""
    letters = words("names")["transliteration"]
    forms, _ = _legal()
    kept = [w for w in re.findall(r"\w+", name) if w not in forms] or re.findall(r"\w+", name)
    fold = str.maketrans(words("names")["fold"])
    made = ("".join(letters.get(c, c if c.isascii() else "") for c in w.lower().translate(fold)) for w in kept)
    return "-".join(filter(None, made)) or "name"
