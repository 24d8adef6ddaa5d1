"""The lines of a text: which are headings, which items of a list, and what opens the list."""

from __future__ import annotations

from ..text.tokens import Tokens
from .clauses import Clauses
from .syntax import listed

ABOVE = 40  # lines that a heading or a list opener may stand above


class Layout:
    """Reads the lines of one text."""

    def __init__(self, tokens: Tokens, clauses: Clauses) -> None:
        self.tokens, self.clauses = tokens, clauses
        self.line_of = [n for n, (a, b) in enumerate(tokens.lines) for _ in range(a, b)]

    def opener(self, sentence: int) -> int | None:
        """Returns the sentence that opens the list which a sentence is an item of."""
        line = self.line_of[sentence]
        here = self._opener_beside(sentence, self.tokens.lines[line][0])
        if here is not None or not self.is_item(line):
            return here
        mark = self._marker(line)
        for number in range(line - 1, max(-1, line - ABOVE), -1):
            last = self.tokens.lines[number][1]
            end = self.tokens.sentences[last - 1][1]
            if self.tokens.words[end - 1] == ":" and not (mark and self._marker(number) == mark):
                return last - 1
            if not self.is_item(number):
                return None
        return None

    def _opener_beside(self, sentence: int, least: int) -> int | None:
        """The sentence of its own line that opens a row: «субвенции: Абай – 98 млрд; Акмолинской – 156 млрд»."""
        words, sentences = self.tokens.words, self.tokens.sentences
        for n in range(sentence - 1, max(least, sentence - ABOVE) - 1, -1):
            first, last = sentences[n]
            if words[last - 1] != ";":
                return None
            if ":" in words[first : last - 1]:
                return n
        return None

    def is_heading(self, line: int) -> bool:
        """Whether a line is a short one without a stop, or asks what is to be («Что изменится к 2030 году?»)."""
        first, last = self.tokens.lines[line]
        begin, end = self.tokens.sentences[first][0], self.tokens.sentences[last - 1][1]
        ending = self.tokens.words[end - 1]
        asks = ending == "?" and self.tokens.lowers[begin] in listed("asking")
        return last - first <= 2 and end - begin <= 20 and (asks or ending not in (".", ";", ":", ",", "!", "?", "»"))

    def has_verb(self, line: int) -> bool:
        """Whether a line holds a predicate."""
        first, last = self.tokens.lines[line]
        return any(c.tense is not None for n in range(first, last) for c in self.clauses.of(n))

    def _marker(self, line: int) -> str:
        """Returns the kind of sign that a line begins with as an item: «1)», «а)», a dash; nothing for another line."""
        start = self.tokens.sentences[self.tokens.lines[line][0]][0]
        words = self.tokens.words
        if words[start] in ("-", "•", "*", "·"):
            return words[start]
        if (
            start + 1 < len(words)
            and words[start + 1] in (")", ".")
            and (words[start].isdigit() or len(words[start]) == 1)
        ):
            return ("1" if words[start].isdigit() else "a") + words[start + 1]
        return ""

    def is_item(self, line: int) -> bool:
        """Whether a line is an item of a list."""
        first, last = self.tokens.lines[line]
        start, end = self.tokens.sentences[first][0], self.tokens.sentences[last - 1][1]
        words = self.tokens.words
        if self._marker(line) or words[end - 1] == ";" or words[start][0].islower():
            return True
        before = self.tokens.lines[line - 1] if line else None
        return before is not None and words[self.tokens.sentences[before[1] - 1][1] - 1] in (":", ";")
