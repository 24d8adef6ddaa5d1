"""The frames of `words/frames.toml` by lemma: what a predicate says about the value beside it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from ..errors import DataError
from ..records import Direction
from ..text.data import words

FrameClass = Literal["change", "reach", "keep", "make", "spend", "get", "exist"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb or its noun says: see the head of `words/frames.toml`."""

    name: str
    kind: FrameClass
    direction: Direction | None = None
    factor: float | None = None
    decides: bool = True
    noun: bool = False
    under_way: bool = False
    incoming: bool = False
    becomes: bool = False
    takes_delta: bool = False
    budget: bool = False
    cost: bool = False
    onto: bool = False
    toward: bool = False
    compares: bool = False


@functools.cache
def frames() -> dict[str, Frame]:
    """Returns the frames by lemma.

    Raises:
        DataError: a frame has no class or no words, or a word stands in two; the message names it.
    """
    found: dict[str, Frame] = {}
    for name, raw in words("frames").items():
        if "class" not in raw or not (raw.get("verbs") or raw.get("nouns")):
            raise DataError(f"words/frames.toml: [{name}] needs a class, and verbs or nouns")
        for key in ("verbs", "nouns"):
            said = {k: v for k, v in raw.items() if k not in ("class", "verbs", "nouns")}
            frame = Frame(name, raw["class"], noun=key == "nouns", **said)
            for lemma in raw.get(key, ()):
                if found.setdefault(lemma, frame) is not frame:
                    raise DataError(f"words/frames.toml: «{lemma}» stands in [{found[lemma].name}] and [{name}]")
    return found


@functools.cache
def _comparatives() -> dict[str, Frame]:
    found: dict[str, Frame] = {}
    for name, raw in words("syntax")["comparatives"].items():
        for lemma in raw["words"]:
            found[lemma] = Frame(
                f"compare-{name}", "change", raw["direction"], decides=False, takes_delta=True, compares=True
            )
    return found


def comparative(lemma: str) -> Frame | None:
    """Returns the frame of a comparative («на 5% дороже»)."""
    return _comparatives().get(lemma)


@functools.cache
def nominals() -> dict[str, str]:
    """Returns the noun of what a verb does, by the verb's lemma («построить»: «строительство»)."""
    return dict(words("nominals")["of"])
