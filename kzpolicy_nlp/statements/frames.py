"""The frames of `words/frames.toml` by lemma: what a predicate says about the value beside it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

from ..errors import DataError
from ..records import Direction
from ..text.data import words
from ..text.derivation import verbal_noun

FrameClass = Literal["change", "reach", "keep", "make", "spend", "get", "exist"]

_PASSIVE = ("make", "spend", "get")  # their objects become subjects; a change has reflexives of its own
_LASTING = ("\u0430\u0442\u044c", "\u044f\u0442\u044c")  # endings of imperfective infinitives
_SELF = "\u0441\u044f"  # the reflexive ending
_OF_WORDS = ("class", "says", "verbs", "noun", "nominal", "examples")  # the other keys are those of `Frame`


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
    partner: bool = False
    deed: bool = False
    works: bool = False
    holds: bool = False
    yields: bool = False
    of_things: bool = False
    compares: bool = False


@functools.cache
def frames() -> dict[str, Frame]:
    """Returns the frames by lemma.

    Raises:
        DataError: a group has no class, a line of it no words, or a word stands in two; the message names it.
    """
    found: dict[str, Frame] = {}
    for name, raw in words("frames").items():
        if "class" not in raw or not raw.get("says"):
            raise DataError(f"words/frames.toml: [{name}] needs a class, and lines of what says it")
        for line in raw["says"]:
            if not (line.get("verbs") or line.get("noun")):
                raise DataError(f"words/frames.toml: a line of [{name}] needs verbs or a noun: {line}")
            said = {k: v for k, v in (raw | line).items() if k not in _OF_WORDS}
            for key in ("verbs", "noun"):
                frame = Frame(name, raw["class"], noun=key == "noun", **said)
                for lemma in line.get(key, "").split():
                    if lemma in found:
                        raise DataError(f"words/frames.toml: «{lemma}» stands in [{found[lemma].name}] and [{name}]")
                    found[lemma] = frame
    passive = {reflexive(v): f for v, f in found.items() if f.kind in _PASSIVE and not f.noun and reflexive(v)}
    return passive | found


def reflexive(verb: str) -> str:
    """Returns the passive of an imperfective verb («экспортировать» → «экспортироваться»); none of another is made."""
    return verb + _SELF if verb.endswith(_LASTING) else ""


@functools.cache
def nominals() -> dict[str, str]:
    """Returns what names the doing of a verb in an indicator, by the verb's lemma («построить» → «строительство»)."""
    lines = [line for raw in words("frames").values() for line in raw["says"]]
    named = [
        (line.get("verbs", "").split(), line.get("nominal") or line.get("noun", "").partition(" ")[0]) for line in lines
    ]
    found = {verb: nominal for verbs, nominal in named if nominal for verb in verbs}
    told = {verb for verbs, _ in named for verb in verbs}
    made = {reflexive(v): n for v, n in found.items() if reflexive(v) in frames().keys() - told}
    return made | found


@functools.cache
def deeds() -> frozenset[str]:
    """Returns the nouns that name the doing of a verb."""
    said = frames()
    return frozenset(n.partition(" ")[0] for v, n in nominals().items() if said[v].kind in ("make", "spend", "get"))


def nominal(lemma: str) -> str | None:
    """Returns what names the doing of a verb: as its frame says, and of a verb without one as its endings do."""
    return nominals().get(lemma) or (None if lemma in frames() else verbal_noun(lemma))


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
