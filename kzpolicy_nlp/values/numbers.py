"""Numbers, however they are written (SPEC §2): atoms of figures and number words become one atom of kind `number`.

Tags of a number atom: `number` (a cardinal), with `integer`, `day` (1–31), `year` (1900–2100, four figures alone),
`years` (a range of them), `lone_one` («один» in words, and «оба»); or else `ordinal`, `roman`, `decade`, `fraction`
(a share in words or «1/3»), `clock` (14:10), `name_number` (a figure inside a name: «Covid-19»; of a year also
`name_year`), `dotted_date`, `iso_date`, `compound` (an adjective with a number inside: «20-процентный», «двукратный»).
"""

from __future__ import annotations

from dataclasses import replace

from ..text.lexicon import Entry, lexicon
from ..text.morphology import forms
from ..text.rules import Atom, Chain
from ..text.tokens import Tokens
from .cardinals import NOTHING
from .codes import Codes
from .figures import GROUP, Number, may_begin, read_figures, read_roman, split_compound, tidy

__all__ = ["Number", "read_numbers"]

#: Classes of words that a number can begin with; it may also begin with figures or a word of no class («XIV»).
_BEGIN = frozenset({"cardinal", "scale", "ordinal", "fraction"})
_VERBAL = frozenset({"VERB", "INFN", "PREP", "CONJ", "PRCL", "GRND", "PRTS", "COMP", "ADVB"})


def read_numbers(tokens: Tokens, atoms: list[Atom]) -> Chain:
    """Returns the chain of a text's atoms with each number read as one."""
    return Chain(tokens, _Reader(tokens, atoms).read())


class _Reader(Codes):
    def read(self) -> list[Atom]:
        out: list[Atom] = []
        lowers, i = self.tokens.lowers, 0
        while i < self.count:
            atom = self.atoms[i]
            tags, lower = atom.tags, lowers[atom.first]
            if tags.isdisjoint(_BEGIN) and not lower[0].isdigit() and (tags or not may_begin(lower)):
                out.append(atom)
                i += 1
                continue
            found = self._number(i, out)
            if found is None:
                out.append(self.atoms[i])
                i += 1
                continue
            atom, i = found
            if out and atom.first <= out[-1].first:
                out.pop()
            out.append(atom)
        return out

    # one number, its range and its sign

    def _number(self, i: int, out: list[Atom]) -> tuple[Atom, int] | None:
        atom, word = self.atoms[i], self.word(i)
        if word[0].isdigit():
            special = self.special(i, word) or self._compound_figures(i)
            if special is not None:
                return special
        elif not atom.tags:
            one = self._hyphenated(i) if "-" in word else self._compound(i)
            return one if one is not None else self._row(i)
        inverted = self._inverted(i)
        if inverted is not None:
            return inverted
        found = self.cardinal(i)
        if found is None:
            return self._row(i)
        row = self._after_words(i, *found)
        if row is not None:
            return row
        return self._finished(i, *found, out)

    def _finished(self, i: int, number: Number, end: int, out: list[Atom]) -> tuple[Atom, int]:
        negative, signed = self._sign(i, out)
        number, end = self._range(number, i, end, negative=negative)
        if negative:
            number = replace(
                number, amount=-number.amount, amount_max=-number.amount_max if number.amount_max is not None else None
            )
        if end < self.count and self.has(end, "and_more") and self.same(i, end):
            number, end = replace(number, bound="at_least"), end + 1
            scale = self.scale(end) if self.same(i, end) else None
            if scale is not None and not number.scaled:
                number, end = replace(number, amount=number.amount * scale[0], scaled=True), scale[1]
        first = out[-1].first if signed else self.atoms[i].first
        return Atom(first, self.atoms[end - 1].last, self._tags(number, i, end), NOTHING, number), end

    def _tags(self, number: Number, i: int, end: int) -> frozenset[str]:
        tags = {"number"}
        if number.is_integer:
            tags.add("integer")
            if 1 <= number.amount <= 31 and not number.scaled and (number.amount_max or 1) <= 31 and not number.words:
                tags.add("day")
        apart = end > i + 1 and number.amount_max is None and self.word(i + 1).isdigit()  # «1 918»
        if len(number.digits) == 4 and 1900 <= number.amount <= 2100 and not number.scaled and not apart:
            tags.add("year" if number.amount_max is None else "years")
        lone = end == i + 1 and number.words and number.amount_max is None
        if lone and (number.amount == 1 or (self.has(i, "cardinal") and self.field(i, "cardinal", "both"))):
            tags.add("lone_one")
        return frozenset(tags)

    def _compound(self, i: int) -> tuple[Atom, int] | None:
        """Reads «двадцатипроцентный», «трехкратный», «тридцатитысячный»."""
        found = split_compound(self.tokens.lowers[self.atoms[i].first])
        if found is None:
            return None
        value, tail = found
        return self._with_tail(i, i + 1, Number(value, words=True), lexicon().forms.get(tail))

    def _compound_figures(self, i: int) -> tuple[Atom, int] | None:
        """Reads «20-процентный», «20 000-кратный», «5-миллиардный»."""
        if not self.has(i + 1, "dash") and not GROUP.fullmatch(self.word(i + 1)):
            return None
        found = self.group(i)
        if found is None:
            return None
        end, value, high = found[1], found[0], None
        if self.glued_sign(end, "dash") and self.word(end + 1)[:1].isdigit():
            second = self.group(end + 1)
            if second is not None and second[0] > value:
                high, end = second[0], second[1]
        if not self.glued_sign(end, "dash") or not self.atoms[end + 1].tags & {"unit_adjective", "scale_adjective"}:
            return None
        number = Number(value, amount_max=high, digits=found[3])
        return self._with_tail(i, end + 2, number, dict(self.atoms[end + 1].entries))

    def _with_tail(self, i: int, end: int, number: Number, tail: dict[str, Entry] | None) -> tuple[Atom, int] | None:
        tags = {"compound"}
        if tail is None:
            return None
        if "scale_adjective" in tail:
            number = replace(number, amount=number.amount * float(tail["scale_adjective"]["value"]), scaled=True)
        elif "unit_adjective" in tail:
            tags.add("unit_adjective")
        else:
            return None
        return Atom(self.atoms[i].first, self.atoms[end - 1].last, frozenset(tags), tail, number), end

    def _hyphenated(self, i: int) -> tuple[Atom, int] | None:
        """Reads «два-три», «полторы-две тысячи»: two number words in one token."""
        parts = self.tokens.lowers[self.atoms[i].first].split("-")
        known = lexicon().forms
        ends = [known.get(p, {}).get("cardinal") for p in parts]
        if len(parts) != 2 or ends[0] is None or ends[1] is None:
            return None
        low, high, end = float(ends[0]["value"]), float(ends[1]["value"]), i + 1
        if low >= high:
            return None
        scale = self.scale(end) if self.same(i, end) else None
        if scale is not None:
            low, high, end = low * scale[0], high * scale[0], scale[1]
        number = Number(low, amount_max=high, words=True, scaled=scale is not None)
        return Atom(self.atoms[i].first, self.atoms[end - 1].last, self._tags(number, i, end), NOTHING, number), end

    def _inverted(self, i: int) -> tuple[Atom, int] | None:
        """Reads «миллиардов пять»: a plural scale before its number, which makes it approximate."""
        if not self.has(i, "scale") or not self.same(i, i + 1):
            return None
        word = self.word(i).lower()
        scale = self.value(i, "scale")
        if len(word) < 5 or word in (self.field(i, "scale", "lone") or ()):
            return None
        few = word in (self.field(i, "scale", "lone_after_bound") or ())
        if scale < 1000 or (i > 0 and self.atoms[i - 1].tags & {"cardinal", "number", "scale"}):
            return None
        group = self.group(i + 1)
        if group is None or not group[2] or self.has(group[1], "scale") or few != (2 <= group[0] <= 4):
            return None
        number = Number(group[0] * scale, bound="about", scaled=True, words=True)
        return self.joined(i, group[1], set(self._tags(number, i, group[1])), number), group[1]

    # ranges, signs

    def _range(self, low: Number, i: int, end: int, *, negative: bool) -> tuple[Number, int]:
        """Reads on after the first end: «5-10», «1-1,5 трлн», «от 5 до 10», «10…15»."""
        if not self.same(i, end + 1):
            return low, end
        second, again = None, False
        if self.has(end, "dash"):
            glued = self.glued(end) or self.glued(end + 1)
            if self.glued(end) == self.glued(end + 1):
                second = self.cardinal(end + 1)
            if second and not glued and _is_year(low) and len(second[0].digits) != 4:
                second = None
        elif (
            self.has(end, "dots")
            or self.word(end) == "..."
            or (self._opened(i if not negative else i - 1) and self.to(end))
        ):
            again = negative and self.has(end + 1, "dash") and self.glued(end + 2)
            signed = again or (self.has(end + 1, "plus_word") or self.has(end + 1, "plus"))
            second = self.cardinal(end + 2 if signed else end + 1)
        if second is None:
            return low, end
        high, after = second
        first = low.amount
        if negative and second is not None and not again and self.to(end):
            return replace(low, amount_max=-high.amount), after
        if high.scaled and not low.scaled:
            scale = _scale_of(high)
            if first * scale <= high.amount:
                first *= scale
        if _is_year(low) and len(high.digits) == 2 and not high.scaled and first == low.amount:
            high = replace(high, amount=first - first % 100 + high.amount, digits=low.digits)
        if first >= high.amount:
            return low, end
        digits = high.digits if low.digits and high.digits else ""
        if len(low.digits) == 4 and len(digits) != 4:
            digits = ""
        scaled = high.scaled or low.scaled
        return Number(
            tidy(first), high.amount, scaled=scaled, words=low.words, digits=digits, suffix=high.suffix
        ), after

    def _opened(self, i: int) -> bool:
        return i > 0 and self.has(i - 1, "bound") and bool(self.field(i - 1, "bound", "opens"))

    def _sign(self, i: int, out: list[Atom]) -> tuple[bool, bool]:
        """Says whether the number is negative, and whether the atom before is its sign."""
        if i == 0 or not out or not self.same(i - 1, i) or out[-1] is not self.atoms[i - 1]:
            return False, False
        before = self.atoms[i - 1]
        figures = self.word(i)[:1].isdigit()
        if "minus" in before.tags:
            return True, True
        if "plus_word" in before.tags and figures:
            return False, True
        if before.tags & {"dash", "plus"} and self.glued(i) and figures:
            free = (
                i < 2
                or not self.glued(i - 1)
                or bool(self.atoms[i - 2].tags & {"open", "quote", "semicolon", "comma", "colon"})
            )
            if free and ("plus" in before.tags or self._is_minus(i - 1)):
                return "dash" in before.tags, True
        return False, False

    def _is_minus(self, i: int) -> bool:
        """Whether a dash before figures is a minus: not between a noun and its value («ставка -5 процентов»)."""
        place = self.atoms[i].first
        start, _ = self.tokens.place(place, place + 1)
        if self.tokens.view.text[start] == "\N{MINUS SIGN}" or i == 0 or not self.same(i - 1, i):
            return True
        before = self.atoms[i - 1]
        word = self.tokens.lowers[before.last - 1]
        if not word[-1].isalpha() or "bound" in before.tags:
            return not before.tags & {"number", "percent_sign", "close", "quote"}
        if self.has(i + 2, "percent_sign") or self.has(i + 2, "temperature") or self.has(i + 3, "dash"):
            return True
        readings = forms(word)
        return readings[0].pos in _VERBAL and not any(f.pos == "NOUN" and f.score > 0.2 for f in readings)

    # ordinals

    def _after_words(self, i: int, number: Number, end: int) -> tuple[Atom, int] | None:
        """Reads on after number words: «двадцать пятого», «две трети», «три десятых»."""
        if not number.words or not self.same(i, end):
            return None
        amount = number.amount
        if self.has(end, "ordinal") and amount >= 20:
            last = self.value(end, "ordinal")
            room = 10 if amount % 100 >= 20 else 100 if amount % 100 == 0 else 0
            if last < room and amount % 10 == 0:
                whole = Number(amount + last, words=True, ordinal=True)
                return self.joined(i, end + 1, self._row_tags(whole), whole), end + 1
        if 0 < amount < 100 and amount == int(amount):
            for tag in ("fraction", "denominator"):
                if self.has(end, tag) and (tag == "fraction" or amount * self.value(end, tag) < 1):
                    share = Number(amount * self.value(end, tag), words=True)
                    decimal = tag == "denominator" and self.field(end, tag, "decimal")
                    return self.joined(i, end + 1, {"fraction", "number"} if decimal else {"fraction"}, share), end + 1
        return None

    def _row_tags(self, number: Number) -> set[str]:
        return {"ordinal", "year"} if 1900 <= number.amount <= 2100 else {"ordinal"}

    def _row(self, i: int) -> tuple[Atom, int] | None:
        """Reads ordinals («12-го», «пятого», «III») and shares in one word («треть»)."""
        atom, word = self.atoms[i], self.word(i)
        if word[:1].isdigit() and self.glued_sign(i + 1, "dash"):
            value = read_figures(word)
            kind = next((k for k in ("row_ending", "either_ending") if self.has(i + 2, k)), None)
            if value is not None and kind is not None:
                number = Number(value, digits=word, ordinal=True, suffix=self.word(i + 2).lower())
                tags = {"ordinal"}
                if self.field(i + 2, kind, "decade") and value >= 20 and value % 10 == 0:
                    tags.add("decade")
                elif len(word) == 4 and 1900 <= value <= 2100:
                    tags.add("year")
                return self.joined(i, i + 3, tags, number), i + 3
        for tag in ("ordinal", "fraction"):
            if tag in atom.tags:
                number = Number(self.value(i, tag), words=True, ordinal=tag == "ordinal")
                more = self._row_tags(number) if tag == "ordinal" else set()
                return Atom(atom.first, atom.last, atom.tags | more, atom.entries, number), i + 1
        roman = read_roman(word) if word[0] in "IVX" or not word[0].isascii() else None
        if roman is not None:
            return Atom(atom.first, atom.last, atom.tags | {"roman"}, atom.entries, Number(roman, ordinal=True)), i + 1
        return None


def _is_year(number: Number) -> bool:
    return len(number.digits) == 4 and 1900 <= number.amount <= 2100


def _scale_of(number: Number) -> float:
    """The scale that was said with a number, guessed from its size («1,5 трлн» → 1e12)."""
    for scale in (1e15, 1e12, 1e9, 1e6, 1e3):
        if number.amount >= scale:
            return scale
    return 1.0
