"""The rule engine: a text as a chain of atoms, and patterns over their classes.

An atom is a token, a phrase of the lexicon («кв. м») or a whole number («1 трлн 300 млрд»). Each distinct set of tags
is one private-use character, so that a chain is a string and a pattern a regular expression over it. A rule is tried
only where its first element can stand, and every repeat is bounded: time follows length.

A pattern is a list of elements: `tag`, `a|b`, `x?`, `x+` (at most six); `( )` marks the span of the mention, which is
everything where it is absent. Built-in tags: number and its kinds (values/numbers.py), and `lexicon.SIGNS`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .lexicon import Entry, Lexicon
from .tokens import Tokens

_REPEATS = 6
T = TypeVar("T")


@dataclass(slots=True)
class Atom:
    """Tokens `first … last - 1` read as one thing; `number` is set on numbers. Nobody writes on one: not frozen, it is
    made in a quarter of the time, and there is one for each word."""

    first: int
    last: int
    tags: frozenset[str]
    entries: Mapping[str, Entry]
    number: Any = None

    def entry(self, tag: str) -> Entry:
        """Returns the lexicon entry that gave the atom this tag."""
        return self.entries[tag]


_codes: dict[frozenset[str], str] = {}
_NOTHING: frozenset[str] = frozenset()
_UNKNOWN: tuple[frozenset[str], Mapping[str, Entry]] = (_NOTHING, {})


def code_of(tags: frozenset[str]) -> str:
    """Returns the private-use character that stands for a set of tags."""
    code = _codes.get(tags)
    if code is None:
        code = _codes.setdefault(tags, chr(0xE000 + len(_codes)))
    return code


class Chain:
    """The atoms of a text and their class string; `at[token]` is the index of the token's atom."""

    __slots__ = ("_at", "atoms", "classes", "tokens")

    def __init__(self, tokens: Tokens, atoms: list[Atom]) -> None:
        self.tokens = tokens
        self.atoms = atoms
        self.classes = "".join([_codes.get(a.tags) or code_of(a.tags) for a in atoms])
        self._at: list[int] | None = None

    def tags(self, token: int) -> frozenset[str]:
        """The tags of the atom that holds a token; none outside the text."""
        at = self.at
        return self.atoms[at[token]].tags if 0 <= token < len(at) else _NOTHING

    @property
    def at(self) -> list[int]:
        """The index of the atom that holds each token."""
        if self._at is None:
            self._at = at = list[int]()
            for i, a in enumerate(self.atoms):
                if a.last == a.first + 1:
                    at.append(i)
                else:
                    at.extend([i] * (a.last - a.first))
        return self._at


def classify(tokens: Tokens, lexicon: Lexicon) -> list[Atom]:
    """Returns the text's atoms by one look-up a token; a phrase wins over its words, and never crosses a sentence."""
    _encode(lexicon)
    atoms: list[Atom] = []
    lowers, readings, phrases = tokens.lowers, lexicon.readings, lexicon.phrases
    i, count = 0, len(lowers)
    while i < count:
        word = lowers[i]
        for parts, found in phrases.get(word, ()):
            end = i + len(parts)
            if tuple(lowers[i:end]) == parts and tokens.sentence_of[i] == tokens.sentence_of[end - 1]:
                atoms.append(Atom(i, end, frozenset(found), found))
                break
        else:
            end = i + 1
            atoms.append(Atom(i, end, *readings.get(word, _UNKNOWN)))
        i = end
    return atoms


@functools.cache
def _encode(lexicon: Lexicon) -> None:
    """Gives the sets of tags of a lexicon their codes at once, so that the rules are compiled once."""
    for tags in dict.fromkeys(tags for tags, _ in lexicon.readings.values()):
        code_of(tags)
    for listed in lexicon.phrases.values():
        for _, found in listed:
            code_of(frozenset(found))


@dataclass(slots=True)
class Found:
    """A match: the atoms of each element, and the span of tokens between the pattern's brackets."""

    chain: Chain
    rule: Rule[Any]
    groups: list[tuple[int, int]]
    first: int
    last: int

    @property
    def tokens(self) -> Tokens:
        """The tokens of the text."""
        return self.chain.tokens

    def get(self, name: str, nth: int = 0) -> Atom | None:
        """Returns the first atom of the nth element of that name, or None where it is absent."""
        for element, (begin, end) in zip(self.rule.names, self.groups, strict=True):
            if element == name:
                if nth == 0:
                    return self.chain.atoms[begin] if begin < end else None
                nth -= 1
        return None

    def __getitem__(self, name: str) -> Atom:
        atom = self.get(name)
        if atom is None:
            raise KeyError(name)
        return atom

    def all(self, name: str) -> list[Atom]:
        """Returns every atom of the elements of that name."""
        return [
            self.chain.atoms[i]
            for element, (begin, end) in zip(self.rule.names, self.groups, strict=True)
            if element == name
            for i in range(begin, end)
        ]

    def before(self, steps: int = 1) -> Atom | None:
        """Returns the atom that stands so many steps before the match."""
        i = self.groups[0][0] - steps
        return self.chain.atoms[i] if i >= 0 else None

    def after(self, steps: int = 1) -> Atom | None:
        """Returns the atom that stands so many steps behind the match."""
        i = self.groups[-1][1] + steps - 1
        return self.chain.atoms[i] if i < len(self.chain.atoms) else None


class Rule(Generic[T]):
    """A pattern and the function that makes a value of what it found (None: not this)."""

    def __init__(self, pattern: str, make: Callable[[Found], T | None], order: int) -> None:
        self.pattern, self.make, self.order = pattern, make, order
        self.name = make.__name__
        self.elements, self.names, self.opening, self.closing = _parse(pattern)
        self.tags = frozenset[str]().union(*(e.tags for e in self.elements))
        self.text = ""
        self.compiled: re.Pattern[str] | None = None

    def spell(self, codes: Iterable[tuple[frozenset[str], str]]) -> set[str]:
        """Spells the pattern with the codes known so far; returns those that it can begin with."""
        text, first, starting = "", set[str](), True
        for element in self.elements:
            matching = [c for tags, c in codes if not element.tags.isdisjoint(tags)]
            if starting:
                first.update(matching)
                starting = element.optional
            one = f"[{''.join(matching)}]" if matching else "(?!)"
            repeat = f"{{{0 if element.optional else 1},{_REPEATS}}}" if element.repeated else "?" * element.optional
            text += f"({one}{repeat})"
        self.text, self.compiled = text, None
        return first

    def match(self, classes: str, at: int) -> re.Match[str] | None:
        """Matches the pattern, which is compiled when a text first has an atom that it can begin with."""
        if self.compiled is None:
            self.compiled = re.compile(self.text)
        return self.compiled.match(classes, at)

    def __repr__(self) -> str:
        return f"Rule({self.name}: {self.pattern})"


@dataclass(frozen=True, slots=True)
class _Element:
    tags: frozenset[str]
    optional: bool
    repeated: bool


def _parse(pattern: str) -> tuple[list[_Element], list[str], int, int]:
    elements: list[_Element] = []
    names: list[str] = []
    opening, closing = 0, -1
    for word in pattern.replace("(", " ( ").replace(")", " ) ").split():
        if word == "(":
            opening = len(elements)
        elif word == ")":
            closing = len(elements)
        else:
            name = word.rstrip("?+")
            elements.append(_Element(frozenset(name.split("|")), "?" in word, "+" in word))
            names.append(name)
    return elements, names, opening, len(elements) if closing < 0 else closing


@dataclass(slots=True)
class RuleBook(Generic[T]):
    """Rules for one kind of mention. `find` scans a chain once, at each atom trying the rules that can begin there.

    Where several rules match at one atom, the longest match is asked first, then the rule that was written first;
    the scan goes on behind the span that was accepted.
    """

    rules: list[Rule[T]] = field(default_factory=list)
    _known: int = 0
    _by_class: dict[str, list[Rule[T]]] = field(default_factory=dict)
    _triggers: re.Pattern[str] | None = None

    def rule(self, *patterns: str) -> Callable[[Callable[[Found], T | None]], Callable[[Found], T | None]]:
        """Registers a function for one pattern or more; its docstring holds the examples, which are its tests."""

        def register(make: Callable[[Found], T | None]) -> Callable[[Found], T | None]:
            for pattern in patterns:
                self.rules.append(Rule(pattern, make, len(self.rules)))
            return make

        return register

    def _compile(self) -> None:
        """Brings the rules that new codes concern up to date."""
        codes = list(_codes.items())
        fresh = frozenset[str]().union(*(tags for tags, _ in codes[self._known :]))
        for rule in self.rules:
            if rule.tags.isdisjoint(fresh):
                continue
            for code in rule.spell(codes):
                rules = self._by_class.setdefault(code, [])
                if rule not in rules:
                    rules.append(rule)
        self._triggers = re.compile(f"[{''.join(self._by_class)}]") if self._by_class else None
        self._known = len(codes)

    def find(self, chain: Chain) -> Iterator[tuple[Found, T]]:
        """Yields what the rules find, in text order, not overlapping."""
        if self._known != len(_codes):
            self._compile()
        classes, taken = chain.classes, 0
        sentence_of = chain.tokens.sentence_of
        for trigger in self._triggers.finditer(classes) if self._triggers else ():
            i = trigger.start()
            matches = []
            for rule in self._by_class[trigger.group()]:
                m = rule.match(classes, i)
                if m is not None and m.end() > i:
                    matches.append((-m.end(), rule.order, rule, m))
            matches.sort(key=lambda x: x[:2])
            for _, _, rule, m in matches:
                groups = [m.span(g + 1) for g in range(len(rule.elements))]
                begin = groups[rule.opening][0]
                end = groups[rule.closing - 1][1]
                if begin >= end or chain.atoms[begin].first < taken:
                    continue
                first, last = chain.atoms[begin].first, chain.atoms[end - 1].last
                if sentence_of[chain.atoms[m.start()].first] != sentence_of[chain.atoms[m.end() - 1].first]:
                    continue
                found = Found(chain, rule, groups, first, last)
                made = rule.make(found)
                if made is not None:
                    yield found, made
                    taken = max(taken, found.last)
                    break
