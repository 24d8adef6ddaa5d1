"""Which body a post, a common noun or a whole text stands for (SPEC §10)."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..names.canonical import slug
from ..names.gazetteer import gazetteer
from ..text.data import words
from ..text.inflection import decline, nominative
from ..text.rules import Chain
from .syntax import best_form, listed, told

BACK = 40  # bodies back that «компания», «ведомство» may point
_TAIL = 8  # tokens that may follow a post and say whose it is


class Named(Protocol):
    """A name in tokens."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Common:
    """An actor that stands for itself: a common noun, without an id, or the body of a post, with one."""

    first: int
    last: int
    name: str
    id: str


_UNKNOWN = Common(0, 0, "", "")


class Person(Named, Protocol):
    """A person and the post named beside it."""

    @property
    def role(self) -> str | None: ...


class Body(Named, Protocol):
    """A named body and its kind («ministry», «company»)."""

    @property
    def kind(self) -> str: ...


class Offices:
    """Finds the bodies that the posts and common nouns of one text stand for."""

    def __init__(
        self, chain: Chain, organisations: Sequence[Body], persons: Sequence[Person], places: Sequence[Body] = ()
    ) -> None:
        self.chain = chain
        self.tokens = chain.tokens
        self.organisations, self.persons, self.places = list(organisations), list(persons), list(places)
        self._body: Named | None = _UNKNOWN
        self._starts = [o.first for o in self.organisations]
        self._bodies: dict[str, Named | None] = {}
        self._person_starts = [p.first for p in self.persons]

    def own_body(self) -> Named | None:
        """Returns the body that speaks in a text: that of the first person named with one, or of the title, or the one
        named most, where the text names it twice as often as any other.
        """
        if self._body is _UNKNOWN:
            self._body = None  # what asks for it meanwhile gets none
            beside = next((b for p in self.persons if (b := self._body_near(p)) is not None), None)
            self._body = self._telling() or beside or self._introduced() or self._titled() or self._most_named()
        return self._body

    def _telling(self) -> Named | None:
        """The body whose chief the first lines say to speak («Глава АО «…» рассказал изданию, зачем …»)."""
        lines = self.tokens.lines[:3]
        end = self.tokens.sentences[lines[-1][1] - 1][1] if lines else 0
        for body in self._named(0, end):
            behind = self.tokens.lowers[body.last : body.last + 2]
            before = self.tokens.lowers[max(0, body.first - 4) : body.first]
            if any(best_form(w).lemma in listed("say") for w in behind if len(w) > 3) and any(map(_is_chief, before)):
                return body
        return None

    def _introduced(self) -> Named | None:
        """The body of the post that the first lines say to speak («…, рассказал аким области.»)."""
        lines = self.tokens.lines[:3]
        end = self.tokens.sentences[lines[-1][1] - 1][1] if lines else 0
        for body in self._posted:
            near = self.tokens.lowers[max(0, body.first - 3) : body.first]
            if body.first < end and any(best_form(w).lemma in listed("say") for w in near if len(w) > 3):
                return body
        return None

    def _titled(self) -> Named | None:
        """The one body that the title names."""
        title = self.tokens.sentences[self.tokens.lines[0][1] - 1][1] if self.tokens.lines else 0
        named: list[Named] = [o for o in self._named(0, title) if o.kind not in listed("audience-kind")]
        named = named or [b for b in self._posted if b.first < title]  # «Отчет акима города Рудного»
        return named[0] if len({o.id for o in named}) == 1 else None

    def _most_named(self) -> Named | None:
        often = Counter(o.id for o in self.organisations if o.kind in listed("firm-kind")).most_common(2)
        near = self.tokens.sentences[min(2, len(self.tokens.sentences) - 1)][1] if self.organisations else 0
        alone = len({o.id for o in self.organisations}) == 1 and self.organisations[0].first < near
        if not often or (not alone and often[0][1] < 2 * (often[1][1] if len(often) > 1 else 1)):
            return None
        return next(o for o in self.organisations if o.id == often[0][0])

    def titled_body(self) -> Named | None:
        """Returns the company that the title names alone: whose plan or report the text is."""
        found = self._titled()
        return found if getattr(found, "kind", "") in listed("firm-kind") else None

    def of_office(self, noun: str, tail: Sequence[str], before: int) -> Named | None:
        """Returns the body of a post: «министерство», «акимат» with what follows the post, or the one named before."""
        for end in range(min(len(tail), _TAIL), 0, -1):
            entry = gazetteer().lookup(" ".join([noun, *tail[:end]]))
            if entry is not None:
                return Common(before, before + 1, entry.name, entry.id)
        behind = bisect_left(self._person_starts, before)
        person = self._person_starts[behind] if behind < len(self.persons) else len(self.tokens)
        beside = tuple(self.tokens.words[before + 1 : before + 2]) == tuple(tail[:1])
        local = _local(noun, tail[: person - before - 1] if beside else tail) or self._of_area(noun, tail[:1])
        if local:
            return Common(before, before + 1, local, slug(local))
        at = bisect_left(self._starts, before)
        return next((o for o in reversed(self.organisations[max(0, at - BACK) : at]) if noun in o.name.lower()), None)

    def _of_area(self, noun: str, tail: Sequence[str]) -> str:
        """Returns a local body whose place the text names elsewhere («аким области» of Жетысу), or nothing."""
        kinds: dict[str, str] = words("names")["linking"]["ends"]
        area = tail[0] if tail else ""
        place = self._foremost.get(kinds.get(area, ""))
        if place is None:
            return ""
        genitive = dict(decline(place)).get("gent", place)
        return f"{noun[:1].upper()}{noun[1:]} {genitive if area in genitive.split(' ') else f'{area} {genitive}'}"

    @functools.cached_property
    def _foremost(self) -> dict[str, str]:
        """The place of each kind that the text names more often than any other of it."""
        found: dict[str, str] = {}
        for kind in {p.kind for p in self.places}:
            named = Counter(p.name for p in self.places if p.kind == kind).most_common(2)
            if len(named) == 1 or named[0][1] > named[1][1]:
                found[kind] = named[0][0]
        return found

    def _department(self, words_of: Sequence[str], before: int) -> Named | None:
        """The body of «руководитель управления здравоохранения области», named by its post alone."""
        lemma = best_form(words_of[0]).lemma
        if len(words_of) == 1 or lemma not in listed("department"):
            return self._named_before(lemma, before)
        *rest, last = (lemma, *words_of[1:])
        whole = " ".join(rest)
        name = self._of_area(whole, (last,)) or f"{whole[:1].upper()}{whole[1:]} {last}"
        known = next((o for o in self.organisations if name.lower().startswith(o.name.lower())), None)
        return known or Common(before, before + 1, name, slug(name))

    @functools.cached_property
    def _posted(self) -> list[Common]:
        """The bodies of posts that say themselves whose they are («министр финансов», «аким Караганды»)."""
        found, words_of = [], self.tokens.words
        for i, word in enumerate(self.tokens.lowers):
            noun = _posts().get(word)
            last = self.tokens.sentences[self.tokens.sentence_of[i]][1] if noun is not None else i
            body = self.of_office(noun, words_of[i + 1 : min(last, i + 1 + _TAIL)], i) if noun is not None else None
            if isinstance(body, Common):
                found.append(body)
        return found

    def titled(self, first: int, last: int) -> tuple[bool, Named | None]:
        """Returns whether a post opens the tokens («министр финансов», «глава компании»), and the post's body."""
        lowers = self.tokens.lowers
        for i in range(first, min(first + _TAIL, last)):
            noun = _posts().get(lowers[i])
            if noun is not None:
                return True, self.of_office(noun, self.tokens.words[i + 1 : last], i)
            named = self._named(i, i + 1)
            if i > first and named:
                return True, named[0]
            lemma = best_form(lowers[i]).lemma
            if lemma in words("names")["linking"]["posts"]:
                return True, None  # «акимам областей»
            if i > first and lemma in listed("body-noun"):
                held = self._named(i, min(i + 4, last))
                return True, held[0] if held else self.pointed(lemma, i)
            if i == first and not _is_chief(lowers[i]):
                return False, None
        return True, None

    def pointed(self, kind: str, before: int) -> Named | None:
        """Returns the body named before that a common noun points back to («компания», «ведомство», «банк»)."""
        own = self.titled_body() if kind in listed("whole-firm") else None
        found = own or self._named_before(kind, before)
        if kind in listed("office") or kind in _posts().values():
            at = bisect_left(self._posted, before, key=lambda b: b.first) - 1
            posted = self._posted[at] if at >= 0 else None
            if posted is not None and kind not in listed("office") and kind not in posted.name.lower():
                posted = None
            if posted is not None and (found is None or found.first < posted.first):
                return posted
        if found is None and kind in listed("office"):
            found = self.last_office(before)
        if found is None and kind in listed("department"):
            told_of = self.last_office(before)
            found = told_of if told_of is not None and kind in told_of.name.lower() else None
        own = self.own_body() if found is None and kind in listed("own-body-noun") else None
        return own if getattr(own, "kind", "") in listed("any-body-kind") else found

    def _named_before(self, kind: str, before: int) -> Named | None:
        """The last body before a token that a common noun may stand for."""
        at = bisect_left(self._starts, before)
        back = self.organisations[max(0, at - BACK) : at][::-1]
        if kind in listed("regulator") and self._is_of_money(before):
            back = [o for o in back if o.kind == "central_bank"] or back
        if kind in listed("firm-role"):
            since = self.tokens.sentences[max(0, self.tokens.sentence_of[before] - 2)][0]
            return next((o for o in back if o.first >= since and o.kind in listed("business-kind")), None)
        last = next((o for o in back if kind in listed("own-kind") and kind in o.name.lower()), None)
        own = self.own_body() if last is None and kind in listed("own-kind") else None
        if own is not None and kind in own.name.lower():
            return own  # «Министерство берет на себя …» in what a vice-minister writes
        last = last or next((o for o in back if _may_mean(kind, o)), None)
        if last is None and kind in listed("plant"):
            last = next((o for o in back if o.kind in listed("business-kind")), None)
        if last is None:
            return None
        first = self.tokens.sentences[self.tokens.sentence_of[last.first]][0]
        said = (o for o in self._named(first, last.first) if _may_mean(kind, o) and not self._is_governed(o, first))
        subject = next(said, last)
        return subject if subject.first <= first + 1 or self._is_governed(last, first) else last

    def _is_of_money(self, token: int) -> bool:
        """Whether a sentence speaks of what a central bank decides («регулятор опустит ставку»)."""
        first, last = self.tokens.sentences[self.tokens.sentence_of[token]]
        return any(
            best_form(w).lemma in listed("of-central-bank") for w in self.tokens.lowers[first:last] if len(w) > 3
        )

    def _is_governed(self, body: Body, first: int) -> bool:
        """Whether a preposition stands before a body («купила у Alstom»)."""
        at = body.first - 1
        while at >= first and self.tokens.words[at] in '«"':
            at -= 1
        return at >= first and self.tokens.lowers[at] in listed("prepositions")

    def last_office(self, before: int) -> Named | None:
        """Returns the body of the post that was named last («Министр … сообщил. Ведомство …»)."""
        at = bisect_left(self._person_starts, before)
        return next((b for p in reversed(self.persons[max(0, at - BACK) : at]) if (b := self._body_of(p))), None)

    def _body_of(self, person: Person) -> Named | None:
        """The body named beside one of the mentions of a person, or that of the person's post."""
        if person.id not in self._bodies:
            mentions = [p for p in self.persons if p.id == person.id]
            self._bodies[person.id] = next((b for p in mentions if (b := self._body_near(p)) is not None), None)
        return self._bodies[person.id]

    def _body_near(self, person: Person) -> Named | None:
        """The body of one mention of a person: the post's, if the post names it, that beside it, or the post's."""
        named = self._of_post(person)
        return named if isinstance(named, Common) else self._beside(person) or named or self._led_by(person)

    def _led_by(self, person: Person) -> Named | None:
        """The body that the person's sentence or the next says to be led («Гость – Е. Сатаев. Он возглавляет КТЖ»)."""
        sentence = self.tokens.sentence_of[person.first]
        for begin, end in self.tokens.sentences[sentence : sentence + 2]:
            first, last = max(begin, person.first - BACK), min(end, person.first + 2 * BACK)
            named = self._named(first, last)
            if len({o.id for o in named}) == 1 and any(
                best_form(w).lemma in listed("leading") for w in self.tokens.lowers[first:last] if len(w) > 6
            ):
                return named[0]
        return None

    def _of_post(self, person: Person) -> Named | None:
        """The body of a person's post: the ministry of a minister, the akimat of an akim."""
        words_of = (person.role or "").lower().split()
        premier = words("names")["linking"]["premiers"].get(" ".join(words_of))
        if premier is not None:
            return self.of_office(premier, (told("own-country"),), person.first)
        for i, word in enumerate(words_of):
            body = words("names")["linking"]["posts"].get(nominative(word))
            if body is not None:
                return self.of_office(body, words_of[i + 1 :], person.first)
            lemma = best_form(word).lemma
            if i and lemma in listed("body-noun") and person.first:  # «директор банка»
                return self._department(words_of[i:], person.first)
        posts = all(best_form(w).lemma in listed("chief") | listed("of-chief") for w in words_of)
        bare = bool(words_of) and posts and person.first and _is_chief(words_of[0])
        return self._just_named(person.first) if bare else None

    def _just_named(self, before: int) -> Named | None:
        """The one body that the two sentences before a bare post name («Улов берет кооператив «…». Председатель …»)."""
        sentence = max(0, self.tokens.sentence_of[before] - 2)
        named = self._named(self.tokens.sentences[sentence][0], before)
        led = [o for o in named if o.kind in listed("any-body-kind")]
        return led[-1] if len({o.id for o in led}) == 1 else None

    def _beside(self, person: Person) -> Named | None:
        """The body that stands beside a person («председатель правления ЕАБР Николай Подгузов»)."""
        first, last = self.tokens.sentences[self.tokens.sentence_of[person.first]]
        for organisation in self._named(first, last):
            if organisation.kind in listed("audience-kind"):
                continue
            if -2 <= person.first - organisation.last <= 3:
                return organisation
            between = self.tokens.lowers[person.last : organisation.first]
            near = -2 <= organisation.first - person.last <= 8 and ":" not in between
            near = near and all(best_form(w).pos != "VERB" for w in between if len(w) > 3)
            if near and not (between and between[-1] in listed("prepositions")):
                return organisation
        return None

    def _named(self, first: int, last: int) -> Sequence[Body]:
        """The bodies that begin among the tokens."""
        return self.organisations[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def post_of(self, first: int, last: int) -> tuple[bool, Named | None]:
        """Returns whether a person is named among the tokens, and the body of the person's post."""
        at = bisect_left(self._person_starts, first)
        if at < len(self.persons) and self.persons[at].first < last:
            return True, self._body_of(self.persons[at])
        return False, None


def _local(noun: str, tail: Sequence[str]) -> str:
    """Returns a local body that no list knows, by the place behind its post («акимат города Кентау»)."""
    ends: dict[str, str] = words("names")["linking"]["ends"]
    for i, word in enumerate(tail[:3]):
        if word in ends:
            last = i + 1 if i else 2
            capital = any(w[0].isupper() for w in tail[:last])
            return f"{noun.capitalize()} {' '.join(tail[:last])}" if capital and len(tail) >= last else ""
    return ""


def _is_chief(word: str) -> bool:
    """Whether a word is the post of one who heads a body."""
    form = best_form(word)
    return form.lemma in listed("chief") and form.number == "sing"


def _may_mean(kind: str, body: Body) -> bool:
    """Whether a common noun may stand for a body."""
    return (
        kind in body.name.lower()
        or (kind in listed("firm") and body.kind in listed("business-kind"))
        or (kind in listed("office") and body.kind in listed("office-kind"))
        or (kind in listed("regulator") and body.kind in listed("regulator-kind"))
        or (kind in listed("learned") and body.kind == "university")
        or (kind in listed("any-body") and body.kind in listed("any-body-kind"))
    )


@functools.cache
def _posts() -> dict[str, str]:
    """Returns each form of a post and the noun of its body: «министром» and «министерство»."""
    posts: dict[str, str] = words("names")["linking"]["posts"]
    return {form: body for post, body in posts.items() for _, form in decline(post)}
