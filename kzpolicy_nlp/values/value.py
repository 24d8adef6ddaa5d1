"""What money.py and quantities.py find: a value and its place, as a pair of token indices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..records import Bound


class Spanned(Protocol):
    """Something at tokens `first … last - 1`."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Value:
    """A sum of money (`money`) or a quantity: tokens `first … last - 1`; `head` is the token of the counted noun.

    `number` is the atom of its (first) number in the chain; `scaled` says that a scale word was said with it.
    """

    first: int
    last: int
    amount: float
    amount_max: float | None = None
    bound: Bound = "exact"
    money: bool = False
    currency: str | None = None
    unit: str | None = None
    per: str | None = None
    head: int | None = None
    rule: str = ""
    number: int = -1
    scaled: bool = False
