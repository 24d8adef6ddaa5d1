"""Numbers, money and quantities side by side: ours, pullenti, natasha, quantulum3, Recognizers-Text and others.

    pip install pullenti natasha "setuptools<81" quantulum3 price-parser number-parser text2num \\
        recognizers-text-suite "emoji<2"                  # the peers; each is skipped where it is not there
    python benchmarks/values.py [--show ours] [--characters 20000]

`values.tsv` holds 150 expressions and their values by our definitions, in sorts: figures, (number) words, money,
measure (with percents), factor, share, count. A system is asked only for the sorts that it claims to read; the rest is
`-`. Right: one of its answers has the amount, the highest amount of a range, and the currency or unit, or two answers
are the ends of the range; wrong: it answers otherwise; not found: it has no answer. Units are compared in the peer's
own names (`NAMES`). Speed is measured on our own corpora; a text that a system fails on is told and left out.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SORTS = ("figures", "words", "money", "measure", "factor", "share", "count")

#: An amount, the highest of a range, and the unit or currency as the system names it (None: a plain number).
Answer = tuple[float, "float | None", "str | None"]
Find = Callable[[str, str], "list[Answer]"]

#: Our units under the names that a peer gives them.
NAMES = {
    "percent": ("percent", "percentage", "%"),
    "км": ("kilometre", "kilometer"),
    "м²": ("square metre", "meter2"),
    "км²": ("square kilometre", "kilometer2"),
    "м³": ("cubic metre", "meter3"),
    "га": ("hectare", "ga"),
    "т": ("tonne", "metric ton"),
    "кг": ("kilogram",),
    "л": ("litre", "liter"),
    "баррель": ("barrel",),
    "МВт": ("megawatt",),
    "ГВт": ("gigawatt",),
    "кВт·ч": ("kilowatt hour", "kilowatt-hour", "kilowatthour"),
    "кВ": ("kilovolt",),
    "°C": ("degree celsius", "celsius", "degree"),
    "км/ч": ("kilometre per hour", "kilometer/hour", "kilometerperhour"),
    "ц/га": ("centner/hectare", "centner/ga"),
    "Мбит/с": ("megabit/second", "megabit per second"),
    "Гкал": ("gigacalorie",),
    "BYN": ("byr",),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the sort of its value, and the value."""

    text: str
    sort: str
    amount: float
    most: float | None
    unit: str | None


def cases() -> list[Case]:
    """Returns the lines of values.tsv."""
    found = []
    for line in (Path(__file__).parent / "values.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "text\t")):
            continue
        text, sort, amount, most, unit = line.split("\t")
        found.append(Case(text, sort, float(amount), float(most) if most else None, unit or None))
    return found


def ours() -> tuple[Find, tuple[str, ...]]:
    from kzpolicy_nlp.text.lexicon import lexicon
    from kzpolicy_nlp.text.rules import classify
    from kzpolicy_nlp.text.tokens import Tokens
    from kzpolicy_nlp.text.view import View
    from kzpolicy_nlp.values.dates import find_dates
    from kzpolicy_nlp.values.money import find_money
    from kzpolicy_nlp.values.numbers import read_numbers
    from kzpolicy_nlp.values.quantities import find_quantities

    def find(text: str, sort: str) -> list[Answer]:
        tokens = Tokens(View(text))
        chain = read_numbers(tokens, classify(tokens, lexicon()))
        if sort in ("figures", "words"):
            return [(a.number.amount, a.number.amount_max, None) for a in chain.atoms if a.number is not None]
        money = find_money(chain)
        if sort == "money":
            return [(v.amount, v.amount_max, v.currency) for v in money]
        dates = [(d.first, d.last) for d in find_dates(chain)]
        return [(v.amount, v.amount_max, v.unit) for v in find_quantities(chain, money, dates) if not v.money]

    return find, SORTS


def pullenti() -> tuple[Find, tuple[str, ...]]:
    from pullenti.morph.MorphLang import MorphLang
    from pullenti.ner.measure.MeasureAnalyzer import MeasureAnalyzer
    from pullenti.ner.money.MoneyAnalyzer import MoneyAnalyzer
    from pullenti.ner.ProcessorService import ProcessorService
    from pullenti.ner.Sdk import Sdk
    from pullenti.ner.SourceOfAnalysis import SourceOfAnalysis

    Sdk.initialize(MorphLang.RU)
    names = f"{MoneyAnalyzer.ANALYZER_NAME},{MeasureAnalyzer.ANALYZER_NAME}"
    processor = ProcessorService.create_specific_processor(names)

    def find(text: str, sort: str) -> list[Answer]:
        found: list[Answer] = []
        token = processor.process(SourceOfAnalysis(text), None, None).first_token
        while token is not None:
            referent = getattr(token, "referent", None)
            token = token.next0_
            if referent is None:
                continue
            slots: dict[str, list[str]] = {}
            for slot in referent.slots:
                slots.setdefault(slot.type_name, []).append(str(slot.value))
            numbers = [float(v) for v in slots.get("VALUE", []) if re.fullmatch(r"-?\d+(?:\.\d+)?", v)]
            rest = float(slots["REST"][0]) / 100 if "REST" in slots else 0.0
            units: list[str | None] = [*slots.get("CURRENCY", ()), *slots.get("UNIT", ()), None]
            if numbers:
                found.append((numbers[0] + rest, numbers[1] if len(numbers) > 1 else None, units[0]))
        return found

    return find, ("money", "measure")


def natasha() -> tuple[Find, tuple[str, ...]]:
    from natasha import MoneyExtractor, MorphVocab

    extractor = MoneyExtractor(MorphVocab())

    def find(text: str, sort: str) -> list[Answer]:
        return [(float(m.fact.amount), None, m.fact.currency) for m in extractor(text)]

    return find, ("money",)


def quantulum3() -> tuple[Find, tuple[str, ...]]:
    from quantulum3 import parser

    def find(text: str, sort: str) -> list[Answer]:
        found: list[Answer] = []
        for q in parser.parse(text):
            low, high = (q.value, None) if q.uncertainty is None else (q.value - q.uncertainty, q.value + q.uncertainty)
            entity = q.unit.currency_code if q.unit.entity.name == "currency" else q.unit.name
            found.append((low, high, None if sort == "figures" else entity))
        return found

    return find, ("figures", "money", "measure")


def recognizers_text() -> tuple[Find, tuple[str, ...]]:
    import recognizers_number  # noqa: F401
    from recognizers_text import Culture

    cultures = sorted(value for name, value in vars(Culture).items() if not name.startswith("_"))
    raise ImportError(f"it has no Russian ({', '.join(cultures)})")


def price_parser() -> tuple[Find, tuple[str, ...]]:
    from price_parser import Price

    signs = {"$": "USD", "€": "EUR", "₸": "KZT", "₽": "RUB", "¥": "JPY", "руб": "RUB", "тенге": "KZT"}

    def find(text: str, sort: str) -> list[Answer]:
        price = Price.fromstring(text)
        if price.amount is None:
            return []
        return [(float(price.amount), None, signs.get(price.currency or "", price.currency))]

    return find, ("money",)


def number_parser() -> tuple[Find, tuple[str, ...]]:
    from number_parser import parse

    def find(text: str, sort: str) -> list[Answer]:
        if not re.search(r"\d", read := parse(text, language="ru")):
            return []
        return [(float(n), None, None) for n in re.findall(r"\d+(?:\.\d+)?", read)]

    return find, ("words",)


def text2num() -> tuple[Find, tuple[str, ...]]:
    from text_to_num import text2num as read

    try:
        read("twenty", "ru")
    except ValueError as error:
        raise ImportError(f"it has no Russian ({error})") from None
    raise ImportError("it has learnt Russian: measure it")


SYSTEMS: dict[str, Callable[[], tuple[Find, tuple[str, ...]]]] = {
    "ours": ours,
    "pullenti": pullenti,
    "natasha": natasha,
    "quantulum3": quantulum3,
    "price-parser": price_parser,
    "number-parser": number_parser,
    "Recognizers-Text": recognizers_text,
    "text2num": text2num,
}


def outcome(case: Case, answers: Iterable[Answer]) -> str:
    """Returns right, wrong or not found."""

    def near(one: float | None, other: float | None) -> bool:
        if one is None or other is None:
            return one is other
        return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))

    found = list(answers)
    accepted = {case.unit and case.unit.lower(), *NAMES.get(case.unit or "", ())}
    for amount, most, unit in found:
        if near(amount, case.amount) and near(most, case.most) and (unit and unit.lower()) in accepted:
            return "right"
    ends = [amount for amount, _, unit in found if (unit and unit.lower()) in accepted]
    if case.most is not None and len(ends) == 2 and near(ends[0], case.amount) and near(ends[1], case.most):
        return "right"
    return "wrong" if found else "not found"


def speed(find: Find, sorts: tuple[str, ...], characters: int) -> float:
    """Returns characters a second on our own corpora, one text after another, the first one run before the clock."""
    sys.path.insert(0, str(ROOT / "corpora"))
    import annotated

    texts, total = [], 0
    for document in annotated.read_part("dev"):
        texts.append(str(document["text"]))
        total += len(texts[-1])
        if total >= characters:
            break
    find(texts[0], sorts[-1])
    read, begun = 0, time.perf_counter()
    for text in texts:
        try:
            find(text, sorts[-1])
            read += len(text)
        except Exception as error:  # a peer's own: one text must not end the comparison
            print(f"  it fails on a text: {type(error).__name__}: {error}", file=sys.stderr)
    return read / (time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description="Numbers, money and quantities: right, wrong, not found, speed.")
    parser.add_argument("--show", choices=SYSTEMS, help="print what this system gets wrong or does not find")
    parser.add_argument("--characters", type=int, default=20_000, help="how much text the speed is measured on")
    options = parser.parse_args()
    listed = cases()
    totals = Counter(case.sort for case in listed)
    print(f"{len(listed)} expressions; right / wrong / not found of each sort that the system claims")
    heads = " ".join(f"{f'{sort} ({totals[sort]})':>13}" for sort in SORTS)
    print(f"{'':17}{heads} {'characters/s':>13}")
    for name, load in SYSTEMS.items():
        try:
            with contextlib.redirect_stdout(sys.stderr):
                find, sorts = load()
        except ImportError as error:
            print(f"{name:17}skipped: {error}")
            continue
        counts: dict[str, Counter[str]] = {sort: Counter() for sort in sorts}
        for case in listed:
            if case.sort not in counts:
                continue
            answers = find(case.text, case.sort)
            said = outcome(case, answers)
            counts[case.sort][said] += 1
            if name == options.show and said != "right":
                print(f"  {said}: {case.text} {answers}")
        cells = [
            f"{counts[s]['right']}/{counts[s]['wrong']}/{counts[s]['not found']}" if s in counts else "-" for s in SORTS
        ]
        print(
            f"{name:17}{' '.join(f'{c:>13}' for c in cells)} {speed(find, sorts, options.characters):13,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
