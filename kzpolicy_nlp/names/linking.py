"""Mentions of one thing: a text's own abbreviations, names told again in part, nouns that point back, surnames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..text import morphology
from ..text.data import words
from ..text.inflection import nominative
from ..text.morphology import forms
from .bodies import Head, behind, head_of, heads, is_listed, widen
from .canonical import canonical, of_entry, of_name, slug
from .gazetteer import Gazetteer
from .mentions import OrganisationMention, PersonMention
from .organisations import distributive
from .owners import LOCAL, of_place, owner, told_of
from .persons import is_given
from .phrases import Page, legal_forms, lemmas

_BRACKETS = 10  # tokens in the brackets that introduce an abbreviation at most
_ALIAS = 8  # tokens of a name told in part at most
_SHORT = 3  # letters up to which a surname alone needs the tagger's word
_QUOTED = 8  # tokens of a name in quotes that stands in a list at most

Alias = tuple[str, ...]


def link_organisations(page: Page, found: Sequence[OrganisationMention], lists: Gazetteer) -> list[OrganisationMention]:
    """Returns the bodies, those that are one under one id, with those added that other mentions of the text explain."""
    bodies = [told_of(page, body, lists) for body in found]
    aliases = _parts(page, bodies) | _introduced(page, bodies)
    bodies = _apply(page, bodies, aliases)
    bodies = _by_initials(page, bodies)
    bodies = _join_lists(page, bodies)
    return _point_back(page, bodies, lists)


def _introduced(page: Page, bodies: Sequence[OrganisationMention]) -> dict[Alias, OrganisationMention]:
    """The abbreviations that the text introduces: «Агентство по … реформам (АСПР)», «… (далее – НБ РК)»."""
    aliases: dict[Alias, OrganisationMention] = {}
    skip = words("names")["linking"]["introducing"]
    for body in bodies:
        end = page.sentence_end(body.first)
        opening = body.last
        if opening >= end or page.words[opening] != "(":
            continue
        close = next((j for j in range(opening + 1, min(opening + _BRACKETS, end)) if page.words[j] == ")"), opening)
        begin = opening + 1
        while begin < close and (page.lowers[begin] in skip or not page.words[begin][0].isalnum()):
            begin += 1
        is_told = any(page.lowers[j] in skip for j in range(opening + 1, begin))
        alias = tuple(word for word in page.words[begin:close] if word not in '«»"')
        if not alias or alias[0] in legal_forms() or len(alias) > 3 or len(alias[0]) < 2 or not alias[0][0].isupper():
            continue
        if (alias[0].isupper() or is_told) and (is_told or _stands_for(alias[0], page.text(body.first, body.last))):
            aliases.setdefault(alias, body)
        elif (is_told or begin - 1 in page.closing) and len(alias) == 1:
            head = heads().get(alias[0].lower())
            if head is not None and head.alone:
                aliases.setdefault(alias, body)  # «Казпочта» («Компания»)
    return aliases


def _stands_for(short: str, name: str) -> bool:
    """Says whether an abbreviation's letters stand in a name in this order."""
    letters = iter(name.lower())
    return all(letter in letters for letter in short.lower()) or short.isascii() != name.isascii()


def _parts(page: Page, bodies: Sequence[OrganisationMention]) -> dict[Alias, OrganisationMention]:
    """What stands in quotes or in Latin letters in a name told in full: «Бузгул Аурум», KAZ Minerals."""
    aliases: dict[Alias, OrganisationMention] = {}
    for body in bodies:
        opening = [i for i in range(body.first, body.last) if i in page.closing]
        if opening:
            inner = tuple(page.words[opening[-1] + 1 : page.closing[opening[-1]]])
            if inner and inner[0][0].isupper() and len(inner) <= _ALIAS:
                aliases.setdefault(inner, body)
        elif body.rule in ("pattern", "tagger", "latin"):
            run = [i for i in range(body.first, body.last) if page.words[i].isascii() and page.words[i][0].isalpha()]
            if run and run[-1] - run[0] + 1 == len(run) and (len(run) > 1 or len(page.words[run[0]]) > 3):
                aliases.setdefault(tuple(page.words[i] for i in run), body)
    return aliases


def _apply(
    page: Page, bodies: list[OrganisationMention], aliases: dict[Alias, OrganisationMention]
) -> list[OrganisationMention]:
    """Gives every mention of an alias the body that it stands for."""
    by_first: dict[str, list[Alias]] = {}
    for told in sorted(aliases, key=len, reverse=True):
        by_first.setdefault(_stem(told[0]), []).append(told)
    if not by_first:
        return sorted(bodies, key=lambda m: m.first)
    number_at = {i: n for n, body in enumerate(bodies) for i in range(body.first, body.last)}
    kept = list(bodies)
    at = 0
    for i, word in enumerate(page.words):
        known = by_first.get(_stem(word))
        if known is None or (i > 1 and page.words[i - 1] in '«"' and "goods" in page.cues[i - 2]):
            continue
        alias = next((a for a in known if i >= at and _same(page, i, a)), None)
        if alias is None:
            continue
        body, at = aliases[alias], i + len(alias)
        first, last = widen(page, i, at)
        inside = {number_at[j] for j in range(first, last) if j in number_at}
        if not inside:
            is_noun = alias[0].lower() in heads()
            if is_noun and "(" in page.words[max(0, i - 2) : i]:
                continue  # «Казпочта» («Компания»): told for what follows
            if alias[0].isupper() or alias[0].isascii() or len(alias) > 1 or is_noun or i - 1 in page.closing:
                kept.append(replace(body, first=first, last=last, rule="alias"))
        elif len(inside) == 1:
            number = inside.pop()
            old = kept[number]
            if old.rule != "list" and old.first >= first - 2 and old.last <= last + 1 and not page.lists.entry(old.id):
                kept[number] = replace(old, name=body.name, kind=body.kind, id=body.id)
    return sorted(kept, key=lambda m: m.first)


def _stem(word: str) -> str:
    return word if word.isupper() or len(word) < 6 else word[: max(5, len(word) - 2)]


def _same(page: Page, i: int, alias: Alias) -> bool:
    """Says whether an alias stands at token i, in whatever case."""
    end = i + len(alias)
    if end > len(page.words) or page.tokens.sentence_of[i] != page.tokens.sentence_of[end - 1]:
        return False
    for have, want in zip(page.words[i:end], alias, strict=True):
        stem = want[: max(4, len(want) - 1)]
        is_form = len(want) > 3 and abs(len(have) - len(want)) <= 2 and have.startswith(stem) and not want.isascii()
        if have != want and not is_form:
            return False
    return True


def _by_initials(page: Page, bodies: list[OrganisationMention]) -> list[OrganisationMention]:
    """An abbreviation of the tagger's that are the first letters of a name before it («Таможенный союз» … ТС)."""
    known: dict[str, OrganisationMention] = {}
    kept = []
    for body in bodies:
        spelled = page.words[body.first : body.last]
        if body.rule == "tagger" and len(spelled) == 1 and spelled[0] in known:
            target = known[spelled[0]]
            body = replace(body, name=target.name, kind=target.kind, id=target.id)
        elif len(spelled) > 1:
            initials = "".join(word[0].upper() for word in spelled if word[0].isalpha() and len(word) > 2)
            if len(initials) > 1:
                known.setdefault(initials, body)
        kept.append(body)
    return kept


def _join_lists(page: Page, bodies: list[OrganisationMention]) -> list[OrganisationMention]:
    """Names in a list beside a body are bodies, if in quotes as it is, or with a place in brackets behind each.

    «Казпочта» и «Эйр Астана»; Ertis Hub (г. Семей), «Атырау Порт» (г. Атырау), Digital Ulytau (г. Жезказган).
    """
    starts = {body.first: body for body in bodies}
    ends = {body.last: body for body in bodies}
    covered = {i for body in bodies for i in range(body.first, body.last)}
    made: list[OrganisationMention] = []
    for first, last in _listable(page):
        if not covered.isdisjoint(range(first, last)):
            continue
        behind_it, at = _past_brackets(page, last), first - 1
        beside = None
        if first > 1 and _is_link(page, at):
            beside = ends.get(at) or (ends.get(_before_brackets(page, at)) if behind_it > last else None)
        if beside is None and _is_link(page, behind_it):
            beside = starts.get(behind_it + 1)
        if beside is None or page.quoted(first) in page.titles:
            continue
        is_alike = page.words[beside.last - 1] in '»"' and first in page.closing
        if not is_alike and (behind_it == last or _past_brackets(page, beside.last) == beside.last):
            continue
        body = of_name(canonical(page, first, last), beside.kind, first, last, "listed")
        made.append(body)
        starts[first] = ends[last] = body
        covered.update(range(first, last))
    return sorted([*bodies, *made], key=lambda m: m.first)


def _listable(page: Page) -> list[tuple[int, int]]:
    """Names in quotes and runs of Latin words with capitals, which may stand in a list of bodies."""
    found = [
        (first, closing + 1)
        for first, closing in page.closing.items()
        if 2 <= closing - first < _QUOTED and page.is_capital(first + 1)
    ]
    for i, word in enumerate(page.words):
        if word == "(" and i and page.words[i - 1].isascii() and page.words[i - 1][0].isupper():
            first = i - 1
            while first and page.words[first - 1].isascii() and page.words[first - 1][0].isupper():
                first -= 1
            found.append((first, i))
    return sorted(found)


def _past_brackets(page: Page, i: int) -> int:
    """The token behind the brackets that open at token i; i where none do."""
    if i < len(page.words) and page.words[i] == "(":
        return next((j + 1 for j in range(i, min(i + _BRACKETS, len(page.words))) if page.words[j] == ")"), i)
    return i


def _before_brackets(page: Page, i: int) -> int:
    """The token at which the brackets open that close before token i; i where none do."""
    if i and page.words[i - 1] == ")":
        return next((j for j in range(i - 1, max(i - _BRACKETS, -1), -1) if page.words[j] == "("), i)
    return i


def _is_link(page: Page, i: int) -> bool:
    return i < len(page.words) and (page.words[i] in ",;" or page.lowers[i] in words("names")["places"]["links"])


def _point_back(page: Page, bodies: list[OrganisationMention], lists: Gazetteer) -> list[OrganisationMention]:
    """Adds nouns alone that point back: «министерство», «акимат» in any letters, «Фонд», «Палата» with a capital."""
    at = {body.first: body for body in bodies}
    inside = {i for body in bodies for i in range(body.first, body.last)}
    known: dict[str, OrganisationMention] = {}
    made: list[OrganisationMention] = []
    local: dict[str, OrganisationMention] | None = None
    for i, low in enumerate(page.lowers):
        if i in at:
            body = at[i]
            told = [*page.lowers[body.first : body.last], *body.name.lower().replace("«", "").split()]
            known.update((head.lemma, body) for word in told if (head := head_of(word)) and not head.is_plural)
            known.update(_above(body, lists))
        if i in inside:
            continue
        if "post" in page.cues[i]:
            known.update(_of_post(page, i, lists, known))
        head = heads().get(low)
        if head is not None and head.kind in LOCAL and (kind := owner(page, i)):
            owned = dict(of_place(page, lists, (kind,))).get(head.lemma)
            made += [replace(owned, first=i, last=i + 1)] if owned is not None else []
            continue
        if head is None or not head.alone or not _stands_alone(page, i, head):
            continue
        if head.lemma not in known and head.kind in LOCAL:
            local = dict(of_place(page, lists)) if local is None else local
            known.update({lemma: body for lemma, body in local.items() if lemma == head.lemma})
        if head.lemma in known:
            made.append(replace(known[head.lemma], first=i, last=i + 1, rule="back"))
    return sorted([*bodies, *made], key=lambda m: m.first)


def _above(body: OrganisationMention, lists: Gazetteer) -> Iterator[tuple[str, OrganisationMention]]:
    """The ministry that a body's name ends with («Комитет автомобильных дорог Министерства транспорта»)."""
    parts = body.name.split(" ")
    for i, word in enumerate(parts[1:], 1):
        head = head_of(word.lower())
        if head is not None and head.kind == "ministry" and body.kind != "ministry":
            name = nominative(" ".join(parts[i:]))
            entry = lists.lookup(name)
            yield head.lemma, of_entry(entry, 0, 0, "back") if entry else of_name(name, head.kind, 0, 0, "back")


def _of_post(
    page: Page, i: int, lists: Gazetteer, known: dict[str, OrganisationMention]
) -> Iterator[tuple[str, OrganisationMention]]:
    """The body that «министерство» or «акимат» means behind a post («министр финансов», «аким Алматы»)."""
    posts = words("names")["linking"]["posts"]
    lemma = next((x for x in sorted(lemmas(page.lowers[i])) if x in posts), None)
    if lemma is None or all(f.number == "plur" for f in forms(page.lowers[i]) if f.lemma == lemma):
        return  # «акимы ряда регионов»
    noun = posts[lemma]
    end, kind = behind(page, i + 1, heads()[noun])
    if not kind:
        return
    name = f"{noun.capitalize()} {page.text(i + 1, end)}"
    entry = lists.lookup(name)
    if entry is not None:
        yield noun, of_entry(entry, i, i, "back")
    elif noun not in known:
        yield noun, of_name(name, heads()[noun].kind, i, i, "back")


def _stands_alone(page: Page, i: int, head: Head) -> bool:
    """Says whether a noun stands for one body by itself: singular, definite, with nothing behind that names another."""
    if not head.alone or head.is_plural or (head.alone != "small" and not page.is_capital(i)):
        return False
    if (head.alone == "inner" and page.opens_sentence(i)) or (head.is_both and is_listed(page, i)):
        return False
    if i > page.sentence_start(i) and lemmas(page.lowers[i - 1]) & set(words("names")["linking"]["titles"]):
        return False  # «секретарь маслихата»
    if i > page.sentence_start(i) and (lemmas(page.lowers[i - 1]) & distributive() or _is_described(page, i - 1)):
        return False
    if i in page.closing or page.closing.get(i - 1) or behind(page, i + 1, head)[1] not in ("", "place"):
        return False
    table = words("names")["linking"]
    return not (
        i + 2 < len(page.words) and page.lowers[i + 1] == table["by"] and page.lowers[i + 2] in table["by_place"]
    )


def _is_described(page: Page, i: int) -> bool:
    """Says whether an adjective stands at token i that may name another body («городской», not «этот»)."""
    readings = morphology.forms(page.lowers[i])
    return readings[0].pos == "ADJF" and "Apro" not in readings[0].marks


def link_persons(page: Page, found: Sequence[PersonMention], taken: set[int]) -> list[PersonMention]:
    """Returns the persons with one id and the fullest name each, and those added that a surname alone names."""
    fullest: dict[str, PersonMention] = {}
    for person in found:
        surname = surname_of(person.name)
        if surname not in fullest or _weight(person.name) > _weight(fullest[surname].name):
            fullest[surname] = person
    linked = []
    for person in found:
        best = fullest[surname_of(person.name)].name
        name = best if _may_be_one(person.name, best) else person.name
        linked.append(replace(person, name=name, id=slug(name)))
    done = taken | {i for person in linked for i in range(person.first, person.last)}
    forms: dict[str, str] = {}
    for surname, person in fullest.items():
        forms.update((form, person.name) for form in _surname_forms(surname))
        given = person.name.lower().split()[0]
        if (
            len(person.name.split()) > 1
            and not given.endswith(".")
            and (is_given(given) or not morphology.analyzer().word_is_known(given))
        ):
            forms.setdefault(given, person.name)
    for i, low in enumerate(page.lowers):
        is_free = low in forms and i not in done and not _is_sure(page, i) and page.is_capital(i)
        is_free = is_free and (len(low) > _SHORT or page.tag_at.get(i, (0, 0, ""))[2] == "PER")
        if is_free and not (i and page.cues[i - 1] & {"named", "street"}):
            end = i + 1
            while end < len(page.words) and page.is_capital(end) and forms.get(page.lowers[end]) == forms[low]:
                end += 1  # «Ли Пэн»
            done.update(range(i, end))
            linked.append(PersonMention(first=i, last=end, name=forms[low], id=slug(forms[low]), rule="surname"))
    linked.sort(key=lambda m: m.first)
    return linked


def _is_sure(page: Page, i: int) -> bool:
    """Says whether a name of the lists stands at token i, which needs no telling or is no person to the tagger."""
    hit = page.hit_at.get(i)
    if hit is None:
        return False
    return page.tag_at.get(i, (0, 0, ""))[2] != "PER" or not all(form.unsure for form in hit.forms)


def surname_of(name: str) -> str:
    """The surname of a nominative name, in small letters: the last word that is no initial and no patronymic."""
    listed = words("names")["patronymics"]
    parts = [word for word in name.lower().split() if not word.endswith(".")]
    kept = [w for w in parts if not (w.endswith(tuple(listed["ends"])) or w in listed["apart"])] or parts
    return kept[-1] if kept else name.lower()


def _weight(name: str) -> tuple[int, int]:
    parts = name.split()
    return sum(not part.endswith(".") for part in parts), len(name)


def _may_be_one(short: str, full: str) -> bool:
    """Says whether two names with one surname may be one person's: what stands before it does not clash."""
    surname = surname_of(full)
    mine, theirs = ([w for w in name.lower().split() if w != surname] for name in (short, full))
    if not mine or not theirs:
        return True
    reach = 1 if mine[0].endswith(".") or theirs[0].endswith(".") else 4
    return mine[0][:reach] == theirs[0][:reach]


def _surname_forms(surname: str) -> Iterator[str]:
    """The cases of a surname, a man's and a woman's that look alike left out."""
    if len(surname) <= _SHORT:
        yield surname
        return
    for ending, others in words("names")["surname_cases"].items():
        if surname.endswith(ending):
            stem = surname[: len(surname) - len(ending)]
            yield from (stem + other for other in others)
            return
    yield surname
