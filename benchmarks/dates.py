"""Time expressions side by side: ours, dateparser's search, natasha's DatesExtractor, Recognizers-Text.

    pip install dateparser natasha "setuptools<81"        # the peers; each is skipped where it is not there
    python benchmarks/dates.py [--show ours] [--characters 40000]

`dates.tsv` holds the expressions, the anchor and the days by our definitions; those of Duckling's published Russian
corpus are in it as facts (Duckling itself is a Haskell server and is not run). An answer is right where one of a
system's dates that touches the marked expression has its days; wrong where it has others, or where nothing there is a
date; missed where there is none. dateparser gives a moment and no length, so its own `period` is asked for and its
moment widened to that day, week, month or year. natasha gives the parts that are named; a day without a year takes the
anchor's. Speed is measured on our own corpora.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Answer = tuple[int, int, "dt.date | None", "dt.date | None"]
Find = Callable[[str, dt.date], "list[Answer]"]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its expression at `start … end`, and the days it means; a text without any has no `last`."""

    text: str
    start: int
    end: int
    anchor: dt.date
    first: dt.date | None
    last: dt.date | None


def cases() -> list[Case]:
    """Returns the lines of dates.tsv."""
    found = []
    lines = (Path(__file__).parent / "dates.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith(("#", "anchor\t")):
            continue
        anchor, first, last, _, marked = line.split("\t")
        start, end = marked.find("["), marked.find("]") - 1
        text = marked.replace("[", "").replace("]", "")
        day = dt.date.fromisoformat
        found.append(
            Case(
                text,
                start,
                end,
                day(anchor),
                day(first) if first not in ("", "-") else None,
                day(last) if last else None,
            )
        )
    return found


def ours() -> Find:
    from kzpolicy_nlp.statements.clauses import Clauses
    from kzpolicy_nlp.statements.roles import resolve_dates
    from kzpolicy_nlp.text.lexicon import lexicon
    from kzpolicy_nlp.text.rules import classify
    from kzpolicy_nlp.text.tokens import Tokens
    from kzpolicy_nlp.text.view import View
    from kzpolicy_nlp.values.dates import find_dates
    from kzpolicy_nlp.values.numbers import read_numbers

    def find(text: str, anchor: dt.date) -> list[Answer]:
        tokens = Tokens(View(text))
        chain = read_numbers(tokens, classify(tokens, lexicon()))
        moments = resolve_dates(find_dates(chain), chain, Clauses(chain), anchor)
        return [(*tokens.place(m.first, m.last), m.first_day, m.last_day) for m in moments]

    return find


def widened(day: dt.date, period: str) -> tuple[dt.date, dt.date]:
    """Returns the days of the period that holds a day."""
    if period == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if period == "month":
        after = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return day.replace(day=1), after - dt.timedelta(days=1)
    if period == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    return day, day


def dateparser_search() -> Find:
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    def find(text: str, anchor: dt.date) -> list[Answer]:
        settings = {"RELATIVE_BASE": dt.datetime.combine(anchor, dt.time())}
        at = 0
        found: list[Answer] = []
        parser = DateDataParser(languages=["ru"], settings=settings)
        for piece, moment in search_dates(text, languages=["ru"], settings=settings) or ():
            start = max(text.find(piece, at), 0)
            at = start + len(piece)
            first, last = widened(moment.date(), parser.get_date_data(piece).period or "day")
            found.append((start, at, first, last))
        return found

    return find


def natasha_dates() -> Find:
    from natasha import DatesExtractor, MorphVocab

    extractor = DatesExtractor(MorphVocab())

    def find(text: str, anchor: dt.date) -> list[Answer]:
        found: list[Answer] = []
        for match in extractor(text):
            fact = match.fact
            year = fact.year or anchor.year
            period = "day" if fact.day else "month" if fact.month else "year"
            try:
                days = widened(dt.date(year, fact.month or 1, fact.day or 1), period)
            except ValueError:
                continue
            found.append((match.start, match.stop, *days))
        return found

    return find


def recognizers_text() -> Find:
    import recognizers_date_time  # noqa: F401
    from recognizers_text import Culture

    cultures = sorted(value for name, value in vars(Culture).items() if not name.startswith("_"))
    raise ImportError(f"it has no Russian ({', '.join(cultures)})")


SYSTEMS: dict[str, Callable[[], Find]] = {
    "ours": ours,
    "dateparser.search": dateparser_search,
    "natasha": natasha_dates,
    "Recognizers-Text": recognizers_text,
}


def outcome(case: Case, answers: list[Answer]) -> str:
    """Returns right, wrong or missed."""
    if case.last is None:
        return "wrong" if answers else "right"
    near = [a for a in answers if a[0] < case.end and case.start < a[1]]
    if any(a[3] == case.last and case.first in (None, a[2]) for a in near):
        return "right"
    return "wrong" if near else "missed"


def speed(find: Find, characters: int) -> float:
    """Returns characters a second on our own corpora, one text after another, the first one run before the clock."""
    sys.path.insert(0, str(ROOT / "corpora"))
    import annotated

    texts, total = [], 0
    for document in annotated.read_part("dev"):
        texts.append(document["text"])
        total += len(document["text"])
        if total >= characters:
            break
    find(texts[0], dt.date(2024, 9, 2))
    begin = time.perf_counter()
    for text in texts:
        find(text, dt.date(2024, 9, 2))
    return total / (time.perf_counter() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time expressions: right, wrong, missed, characters a second.")
    parser.add_argument("--show", choices=SYSTEMS, help="print what this system gets wrong or misses")
    parser.add_argument("--characters", type=int, default=40_000, help="how much text the speed is measured on")
    options = parser.parse_args()
    listed = cases()
    dated = sum(case.last is not None for case in listed)
    print(f"{dated} expressions, {len(listed) - dated} texts without any")
    print(f"{'':18} {'right':>6} {'wrong':>6} {'missed':>6} {'characters/s':>13}")
    for name, load in SYSTEMS.items():
        try:
            find = load()
        except ImportError as error:
            print(f"{name:18} skipped: {error}")
            continue
        count: Counter[str] = Counter()
        for case in listed:
            answers = find(case.text, case.anchor)
            told = outcome(case, answers)
            count[told] += 1
            if options.show == name and told != "right":
                print(f"  {told}: {case.text} {[(case.text[a:b], str(f), str(t)) for a, b, f, t in answers]}")
        rate = speed(find, options.characters)
        print(f"{name:18} {count['right']:6} {count['wrong']:6} {count['missed']:6} {rate:13,.0f}")


if __name__ == "__main__":
    main()
