"""How a bare number stands in its clause: what is before it, and the preposition that governs it."""

from __future__ import annotations

from dataclasses import dataclass

from ..text.morphology import forms
from .context import Context
from .value import Value

PREDICATES = frozenset({"VERB", "INFN", "PRTS", "GRND", "ADJS"})


@dataclass(frozen=True, slots=True)
class Stand:
    """How a bare number stands: the kind of what is before it, the preposition that governs it, and that atom."""

    slot: str  # open dash part date place verb noun against other
    prep: str  # the preposition's word, «» where there is none
    at: int


class Standing:
    """The numbers of a text and how they stand; `values` grows while its search goes on, in text order.

    `told` holds the numbers whose values are known, in text order; tokens `taken` belong to dates and sums.
    """

    def __init__(self, context: Context, values: dict[int, Value], taken: bytearray) -> None:
        self.context, self.values, self.taken = context, values, taken
        self.told: list[int] = []

    def last_told(self) -> Value | None:
        """Returns the last value that is known, or None."""
        return self.values[self.told[-1]] if self.told else None

    def is_dated(self, i: int) -> bool:
        """Whether an atom belongs to a date, or is a year."""
        atoms = self.context.atoms
        if not 0 <= i < len(atoms):
            return False
        return bool(self.taken[atoms[i].first]) or self.context.has(i, "year", "years", "year_word", "years_word")

    def stand(self, i: int) -> Stand:
        """Returns how the number stands towards what is before it."""
        context = self.context
        j, prep = self._behind_bounds(i - 1, i), ""
        if context.same(j, i) and not context.has(j, "part_of", "against") and self.is_preposition(j):
            prep = "" if context.has(j, "through") else context.word(j)
            j = self._behind_bounds(j - 1, i)
        return Stand(self._slot(i, j), prep, j)

    def _behind_bounds(self, j: int, i: int) -> int:
        context = self.context
        least = j - 3
        while j > least and context.same(j, i) and context.has(j, "bound", "filler"):
            if context.is_to(j) or context.has(j, "part_of"):
                break
            j -= 1
        return j

    def is_preposition(self, j: int) -> bool:
        """Whether the atom is a preposition, «до» among them."""
        context = self.context
        if context.is_to(j) or context.has(j, "onto", "since", "in", "through", "during"):
            return True
        word = context.word(j)
        return word[-1:].isalpha() and forms(word)[0].pos == "PREP"

    def _slot(self, i: int, j: int) -> str:
        context = self.context
        if not context.same(j, i):
            return "open"
        if context.has(j, "part_of"):
            return "part"
        if context.has(j, "against", "compared"):
            return "against"
        if context.has(j, "dash", "colon"):
            return "dash"
        if context.has(j, "comma", "semicolon", "open", "and", "quote"):
            return "open"
        if self.is_dated(j):
            return "date"
        word = context.word(j)
        if not word[-1:].isalpha():
            return "other"
        pos = forms(word)[0].pos
        if pos == "CONJ":
            return "open"
        if pos in PREDICATES or pos == "ADVB":
            return "verb"
        if j > 0 and self.is_preposition(j - 1) and not context.has(j, "label", "capacity", "street", "record"):
            return "place"
        return "noun" if pos == "NOUN" else "other"
