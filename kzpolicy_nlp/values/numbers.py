"""Numbers, however they are written (SPEC §2): atoms of figures and number words become one atom of kind `number`.

Tags of a number atom: `number` (a cardinal), with `integer`, `day` (1–31), `year` (1900–2100, four figures alone),
`years` (a range of them), `lone_one` («один» in words); or else `ordinal`, `roman`, `fraction` (a share in words),
`clock` (14:10), `name_number` (a figure inside a name: «Covid-19»), `dotted_date`, `iso_date`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..records import Bound
from ..text.rules import Atom, Chain
from ..text.tokens import Tokens

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DOTTED_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)")
_GROUPED = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:'\d{3})+(?:[.,]\d+)?|\d{1,3}\.\d{3},\d+"
)
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_CYRILLIC_ROMAN = {"І": "I", "Х": "X"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written. `scaled`: a scale word was said; `words`: in letters; `digits`: figures alone, as written."""

    amount: float
    amount_max: float | None = None
    bound: Bound = "exact"
    scaled: bool = False
    words: bool = False
    digits: str = ""
    ordinal: bool = False
    suffix: str = ""

    @property
    def is_integer(self) -> bool:
        """Whether both ends are whole."""
        return self.amount == int(self.amount) and (self.amount_max is None or self.amount_max == int(self.amount_max))


def read_numbers(tokens: Tokens, atoms: list[Atom]) -> Chain:
    """Returns the chain of a text's atoms with each number read as one."""
    return Chain(tokens, _Reader(tokens, atoms).read())


class _Reader:
    def __init__(self, tokens: Tokens, atoms: list[Atom]) -> None:
        self.tokens, self.atoms = tokens, atoms
        self.count = len(atoms)

    def read(self) -> list[Atom]:
        out: list[Atom] = []
        i = 0
        while i < self.count:
            found = self._number(i, out)
            if found is None:
                out.append(self.atoms[i])
                i += 1
                continue
            atom, i = found
            if "signed" in atom.tags:
                out.pop()
                atom = replace(atom, tags=atom.tags - {"signed"})
            out.append(atom)
        return out

    # one number, its range and its sign

    def _number(self, i: int, out: list[Atom]) -> tuple[Atom, int] | None:
        atom = self.atoms[i]
        word = self.tokens.words[atom.first]
        if word[0].isdigit():
            special = self._special(i, word)
            if special is not None:
                return special
        inverted = self._inverted(i)
        if inverted is not None:
            return inverted
        one = self._cardinal(i)
        if one is None:
            return self._row(i)
        number, end = one
        number, end = self._range(number, i, end)
        negative, signed = self._sign(i, out)
        if negative:
            number = replace(
                number, amount=-number.amount, amount_max=-number.amount_max if number.amount_max is not None else None
            )
        if end < self.count and "and_more" in self.atoms[end].tags and self._same(i, end):
            more = "at_least"
            number, end = replace(number, bound=more), end + 1
            scale = self._scale(end)
            if scale is not None and not number.scaled and self._same(i, end):
                number, end = replace(number, amount=number.amount * scale[0], scaled=True), scale[1]
        tags = self._tags(number, i, end)
        first = atom.first
        if signed:
            tags |= {"signed"}
            first = out[-1].first
        return Atom(first, self.atoms[end - 1].last, tags, {}, number), end

    def _tags(self, number: Number, i: int, end: int) -> frozenset[str]:
        tags = {"number"}
        if number.is_integer:
            tags.add("integer")
            if 1 <= number.amount <= 31 and not number.scaled and (number.amount_max or 1) <= 31 and not number.words:
                tags.add("day")
        if len(number.digits) == 4 and 1900 <= number.amount <= 2100 and not number.scaled:
            tags.add("year" if number.amount_max is None else "years")
        if end == i + 1 and number.words and number.amount == 1:
            tags.add("lone_one")
        return frozenset(tags)

    def _same(self, i: int, j: int) -> bool:
        of = self.tokens.sentence_of
        return j < self.count and of[self.atoms[i].first] == of[self.atoms[j].first]

    def _glued(self, i: int) -> bool:
        return i < self.count and self.tokens.glued(self.atoms[i].first)

    def _word(self, i: int) -> str:
        return self.tokens.words[self.atoms[i].first] if i < self.count else ""

    def _has(self, i: int, tag: str) -> bool:
        return i < self.count and tag in self.atoms[i].tags

    # figures that are no cardinals

    def _special(self, i: int, word: str) -> tuple[Atom, int] | None:
        atom = self.atoms[i]
        if _ISO_DATE.fullmatch(word):
            return Atom(atom.first, atom.last, frozenset({"iso_date"}), {}), i + 1
        if _DOTTED_DATE.fullmatch(word) and not _GROUPED.fullmatch(word):
            return Atom(atom.first, atom.last, frozenset({"dotted_date"}), {}), i + 1
        if (
            self._has(i + 1, "colon")
            and self._glued(i + 1)
            and self._glued(i + 2)
            and self._word(i + 2)[:2].isdigit()
            and len(word) <= 2
            and len(self._word(i + 2)) == 2
        ):
            return Atom(atom.first, self.atoms[i + 2].last, frozenset({"clock"}), {}), i + 3
        if self._glued(i) and i > 0:
            before = self._word(i - 1)
            deeper = self._word(i - 2) if i > 1 else ""
            in_name = (
                before[-1].isalpha() and before.lower() not in ("в", "на", "по", "до", "от", "с", "и", "из", "за")
            ) or (before == "-" and self._glued(i - 1) and deeper[-1:].isalpha())
            if in_name:
                tags = {"name_number"}
                if word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100:
                    tags.add("name_year")
                return Atom(
                    atom.first, atom.last, frozenset(tags), {}, Number(float(_figure(word) or 0), digits=word)
                ), i + 1
        return None

    # cardinals

    def _cardinal(self, i: int) -> tuple[Number, int] | None:
        """Reads «1 трлн 300 млрд», «двадцать пять», «2,5 тыс.»: groups of falling scale, added up."""
        total, smallest, end = 0.0, float("inf"), i
        scaled = words = False
        digits = suffix = ""
        while self._same(i, end):
            group = self._group(end, first=end == i)
            if group is None:
                break
            value, after, group_words, group_digits, group_suffix = group
            scale = self._scale(after) if self._same(i, after) or after == end else None
            unit = scale[0] if scale else 1.0
            if end > i and (unit >= smallest or value * unit >= smallest or (not group_words and not scale)):
                break
            if end > i and group_words != words and not scale:
                break
            total += value * unit
            words = group_words
            digits = group_digits if end == i and not scale else ""
            suffix = group_suffix
            end = scale[1] if scale else after
            scaled = scaled or scale is not None
            smallest = unit
            if not scale or unit == 1.0:
                break
        if end == i:
            return self._lone_scale(i)
        return Number(_tidy(total), scaled=scaled, words=words, digits=digits, suffix=suffix), end

    def _group(self, i: int, *, first: bool) -> tuple[float, int, bool, str, str] | None:
        """Reads figures, or number words under a thousand: value, end, in words, figures, ending («-ти»)."""
        word = self._word(i)
        if word[:1].isdigit():
            return self._figures(i, word)
        if not self._has(i, "cardinal"):
            return None
        value, end, least = 0.0, i, float("inf")
        while self._same(i, end) and self._has(end, "cardinal"):
            part = float(self.atoms[end].entry("cardinal")["value"])
            rank = 1 if part < 10 else 10 if part < 20 else 11 if part < 100 else 100
            if end > i and (rank >= least or part in (1.5, 0) or (rank == 10 and least == 11)):
                break
            value += part
            least = rank
            end += 1
            if part >= 500 and part not in (500, 600, 700, 800, 900):
                break
        if self._has(end, "whole"):
            fraction = self._group(end + 1, first=False)
            if fraction and self._has(fraction[1], "denominator"):
                value += fraction[0] * float(self.atoms[fraction[1]].entry("denominator")["value"])
                end = fraction[1] + 1
        elif self._has(end, "and_a_half"):
            value += float(self.atoms[end].entry("and_a_half")["value"])
            end += 1
        return value, end, True, "", ""

    def _figures(self, i: int, word: str) -> tuple[float, int, bool, str, str] | None:
        value = _figure(word)
        if value is None:
            return None
        end, digits = i + 1, word
        if word.isdigit() and len(word) <= 3 and word[0] != "0":
            while self._thousands(i, end):
                digits += self._word(end)
                end += 1
            if end > i + 1:
                value = float(digits.replace(",", "."))
        suffix = ""
        if self._has(end, "dash") and self._glued(end) and self._glued(end + 1):
            ending = self._word(end + 1).lower()
            if self._has(end + 1, "count_ending") or (
                self._has(end + 1, "either_ending")
                and ending == "х"
                and value < 1900
                and not (value >= 20 and value % 10 == 0)
            ):
                suffix, end = ending, end + 2
            elif (self._has(end + 1, "row_ending") or self._has(end + 1, "either_ending")) and not self._has(
                end + 1, "scale"
            ):
                return None
        elif self._has(end, "and_a_half"):
            value += float(self.atoms[end].entry("and_a_half")["value"])
            end += 1
        return value, end, False, digits, suffix

    def _thousands(self, i: int, j: int) -> bool:
        """Whether atom j is the next group of three figures («1 500 000,5»)."""
        if not self._same(i, j):
            return False
        word, tokens = self._word(j), self.tokens
        first = self.atoms[j].first
        whole = word.split(",")[0]
        if not (len(whole) == 3 and whole.isdigit() and all(p.isdigit() for p in word.split(","))):
            return False
        previous = self._word(j - 1)
        return tokens.starts[first] - tokens.ends[first - 1] == 1 and previous.isdigit()

    def _scale(self, i: int) -> tuple[float, int] | None:
        """Reads «млн.», «тысяч», «тысяч миллионов»: its value and end."""
        if not self._has(i, "scale"):
            return None
        value, end = float(self.atoms[i].entry("scale")["value"]), i + 1
        word = self._word(i).lower()
        if word == "т" and not (self._has(end, "dot") and self._has(end + 1, "currency")):
            return None
        if self._has(end, "dot") and self._glued(end) and self._same(i, end + 1):
            end += 1
        return value, end

    def _lone_scale(self, i: int) -> tuple[Number, int] | None:
        """Reads «миллион человек», «более тысячи»: a scale alone, in the singular."""
        if not self._has(i, "scale"):
            return None
        entry, word = self.atoms[i].entry("scale"), self._word(i).lower()
        after_bound = i > 0 and "bound" in self.atoms[i - 1].tags
        if word in entry.get("lone", ()) or (after_bound and word in entry.get("lone_after_bound", ())):
            value, end = float(entry["value"]), i + 1
            if self._has(end, "and_a_half"):
                value, end = value * (1 + float(self.atoms[end].entry("and_a_half")["value"])), end + 1
            return Number(value, scaled=True, words=True), end
        return None

    def _inverted(self, i: int) -> tuple[Atom, int] | None:
        """Reads «миллиардов пять»: a plural scale before its number, which makes it approximate."""
        if not self._has(i, "scale") or not self._same(i, i + 1):
            return None
        entry, word = self.atoms[i].entry("scale"), self._word(i).lower()
        if word in entry.get("lone", ()) or len(word) < 5 or word in entry.get("lone_after_bound", ()):
            return None
        if i > 0 and self.atoms[i - 1].tags & {"cardinal", "number"}:
            return None
        group = self._group(i + 1, first=True)
        if group is None or not group[2] or self._has(group[1], "scale"):
            return None
        number = Number(group[0] * float(entry["value"]), bound="about", scaled=True, words=True)
        return Atom(
            self.atoms[i].first, self.atoms[group[1] - 1].last, self._tags(number, i, group[1]), {}, number
        ), group[1]

    # ranges, signs

    def _range(self, low: Number, i: int, end: int) -> tuple[Number, int]:
        """Reads on after the first end: «5-10», «1-1,5 трлн», «от 5 до 10», «10…15»."""
        if not self._same(i, end):
            return low, end
        second = None
        if self._has(end, "dash") and self._same(i, end + 1):
            glued = self._glued(end) or self._glued(end + 1)
            if self._glued(end) == self._glued(end + 1):
                second = self._cardinal(end + 1)
            if (
                second
                and not glued
                and len(low.digits) == 4
                and 1900 <= low.amount <= 2100
                and len(second[0].digits) != 4
            ):
                second = None
        elif ((self._has(end, "dots") or self._word(end) == "...") and self._same(i, end + 1)) or (
            self._opened(i) and self._to(end) and self._same(i, end + 1)
        ):
            second = self._cardinal(end + 1)
        if second is None:
            return low, end
        high, after = second
        first = low.amount
        if high.scaled and not low.scaled:
            scale = _scale_of(high)
            if first * scale <= high.amount:
                first *= scale
        if len(low.digits) == 4 and 1900 <= first <= 2100 and len(high.digits) == 2 and not high.scaled:
            high = replace(high, amount=first - first % 100 + high.amount, digits=low.digits)
        if first >= high.amount:
            return low, end
        digits = high.digits if low.digits and high.digits else ""
        if len(low.digits) == 4 and len(digits) != 4:
            digits = ""
        return (
            Number(
                _tidy(first),
                amount_max=high.amount,
                scaled=high.scaled or low.scaled,
                words=low.words,
                digits=digits,
                suffix=high.suffix,
            ),
            after,
        )

    def _opened(self, i: int) -> bool:
        return i > 0 and "bound" in self.atoms[i - 1].tags and bool(self.atoms[i - 1].entry("bound").get("opens"))

    def _to(self, i: int) -> bool:
        return self._has(i, "bound") and bool(self.atoms[i].entry("bound").get("to"))

    def _sign(self, i: int, out: list[Atom]) -> tuple[bool, bool]:
        """Says whether the number is negative, and whether the atom before is its sign."""
        if i == 0 or not out or not self._same(i - 1, i):
            return False, False
        before = self.atoms[i - 1]
        if out[-1] is not before:
            return False, False
        if "minus" in before.tags:
            return True, True
        if "plus_word" in before.tags and self._word(i)[:1].isdigit():
            return False, True
        if before.tags & {"dash", "plus"} and self._glued(i) and self._word(i)[:1].isdigit():
            free = i < 2 or not self._glued(i - 1) or self.atoms[i - 2].tags & {"open", "quote"}
            if free:
                return "dash" in before.tags, True
        return False, False

    # ordinals

    def _row(self, i: int) -> tuple[Atom, int] | None:
        """Reads ordinals («12-го», «двадцать пятого», «III») and shares in words («треть», «две трети»)."""
        atom, word = self.atoms[i], self._word(i)
        if word[:1].isdigit() and self._has(i + 1, "dash") and self._glued(i + 1) and self._glued(i + 2):
            ending = self._word(i + 2).lower()
            if self._has(i + 2, "row_ending") or self._has(i + 2, "either_ending"):
                value = _figure(word)
                if value is not None:
                    number = Number(value, digits=word, ordinal=True, suffix=ending)
                    tags = {"ordinal"}
                    if (
                        ending in ("е", "х", "ые", "ых", "м", "ми")
                        and value >= 20
                        and value % 10 == 0
                        and ending != "м"
                    ):
                        tags.add("decade")
                    if len(word) == 4 and 1900 <= value <= 2100 and "decade" not in tags:
                        tags.add("year")
                    return Atom(atom.first, self.atoms[i + 2].last, frozenset(tags), {}, number), i + 3
        if self._has(i, "ordinal"):
            return Atom(atom.first, atom.last, frozenset(atom.tags), atom.entries, self._ordinal(i)), i + 1
        if self._has(i, "fraction"):
            entry = atom.entry("fraction")
            return Atom(
                atom.first, atom.last, atom.tags, atom.entries, Number(float(entry["value"]), words=True)
            ), i + 1
        latin = "".join(_CYRILLIC_ROMAN.get(c, c) for c in word)
        if len(word) <= 5 and _ROMAN.fullmatch(latin):
            return Atom(
                atom.first, atom.last, atom.tags | {"roman"}, atom.entries, Number(_roman(latin), ordinal=True)
            ), i + 1
        return None

    def _ordinal(self, i: int) -> Number:
        return Number(float(self.atoms[i].entry("ordinal")["value"]), words=True, ordinal=True)


def _tidy(value: float) -> float:
    """Drops the dust of binary fractions («1,1 трлн» is 1.1e12)."""
    return float(f"{value:.12g}")


def _scale_of(number: Number) -> float:
    """The scale that was said with a number, guessed from its size («1,5 трлн» → 1e12)."""
    for scale in (1e15, 1e12, 1e9, 1e6, 1e3):
        if number.amount >= scale:
            return scale
    return 1.0


def _figure(word: str) -> float | None:
    """Returns the value of figures: «1500», «3,5», «1.500.000», «1'500»."""
    if word.isdigit() and word.isascii():
        return float(word)
    if _GROUPED.fullmatch(word):
        mark = re.sub(r"\d", "", word)
        if mark[0] == ".":
            return float(word.replace(".", "").replace(",", "."))
        if mark[0] == ",":
            return float(word.replace(",", ""))
        return float(word.replace("'", "").replace(",", "."))
    m = _DECIMAL.fullmatch(word)
    if m:
        return float(f"{m.group(1)}.{m.group(2)}")
    return None


def _roman(word: str) -> float:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for a, b in zip(word, [*word[1:], " "], strict=True):
        value = values[a]
        total += -value if b != " " and values[b] > value else value
    return float(total)
