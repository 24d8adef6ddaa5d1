"""Mentions of one thing: introduced abbreviations, short forms that point back, surnames alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..text.data import words
from .bodies import Head, behind, heads
from .gazetteer import Gazetteer
from .mentions import OrganisationMention, PersonMention, PlaceMention
from .canonical import canonical, slug
from .organisations import distributive, widen
from .phrases import Page, lemmas


def link_organisations(page: Page, found: Sequence[OrganisationMention], lists: Gazetteer) -> list[OrganisationMention]:
    """Returns the bodies with those added that are named by an abbreviation of the text, in quotes alone, or by their noun."""
    bodies = list(found)
    aliases = _introduced(page, bodies)
    aliases.update(_short_names(page, bodies))
    bodies = _apply(page, bodies, aliases)
    bodies = _join_lists(page, bodies)
    return _point_back(page, bodies, lists)


def _introduced(page: Page, bodies: Sequence[OrganisationMention]) -> dict[tuple[str, ...], OrganisationMention]:
    """«Агентство по … реформам (АСПР)», «… (далее – НБ РК)»: the text's own abbreviations."""
    aliases: dict[tuple[str, ...], OrganisationMention] = {}
    skip = words("names")["linking"]["introducing"]
    for body in bodies:
        i = body.last
        end = page.sentence_end(body.first)
        if i >= end or page.words[i] != "(":
            continue
        close = next((j for j in range(i + 1, min(i + 10, end)) if page.words[j] == ")"), 0)
        if not close:
            continue
        begin = i + 1
        while begin < close and (page.lowers[begin] in skip or not page.words[begin][0].isalnum()):
            begin += 1
        alias = tuple(page.words[begin:close])
        if alias and len(alias) <= 3 and len(alias[0]) > 1 and (alias[0].isupper() or (begin > i + 1 and alias[0][0].isupper())) and not alias[0].isdigit() and _stands_for(alias[0], page.text(body.first, body.last), begin > i + 1):
            aliases.setdefault(alias, body)
    return aliases


def _stands_for(short: str, name: str, is_told: bool) -> bool:
    """Says whether an abbreviation's letters stand in the name, in order."""
    letters = iter(name.lower())
    return is_told or all(letter in letters for letter in short.lower()) or short[0].lower() == name.strip('«"')[0].lower()


def _short_names(page: Page, bodies: Sequence[OrganisationMention]) -> dict[tuple[str, ...], OrganisationMention]:
    """The part in quotes, or the Latin part, of a name told in full: «Бузгул Аурум», KAZ Minerals."""
    aliases: dict[tuple[str, ...], OrganisationMention] = {}
    for body in bodies:
        opening = [i for i in range(body.first, body.last) if i in page.closing]
        if opening and body.rule in ("legal", "pattern", "quoted", "list"):
            begin = opening[-1] + 1
            inner = tuple(w for w in page.words[begin : page.closing[opening[-1]]])
            if inner and inner[0][0].isupper() and len(inner) < 8:
                aliases.setdefault(inner, body)
        elif body.rule in ("pattern", "tagger", "latin"):
            run = [i for i in range(body.first, body.last) if page.words[i].isascii() and page.words[i][0].isalpha()]
            if run and run[-1] - run[0] + 1 == len(run) and (len(run) > 1 or len(page.words[run[0]]) > 3):
                aliases.setdefault(tuple(page.words[i] for i in run), body)
    return aliases


def _apply(page: Page, bodies: list[OrganisationMention], aliases: dict[tuple[str, ...], OrganisationMention]) -> list[OrganisationMention]:
    """Gives every mention of an alias the body that it stands for."""
    if not aliases:
        return bodies
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for alias in sorted(aliases, key=len, reverse=True):
        by_first.setdefault(_stem(alias[0]), []).append(alias)
    spans = {i: n for n, body in enumerate(bodies) for i in range(body.first, body.last)}
    made: list[OrganisationMention] = []
    replaced: dict[int, OrganisationMention] = {}
    i = 0
    while i < len(page.words):
        for alias in by_first.get(_stem(page.words[i]), ()):
            if not _same(page, i, alias):
                continue
            target, last = aliases[alias], i + len(alias)
            first, last = widen(page, i, last)
            inside = {spans[j] for j in range(first, last) if j in spans}
            if not inside:
                if (alias[0].isupper() and len(alias[0]) > 1) or first < i or alias[0].isascii():
                    made.append(OrganisationMention(first=first, last=last, name=target.name, kind=target.kind, id=target.id, rule="alias"))
            elif len(inside) == 1:
                number = next(iter(inside))
                body = bodies[number]
                if body.rule in ("tagger", "latin", "legal", "pattern", "quoted") and body.first >= first - 2 and body.last <= last + 1 and body.id != target.id:
                    replaced[number] = replace(body, name=target.name, kind=target.kind, id=target.id)
            i = last - 1
            break
        i += 1
    result = [replaced.get(n, body) for n, body in enumerate(bodies)] + made
    result.sort(key=lambda m: m.first)
    return result


def _stem(word: str) -> str:
    return word if word.isupper() or len(word) < 6 else word[: max(5, len(word) - 2)]


def _same(page: Page, i: int, alias: tuple[str, ...]) -> bool:
    """Says whether the alias stands at token i; its last word may be in another case."""
    end = i + len(alias)
    if end > len(page.words) or not page.words[i][0].isupper():
        return False
    for have, want in zip(page.words[i:end], alias, strict=True):
        if have != want and not (len(want) > 3 and abs(len(have) - len(want)) <= 2 and have[: max(4, len(want) - 1)] == want[: max(4, len(want) - 1)] and not want.isascii()):
            return False
    return page.tokens.sentence_of[i] == page.tokens.sentence_of[end - 1]


def _join_lists(page: Page, bodies: list[OrganisationMention]) -> list[OrganisationMention]:
    """Names in quotes that stand in a list beside a body are bodies («Казпочта» и «Эйр Астана»)."""
    starts = {body.first: body for body in bodies}
    ends = {body.last: body for body in bodies}
    covered = {i for body in bodies for i in range(body.first, body.last)}
    links = words("names")["places"]["links"]
    made: list[OrganisationMention] = []
    for first in sorted(page.closing):
        last = page.closing[first] + 1
        if first in covered or not 3 <= last - first <= 8 or not page.is_capital(first + 1):
            continue
        before, after = first - 1, last
        beside = None
        if before > 0 and (page.words[before] == "," or page.lowers[before] in links):
            beside = ends.get(before)
        if beside is None and after < len(page.words) and (page.words[after] == "," or page.lowers[after] in links):
            beside = starts.get(after + 1)
        if beside is None or page.words[beside.last - 1] not in '»"':
            continue
        name = canonical(page, first, last)
        body = OrganisationMention(first=first, last=last, name=name, kind=beside.kind, id=slug(name), rule="quoted")
        made.append(body)
        ends[last] = starts[first] = body
        covered.update(range(first, last))
    return sorted([*bodies, *made], key=lambda m: m.first)


def _point_back(page: Page, bodies: list[OrganisationMention], lists: Gazetteer) -> list[OrganisationMention]:
    """The noun alone that points back: «министерство», «акимат» in any letters, «Фонд», «Палата» with a capital."""
    covered = {body.first: body for body in bodies}
    inside = {i for body in bodies for i in range(body.first, body.last)}
    known: dict[str, OrganisationMention] = {}
    made: list[OrganisationMention] = []
    nouns = heads()
    for i, low in enumerate(page.lowers):
        body = covered.get(i)
        if body is not None:
            for word in {w for part in body.name.lower().replace("«", " ").split() for w in (part,)}:
                head = nouns.get(word)
                if head is not None and not head.is_plural:
                    known[head.lemma] = body
        if i in inside:
            continue
        if "post" in page.cues[i]:
            _from_post(page, i, lists, known)
        head = nouns.get(low)
        if head is None or head.is_plural or not _stands_alone(page, i, head):
            continue
        target = known.get(head.lemma)
        if target is not None:
            made.append(OrganisationMention(first=i, last=i + 1, name=target.name, kind=target.kind, id=target.id, rule="back"))
    return sorted([*bodies, *made], key=lambda m: m.first)


def _from_post(page: Page, i: int, lists: Gazetteer, known: dict[str, OrganisationMention]) -> None:
    """A post tells the body that «министерство» or «акимат» behind it means («министр финансов», «аким Алматы»)."""
    lemma = next(iter(lemmas(page.lowers[i]) & set(words("names")["linking"]["posts"])), None)
    if lemma is None:
        return
    noun = words("names")["linking"]["posts"][lemma]
    end, kind = behind(page, i + 1, heads()[noun])
    if not kind:
        return
    name = f"{noun.capitalize()} {page.text(i + 1, end)}"
    entry = lists.lookup(name)
    if entry is not None:
        known[noun] = OrganisationMention(first=i, last=i, name=entry.name, kind=entry.kind, id=entry.id)
    elif noun not in known:
        known[noun] = OrganisationMention(first=i, last=i, name=name, kind=heads()[noun].kind, id=slug(name))


def _stands_alone(page: Page, i: int, head: Head) -> bool:
    if head.alone == "" or (head.alone == "capital" and not page.is_capital(i)):
        return False
    if i > page.sentence_start(i):
        before = page.lowers[i - 1]
        if lemmas(before) & distributive():
            return False
        if head.alone == "capital" and page.words[i - 1][0].isalpha() and page.is_capital(i - 1):
            return False
    end, kind = behind(page, i + 1, head)
    if kind and end > i + 1:
        return False
    table = words("names")["linking"]
    return not (i + 2 < len(page.words) and page.lowers[i + 1] == table["by"] and page.lowers[i + 2] in table["place_words"])


def link_persons(page: Page, found: Sequence[PersonMention], taken: set[int]) -> list[PersonMention]:
    """Returns the persons with ids, surnames alone under the full name that the text gives them, and those added."""
    fullest: dict[str, PersonMention] = {}
    for person in found:
        surname = _surname(person.name)
        old = fullest.get(surname)
        if old is None or _weight(person.name) > _weight(old.name):
            fullest[surname] = person
    linked = []
    for person in found:
        best = fullest[_surname(person.name)]
        if _fits(person.name, best.name):
            linked.append(replace(person, name=best.name, id=slug(best.name)))
        else:
            linked.append(replace(person, id=slug(person.name)))
    done = taken | {i for person in linked for i in range(person.first, person.last)}
    stems = {surname[: max(4, len(surname) - 2)]: surname for surname in fullest if len(surname) > 3}
    for i, word in enumerate(page.words):
        if i in done or not word[0].isupper() or len(word) < 4:
            continue
        low = page.lowers[i]
        surname = stems.get(low[: max(4, len(low) - 2)]) or stems.get(low[: max(4, len(low) - 3)]) or stems.get(low[: max(4, len(low) - 4)]) or stems.get(low)
        if surname is None or i in page.hit_at or not _is_form(low, surname):
            continue
        if i > 0 and page.cues[i - 1] & {"named", "street"}:
            continue
        best = fullest[surname]
        linked.append(PersonMention(first=i, last=i + 1, name=best.name, id=slug(best.name), rule="surname"))
    linked.sort(key=lambda m: m.first)
    return linked


def _surname(name: str) -> str:
    """The surname of a nominative name, in small letters: the last word that is no initial and no patronymic."""
    ends = tuple(words("names")["patronymics"]["ends"])
    parts = [w for w in name.lower().replace("\u0451", "\u0435").split() if not w.endswith(".")]
    kept = [w for w in parts if not w.endswith(ends) or len(parts) == 1]
    return kept[-1] if kept else name.lower()


def _weight(name: str) -> tuple[int, int]:
    parts = name.split()
    return sum(not part.endswith(".") for part in parts), len(name)


def _fits(short: str, full: str) -> bool:
    """Says whether two names with one surname may be one person's: their first letters do not clash."""
    surname = _surname(full)
    a = [w for w in short.lower().split() if w != surname]
    b = [w for w in full.lower().split() if w != surname]
    if not a or not b:
        return True
    if a[0].endswith(".") or b[0].endswith("."):
        return a[0][0] == b[0][0]
    return a[0][:4] == b[0][:4]


def _is_form(low: str, surname: str) -> bool:
    endings = words("names")["linking"]["case_endings"]
    stem = surname[:-1] if surname[-1] in words("names")["linking"]["vowels"] else surname
    if surname.endswith(tuple(words("names")["linking"]["adjectival"])):
        stem = surname[:-2]
    return low.startswith(stem) and low[len(stem) :] in endings


def link_places(found: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Returns the places; one name has one id (the lists see to that)."""
    return list(found)
