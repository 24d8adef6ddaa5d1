"""Training sentences with their names: factRuEval's, our corpora's, and templates filled from the lists.

A sentence is (tokens, names), a name (first, last, "PER" | "LOC" | "ORG"). What gold says is joined with what the
starting model says: where that finds gold's name within gold's bounds, its bounds stay.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "corpora")]

from kzpolicy_nlp.names.gazetteer import gazetteer  # noqa: E402
from kzpolicy_nlp.names.tagger import Tagger  # noqa: E402
from kzpolicy_nlp.text.data import rows  # noqa: E402
from kzpolicy_nlp.text.inflection import decline  # noqa: E402
from kzpolicy_nlp.text.tokens import Tokens  # noqa: E402
from kzpolicy_nlp.text.view import View  # noqa: E402

Name = tuple[int, int, str]
Sentence = tuple[list[str], list[Name]]
Gold = tuple[str, int, int, int, int]  # kind, core, longest span
CASES = dict(zip("ogdaip", ("nomn", "gent", "datv", "accs", "ablt", "loct"), strict=True))
SLOT = re.compile(r"\{([A-Z]+)(?:\.([ogdaip]))?\}")
STRIP = " \t\r\n\"'”“„«»()-–—,;:."


def join(text: str, golds: Sequence[Gold], free: Sequence[tuple[int, int]], teacher: Tagger) -> Iterator[Sentence]:
    """The sentences of an annotated text."""
    tokens = Tokens(View(text))
    tags = teacher.tag([tokens.words[first:last] for first, last in tokens.sentences])
    spans = [tokens.place(i, i + 1) for i in range(len(tokens))]

    def cut(start: int, end: int) -> tuple[int, int]:
        inside = [i for i, (a, b) in enumerate(spans) if a < end and start < b]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    known = [(kind, *cut(a, b), *cut(c, d)) for kind, a, b, c, d in golds]
    loose = [cut(*span) for span in free]
    for (first, last), found in zip(tokens.sentences, tags, strict=True):
        names: list[Name] = []
        mine = [(first + a, first + b, kind) for a, b, kind in found]
        for kind, a, b, c, d in known:
            if not (first <= a and b <= last and a < b):
                continue
            same = next((m for m in mine if m[2] == kind and m[0] <= a and b <= m[1] and c <= m[0] and m[1] <= d), None)
            names.append(same or (a, b, kind))
        for m in mine:  # where gold doesn't say, the starting model does
            if any(a < m[1] and m[0] < b for a, b in loose) and all(n[1] <= m[0] or m[1] <= n[0] for n in names):
                names.append(m)
        kept: list[Name] = []
        for name in sorted(set(names), key=lambda n: n[0] - n[1]):
            if all(name[1] <= k[0] or k[1] <= name[0] for k in kept):
                kept.append(name)
        yield tokens.words[first:last], sorted((a - first, b - first, kind) for a, b, kind in kept)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in STRIP:
        start += 1
    while end > start and text[end - 1] in STRIP:
        end -= 1
    return start, end


def factrueval(path: Path, teacher: Tagger) -> Iterator[Sentence]:
    """factRuEval's names: of bodies and places what is marked as the name, inside the object."""
    kinds = {"Person": "PER", "Org": "ORG", "LocOrg": "LOC", "Location": "LOC"}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            document = json.loads(line)
            pieces = {piece["id"]: piece for piece in document["pieces"]}
            golds: list[Gold] = []
            free = []
            for span in document["spans"]:
                kind, bounds = kinds.get(span["label"]), (span["start"], span["end"])
                wanted = {"ORG": "org_name", "LOC": "loc_name"}.get(kind or "")
                parts = [p for i in span.get("pieces", ()) if (p := pieces.get(i)) and p["label"] == wanted]
                if kind == "PER":
                    golds.append((kind, *bounds, *bounds))
                elif kind is None or not parts:
                    free.append(bounds)
                for p in parts if kind else ():
                    if not any(c.isupper() for c in p["text"]):
                        free.append((p["start"], p["end"]))  # «федеральной тюрьме»
                        continue
                    core = _strip(document["text"], p["start"], p["end"])
                    golds.append((kind or "", *core, min(bounds[0], core[0]), max(bounds[1], core[1])))
            yield from join(document["text"], golds, free, teacher)


def corpora(teacher: Tagger, documents: int) -> Iterator[Sentence]:
    """The names of our first dev documents; bodies without a capital («правительство») are left to the rules."""
    import annotated

    for document in annotated.read_part("dev")[:documents]:
        golds: list[Gold] = []
        free = [(s["start"], s["end"]) for s in document["unsure_spans"]]
        for key, kind in (("orgs", "ORG"), ("places", "LOC"), ("persons", "PER")):
            for r in document[key]:
                text = document["text"][r["core_start"] : r["core_end"]]
                if any(c.isupper() for c in text):
                    core = _strip(document["text"], r["core_start"], r["core_end"])
                    golds.append((kind, *core, r["start"], r["end"]))
                else:
                    free.append((r["start"], r["end"]))
        yield from join(document["text"], golds, free, teacher)


class Maker:
    """Makes sentences from templates, by a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        text = (HERE / "templates.txt").read_text(encoding="utf-8")
        self.templates = [line for line in text.split("\n") if line and line[0] != "#"]
        known = json.loads((HERE / "pieces.json").read_text(encoding="utf-8"))
        self.pieces: dict[str, list[str]] = known
        entries = list(gazetteer().entries())
        of = {t: [e for e in entries if e.table == t] for t in ("organisations", "places")}
        self.bodies = [e.name for e in of["organisations"] if e.country in ("KZ", None, "RU")]
        self.towns = [e.name for e in of["places"] if e.kind == "city" and e.country == "KZ"] * 3
        self.towns += [e.name for e in of["places"] if e.kind == "city"]
        self.regions = [e.name for e in of["places"] if e.kind in ("region", "district") and e.country == "KZ"]
        self.regions = [name for name in self.regions if "." not in name]
        self.lands = [e.name for e in of["places"] if e.kind == "country"]
        self.given = list(rows("given_names"))

    def sentence(self) -> Sentence:
        """A filled template. Now and then its capitals, its quotes or its line break are changed."""
        chance = self.chance
        template = chance.choice(self.templates)
        words, names = list[str](), list[Name]()
        at = 0
        for match in SLOT.finditer(template):
            words += _cut(template[at : match.start()])
            kind, text = self.fill(match[1], match[2] or "o")
            for part, is_name in _parts(text) if kind == "ORG" else [(text, kind)]:
                pieces = _cut(part)
                if is_name and pieces:
                    names.append((len(words), len(words) + len(pieces), is_name))
                words += pieces
            at = match.end()
        words += _cut(template[at:])
        roll = chance.random()
        if roll < 0.06:
            words = [word.upper() for word in words]
        elif roll < 0.12:
            words = ['"' if word in "«»" else word for word in words]
        elif roll < 0.2 and len(words) > 6:  # a line that breaks anywhere
            at = chance.randint(3, len(words) - 3)
            low, high = chance.choice(((0, at), (at, len(words))))
            words = words[low:high]
            names = [(max(a, low) - low, min(b, high) - low, k) for a, b, k in names if a < high and low < b]
            names = [(a, b, k) for a, b, k in names if any(word[0].isalnum() for word in words[a:b])]
        return words, names

    def fill(self, slot: str, case: str) -> tuple[str, str]:
        chance = self.chance
        if slot == "N":
            return "", chance.choice((str(chance.randint(2, 999)), f"{chance.randint(1, 99)},{chance.randint(1, 9)}"))
        if slot == "Y":
            return "", str(chance.randint(2012, 2040))
        if slot == "THING":
            return "", f"«{chance.choice(self.pieces['things'])}»"
        if slot in ("TERM", "OPENER"):
            return "", chance.choice(self.pieces["terms" if slot == "TERM" else "openers"])
        if slot == "ORG":
            return "ORG", self.declined(chance.choice(self.bodies), case)
        if slot == "FIRM":
            return "ORG", self.firm(case)
        if slot == "LAT":
            return "ORG", self.latin()
        if slot == "ABB":
            letters = "".join(chance.choices("АБВГДЕЖЗИКМНОПРСТУФХЦЭ", k=chance.randint(3, 5)))
            return "ORG", letters
        if slot in ("CITY", "REG", "LAND"):
            names = {"CITY": self.towns, "REG": self.regions, "LAND": self.lands}[slot]
            return "LOC", self.declined(chance.choice(names), case)
        return "PER", self.person(case, alone=slot == "SUR")

    def declined(self, name: str, case: str) -> str:
        forms = [form for c, form in decline(name) if c == CASES[case]]
        return self.chance.choice(forms) if forms else name

    def firm(self, case: str) -> str:
        chance, pieces = self.chance, self.pieces
        name = chance.choice(pieces["stems"]) + chance.choice(pieces["stem_ends"])
        if chance.random() < 0.5:
            name += " " + chance.choice(pieces["trades"])
        if chance.random() < 0.3:
            name = self.latin()
        form = chance.choice(pieces["forms"])
        if form.islower():
            return f"{self.declined(form, case)} «{name}»"
        return f"{form} «{name}»" if form else f"«{name}»"

    def latin(self) -> str:
        chance, pieces = self.chance, self.pieces
        parts = [chance.choice(pieces["latin"])]
        roll = chance.random()
        if roll < 0.65:
            parts.append(chance.choice(pieces["latin_ends"]))
            if roll < 0.2:
                parts.insert(1, chance.choice(pieces["latin_mid"]))
        elif roll < 0.75:
            return f"{parts[0]}.kz"
        return " ".join(parts)

    def person(self, case: str, *, alone: bool) -> str:
        chance, pieces = self.chance, self.pieces
        row = chance.choice(self.given)
        woman = row["gender"] == "femn"
        stem = chance.choice(pieces["surnames"])
        index = "ogdaip".index(case)
        ends = (("а", "ой", "ой", "у", "ой", "ой") if woman else ("", "а", "у", "а", "ым", "е"))[index]
        if stem.endswith("|"):
            stem, ends = stem[:-1], ("" if woman else ("", "а", "у", "а", "ом", "е")[index])
        surname = stem + ends
        if alone:
            return surname
        given = self.declined(row["name"], case) if case != "a" or woman else self.declined(row["name"], "g")
        roll = chance.random()
        if roll < 0.12:
            return f"{given[0]}. {surname}"
        if roll < 0.18:
            return f"{surname} {given[0]}.{chance.choice('АБДЕЖКМНСТ')}."
        return f"{given} {surname}"


TAIL = re.compile(r" (Республики Казахстан|Казахстана|РК|Российской Федерации|России|РФ)$")
QUOTED = re.compile(r"^([^«]*[а-яё]{3,} )?(«)([^«»]+)(»)$")


def _parts(name: str) -> list[tuple[str, str]]:
    """A body's name as the starting model bounds it: the country apart, quotes and a type noun outside."""
    if found := QUOTED.fullmatch(name):
        return [(found[1] or "", ""), (found[2], ""), (found[3], "ORG"), (found[4], "")]
    if (found := TAIL.search(name)) and found.start() > 3:
        return [(name[: found.start()], "ORG"), (found[1], "LOC")]
    return [(name, "ORG")]


def _cut(text: str) -> list[str]:
    return Tokens(View(text)).words if text.strip() else []
