"""What the mention of a body says: the canonical name, the id."""

from __future__ import annotations

import functools
import re

from ..text.data import words
from ..text.inflection import decline, nominative
from .gazetteer import Entry
from .mentions import OrganisationMention
from .phrases import Page, legal_forms

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


def canonical(page: Page, first: int, last: int) -> str:
    """Returns the nominative of the name at these tokens, with «» for quotes and the country written out."""
    text = _quoted(_SPACES.sub(" ", _with_ministries(page, first, last)))
    for pattern, full in _written_out():
        text = pattern.sub(full, text)
    if text[0] == "«" and text[-1] == "»" and text.count("«") == 1:
        text = text[1:-1]
    text = nominative(text)
    return text[0].upper() + text[1:] if not text[0].isascii() else text


def _with_ministries(page: Page, first: int, last: int) -> str:
    """The text of tokens with the ministry inside the name written out («Комитет геологии МИР РК»)."""
    for i in range(first + 1, last):
        hit = page.hit_at.get(i)
        form = hit.of("organisations") if hit is not None and hit.last <= last and i not in page.within else None
        if hit is not None and form is not None and form.is_exact and form.entry.kind == "ministry":
            country = words("names")["tails"]["country"]
            full = dict(decline(form.entry.name))["gent"]
            full = full.removesuffix(f" {country}") if hit.last - i == 1 else full  # «МИР РК» is one abbreviation
            return f"{page.text(first, i)} {full} {page.text(hit.last, last) if hit.last < last else ''}".rstrip()
    return page.text(first, last)


@functools.cache
def _written_out() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"(?<![\w«]){short}"), full) for short, full in words("names")["tails"]["written_out"].items()]


def _quoted(text: str) -> str:
    """The text with «» for every quote, and a space before the first."""
    pieces: list[str] = []
    depth = 0
    for at, sign in enumerate(text):
        if sign == '"':
            before, behind = text[at - 1 : at], text[at + 1 : at + 2]
            opens = not before or before in " («" or (depth == 0 and behind not in ("", " "))
            sign = "«" if opens else "»"
        depth += {"«": 1, "»": -1}.get(sign, 0)
        if sign == "«" and pieces and pieces[-1].isalnum():
            pieces.append(" ")
        pieces.append(sign)
    return "".join(pieces)


@functools.lru_cache(maxsize=1 << 12)
def slug(name: str) -> str:
    """Returns a name as an id: Latin small letters and hyphens, without legal form and quotes."""
    letters = words("names")["transliteration"]
    fold = str.maketrans(words("names")["fold"])
    found = _WORD.findall(name)
    kept = [word for word in found if word not in legal_forms()] or found
    made = ("".join(letters.get(c, c if c.isascii() else "") for c in word.lower().translate(fold)) for word in kept)
    return "-".join(filter(None, made)) or "name"


def of_entry(entry: Entry, first: int, last: int, rule: str) -> OrganisationMention:
    """Returns the mention of a body of the lists."""
    return OrganisationMention(first=first, last=last, name=entry.name, kind=entry.kind, id=entry.id, rule=rule)


def of_name(name: str, kind: str, first: int, last: int, rule: str) -> OrganisationMention:
    """Returns the mention of a body that no list knows."""
    return OrganisationMention(first=first, last=last, name=name, kind=kind, id=slug(name), rule=rule)
