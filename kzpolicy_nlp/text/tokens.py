"""Tokens and sentences by razdel's conventions, with the abbreviations of this genre (SPEC §1)."""

from __future__ import annotations

import functools
import re

from .data import words
from .view import View

_SIGN = r"\\/!#$%&*+,.:;<=>?@^_`|~№…\-«»\"'()\[\]}"
_RUSSIAN, _OTHER = r"[\u0430-\u044f\u0451]+", rf"[^\s\d\u0430-\u044f\u0451a-z{_SIGN}]"
_WORD = rf"(?:{_RUSSIAN}|[a-z]+|{_OTHER}(?:{_RUSSIAN}|[a-z]+)?)(?:{_OTHER}(?:{_RUSSIAN}|[a-z]+)?)*"
_UNIT = rf"(?:{_WORD}|\d+(?:[.,/\\]\d+)*)"
#: A token as razdel cuts it: words and figures, which hyphens join; or a sign. A hyphen at an end belongs to the token
#: if behind the space beside it stands no sign; `Tokens` sees to the one at the beginning.
_TOKEN = re.compile(
    rf"((?<=\s)[-_])?{_UNIT}(?:[-_]{_UNIT})*(?:[-_](?=\s+[^\s{_SIGN}])|(?<=yahoo)(?<![a-z]yahoo)![.?!…]*)?"
    r"|[=:;][()]{1,3}|[.?!…]+|-{2,}|\*{2,}|\S",
    re.IGNORECASE,
)
_IS_SIGN = re.compile(f"[{_SIGN}]")
#: razdel keeps «5-10», «3млрд» and «-6» whole; a token with a digit is cut into figures, words and signs.
_PIECE = re.compile(
    r"\d{4}-\d\d-\d\d(?!\d)|\d{1,2}/\d{1,2}/\d{4}(?!\d)|\d+(?:[.,']\d+)*|[A-Za-z]+|[^\W\d_]+|[^\w\s]|_+|\w", re.UNICODE
)
#: Digits, and the signs of currencies that razdel leaves glued to letters («млн₸»).
_LONGEST = 600  # tokens of a sentence; what is longer is no sentence, and is cut
_LONG_DASHES = "\u2013\u2014"
_DIGIT = re.compile(r"[\d₸$€₽£¥₴₺₾]")
_STOPS = (".", "!", "?")
_LINE = re.compile(r"[^\n]+")


class Tokens:
    """The tokens of a text, as parallel lists; offsets are those of the clean view.

    `sentences` and `lines` are half-open ranges, of tokens and of sentences. A span inside the library is a pair of
    token indices; `place` turns it into the caller's offsets.
    """

    __slots__ = ("_dashed", "ends", "lines", "lowers", "sentence_of", "sentences", "starts", "view", "words")

    def __init__(self, view: View) -> None:
        from razdel import sentenize

        self.view = view
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        self.lines: list[tuple[int, int]] = []
        clean = view.clean
        self._dashed = any(dash in view.text for dash in _LONG_DASHES)
        for line_start, line_end in _lines(clean):
            opened = len(self.sentences)
            first = len(self.words)
            breaks = [line_start + s.stop for s in sentenize(clean[line_start:line_end])]
            for m in _TOKEN.finditer(clean, line_start, line_end):
                if m.start(1) >= 0 and (len(self.words) == first or _IS_SIGN.match(self.words[-1][-1])):
                    self._put(m.group(1), m.start())
                    self._add(m.group()[1:], m.start() + 1)
                else:
                    self._add(m.group(), m.start())
            self._cut(first, breaks)
            if len(self.sentences) > opened:
                self.lines.append((opened, len(self.sentences)))
        self.lowers = [w.lower() for w in self.words]
        self.sentence_of: list[int] = []
        for number, (first, last) in enumerate(self.sentences):
            self.sentence_of.extend([number] * (last - first))

    def __len__(self) -> int:
        return len(self.words)

    def _add(self, text: str, start: int) -> None:
        if text.isalpha():
            self._put(text, start)
            return
        if "-" in text and self._dashed and not _DIGIT.search(text):
            start, text = self._cut_route(text, start)
        if _DIGIT.search(text) and len(text) > 1:
            for m in _PIECE.finditer(text):
                self._put(m.group(), start + m.start())
        else:
            self._put(text, start)

    def _cut_route(self, text: str, start: int) -> tuple[int, str]:
        """Cuts «Астана–Алматы», which a dash joins and no hyphen; returns what is left to add and where."""
        source, view = self.view.text, self.view
        for i in range(1, len(text) - 1):
            if (
                text[i] == "-"
                and text[i + 1].isupper()
                and source[view.span(start + i, start + i + 1)[0]] in _LONG_DASHES
            ):
                self._put(text[:i], start)
                self._put("-", start + i)
                return self._cut_route(text[i + 1 :], start + i + 1)
        return start, text

    def _put(self, word: str, start: int) -> None:
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(start + len(word))

    def _cut(self, first: int, breaks: list[int]) -> None:
        """Ends sentences at razdel's breaks, save after an abbreviation; and where two are glued together."""
        words, ends = self.words, self.ends
        begin, at, last = first, 0, len(words) - 1
        for i in range(first, last + 1):
            while at < len(breaks) and breaks[at] < ends[i]:
                at += 1
            ended = i == last or i + 1 - begin == _LONGEST
            if not ended and at < len(breaks) and breaks[at] == ends[i]:
                ended = not self._is_abbreviation(i) and not (words[i] == ";" and self._is_bracketed(i))
            if ended or (words[i] in _STOPS and (self._is_glued(i) or self._ends_in_unit(i))):
                self.sentences.append((begin, i + 1))
                begin = i + 1

    def _is_abbreviation(self, dot: int) -> bool:
        """Whether this is the dot of an abbreviation, the sentence going on."""
        if self.words[dot] != "." or dot == 0 or dot + 1 == len(self.words):
            return False
        kind = _abbreviations().get(self.words[dot - 1].lower())
        if kind is None or self.ends[dot - 1] != self.starts[dot]:
            return False
        if kind == "before_name_or_year" and dot > 1 and self.words[dot - 2][-1].isdigit():
            kind = "before_lower"
        return kind != "before_lower" or not self._opens_sentence(dot + 1)

    def _is_bracketed(self, i: int) -> bool:
        """Whether a token stands in round brackets that opened not long before («Audi (29 ед.; +4%)»)."""
        bracket = next((w for w in reversed(self.words[max(0, i - 12) : i]) if w in "()"), "")
        return bracket == "("

    def _opens_sentence(self, i: int) -> bool:
        """Whether the next word is Russian with a capital, no abbreviation («РК», «МРП») but a firm's («АО «…»)."""
        word = next((w for w in self.words[i : i + 3] if w[0].isalnum()), self.words[i])
        if word.isupper() and word == self.words[i] and self.words[i + 1 : i + 2] in (["«"], ['"'], ["“"]):
            return True
        return word[0].isupper() and not word.isascii() and (len(word) == 1 or not word.isupper())

    def _ends_in_unit(self, dot: int) -> bool:
        """Whether a sentence ends behind an abbreviated unit, where razdel goes on («5 млрд кВт·ч. «В этом …»)."""
        if self.words[dot] != "." or dot == 0 or dot + 1 >= len(self.words) or self.starts[dot + 1] == self.ends[dot]:
            return False
        unit = self.words[dot - 1].rpartition("·")[2]
        return unit.islower() and _abbreviations().get(unit) == "before_lower" and self._opens_sentence(dot + 1)

    def _is_glued(self, dot: int) -> bool:
        """Says whether two sentences meet at this dot without a space («инфраструктуры.Успешные»)."""
        words = self.words
        if words[dot] not in _STOPS or dot < 1 or dot + 1 >= len(words):
            return False
        left = words[dot - 1]
        right = words[dot + 2] if words[dot + 1] in '"«' and dot + 2 < len(words) else words[dot + 1]
        return (
            self.ends[dot] == self.starts[dot + 1]
            and self.ends[dot - 1] == self.starts[dot]
            and (len(left) > 2 or (left.isupper() and len(left) == 2 and len(right) > 3))
            and _abbreviations().get(left, "before_lower") == "before_lower"
            and (left[1:].islower() or left[0].isdigit() or (left.isupper() and len(left) < 6))
            and right[0].isupper()
            and not right[0].isascii()
            and (right[1:].islower() or len(right) == 1)
        )

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Returns the caller's offsets of the tokens `first … last - 1`."""
        return self.view.span(self.starts[first], self.ends[last - 1])

    def places(self) -> list[tuple[int, int]]:
        """Returns the caller's offsets of each token."""
        return self.view.spans(self.starts, self.ends)

    def glued(self, i: int) -> bool:
        """Says whether token i stands right behind the one before it."""
        return i > 0 and self.ends[i - 1] == self.starts[i]


def _lines(clean: str) -> list[tuple[int, int]]:
    """Returns the lines, a line that breaks off in mid-sentence joined with the next."""
    lines: list[tuple[int, int]] = []
    for m in _LINE.finditer(clean):
        start, end = m.span()
        if not m.group().strip():
            continue
        if (
            lines
            and clean[start:end].lstrip()[0].islower()
            and clean[lines[-1][0] : lines[-1][1]].rstrip()[-1:].islower()
        ):
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return lines


@functools.cache
def _abbreviations() -> dict[str, str]:
    table = words("abbreviations")
    return {word: kind for kind, listed in table.items() for word in listed}
