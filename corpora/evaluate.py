"""Precision, recall and F1 of the library on annotated texts, by the definitions of `../shared/eval/score.py`.

    python corpora/evaluate.py dev heldout               our own parts
    python corpora/evaluate.py GOLD.jsonl                any file in the JSON form
    python corpora/evaluate.py dev --errors targets      with each error of a layer, or of all

A mention is right when it covers the gold core and stays inside the gold span, one character of slack at each side.
`=value`: its numbers, currency or unit, days or name are right too. `=record`: the amount, highest amount, currency or
unit and year of a target or fact are right. A field's accuracy is counted over the found targets or facts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict, cast

from annotated import HERE, LISTS, PARTS, SHORT, read_part

from kzpolicy_nlp.errors import DataError

Record = TypedDict(
    "Record",
    {
        "start": int,
        "end": int,
        "core_start": int,
        "core_end": int,
        "value_start": int | None,
        "value_end": int | None,
        "surface": str,
        "of": str | None,
        "name": str | None,
        "kind": str | None,
        "amount": float | None,
        "max": float | None,
        "cur": str | None,
        "unit": str | None,
        "from": str | None,
        "to": str | None,
        "role": str | None,
        "year": int | None,
        "due": str | None,
        "mode": str | None,
        "direction": str | None,
        "indicator": str | None,
        "actor": str | None,
    },
    total=False,
)
"""A gold or predicted record in the JSON form."""


class Gold(TypedDict):
    """An annotated document in the JSON form."""

    id: str
    date: str | None
    text: str
    orgs: list[Record]
    places: list[Record]
    persons: list[Record]
    money: list[Record]
    quantities: list[Record]
    dates: list[Record]
    targets: list[Record]
    facts: list[Record]
    unsure_spans: list[Record]


Prediction = Mapping[str, Sequence[Record]]
"""Predicted records by list of the JSON form; a list may be absent."""

Predict = Callable[[str, str | None], Prediction]
"""What is measured: a text and its date (ISO, or None) to predicted records."""


@dataclass(slots=True)
class Tally:
    """Right, extra and missed answers."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, right: int, extra: int, missed: int) -> None:
        self.right += right
        self.extra += extra
        self.missed += missed

    @property
    def gold(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return _ratio(self.right, self.right + self.extra)

    @property
    def recall(self) -> float:
        return _ratio(self.right, self.gold)

    @property
    def f1(self) -> float:
        precision, recall = self.precision, self.recall
        return _ratio(2 * precision * recall, precision + recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """One wrong answer: in which layer and document, of what sort, and how it reads."""

    layer: str
    document: str
    sort: str
    text: str

    def __str__(self) -> str:
        return f"{self.document} {self.layer} {self.sort:6} {self.text}"


@dataclass(slots=True)
class Scores:
    """What `evaluate` found: tallies by layer, right and all answers by field, and each error."""

    documents: int = 0
    layers: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    errors: list[Error] = field(default_factory=list)


# --- when two answers are the same --------------------------------------------------------------------------------

_WORD = re.compile(r"[0-9A-Za-zА-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]+")
_FIGURE = re.compile(
    r"[-+–−]?\d[\d\s.,–−-]*(?:(?:тыс|млн|млрд|трлн)\b\.?|тысяч\w*|миллион\w*|миллиард\w*|триллион\w*)?\s*%?"
)
_NOW = re.compile(r"(?:на |в )?(?:сегодня(?:шний день)?|сейчас|ныне|настоящее время)", re.IGNORECASE)
_UNITS = {"процент": "percent", "%": "percent", "раз": "times"}
_TIME_UNITS = {"year", "month", "week", "day", "hour", "minute", "second"}
_TIME_WORDS = {"год", "лет", "месяц", "день", "дней", "сутки", "час", "минут", "недел", "года", "дня"}


def near(one: float | None, other: float | None) -> bool:
    """Whether two numbers are equal to six digits, or both absent."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def covers(found: Record, gold: Record) -> bool:
    """Whether a mention covers the gold core and stays inside the gold span, one character of slack at each side."""
    return (
        gold["start"] - 1 <= found["start"] <= gold["core_start"]
        and gold["core_end"] <= found["end"] <= gold["end"] + 1
    )


def overlaps(one: Record, other: Record) -> bool:
    """Whether both share a character."""
    return one["start"] < other["end"] and other["start"] < one["end"]


def figure_as_core(gold: Record, text: str) -> Record:
    """The gold quantity with its figure and scale for core: the counted noun may be in or out."""
    found = _FIGURE.match(text, gold["core_start"], gold["core_end"])
    if found is None:
        return gold
    end = found.start() + len(found.group().rstrip(" .,–−-\u00a0\n"))
    return gold | {"core_end": end} if end > found.start() else gold


def stems(words: str | None) -> set[str]:
    """The first five letters of each longer or upper-case word; of short words alone, the words."""
    found = _WORD.findall(words or "")
    long = {w.lower().replace("ё", "е")[:5] for w in found if len(w) > 2 or w.isupper()}
    return long or {w.lower() for w in found}


def same_name(found: Record, gold: Record) -> bool:
    """Whether two names share half of their words."""
    return same_words(found.get("name"), gold.get("name"))


def same_words(found: str | None, gold: str | None) -> bool:
    """Whether two phrases share half of their words (Dice's coefficient of their stems)."""
    one, other = stems(found), stems(gold)
    return bool(one and other) and 2 * len(one & other) >= 0.5 * (len(one) + len(other))


def same_place(found: Record, gold: Record) -> bool:
    return found.get("kind") == gold.get("kind") and same_name(found, gold)


def same_unit(found: str | None, gold: str | None) -> bool:
    """Whether two units share a word; gold without a unit accepts any."""
    if gold is None:
        return True
    if found is None:
        return False
    found, gold = _UNITS.get(found, found), _UNITS.get(gold, gold)
    return found.lower() == gold.lower() or bool(stems(found) & stems(gold))


def same_sum(found: Record, gold: Record) -> bool:
    return same_amounts(found, gold) and found.get("cur") == gold.get("cur")


def same_quantity(found: Record, gold: Record) -> bool:
    return same_amounts(found, gold) and same_unit(found.get("unit"), gold.get("unit"))


def same_amounts(found: Record, gold: Record) -> bool:
    return near(found.get("amount"), gold.get("amount")) and near(found.get("max"), gold.get("max"))


def same_days(found: Record, gold: Record) -> bool:
    """Whether the last days are equal, and the first where gold names one."""
    return same_end(found, gold) and (gold.get("from") is None or found.get("from") == gold.get("from"))


def same_end(found: Record, gold: Record) -> bool:
    return found.get("to") == gold.get("to")


def same_year(layer: str, found: Record, gold: Record, day: str | None) -> bool:
    """Whether the years are equal; a fact that names no time may have its document's year (SPEC §10)."""
    year = found.get("year")
    if layer == "facts" and gold.get("year") is None and day is not None and year == int(day[:4]):
        return True
    return year == gold.get("year")


def is_duration(record: Record, text: str) -> bool:
    """Whether a quantity is a length of time, which SPEC §4 leaves open."""
    unit = record.get("unit")
    return unit in _TIME_UNITS or bool(stems(unit) & _TIME_WORDS)


def is_now(record: Record, text: str) -> bool:
    """Whether a date says «now», which SPEC §5 leaves out."""
    return _NOW.fullmatch(text, record["start"], record["end"]) is not None


# --- layers -------------------------------------------------------------------------------------------------------

Same = Callable[[Record, Record], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Mentions that are scored together: those of a list, or those among them with a certain field."""

    name: str
    source: str
    same_value: Same | None = None
    only: tuple[str, str] | None = None
    is_open: Callable[[Record, str], bool] | None = None

    def records_of(self, lists: Prediction) -> list[Record]:
        records = lists.get(self.source, ())
        return [r for r in records if self.only is None or r.get(self.only[0]) == self.only[1]]


MENTIONS = (
    Layer(name="orgs", source="orgs", same_value=same_name),
    Layer(name="cities", source="places", only=("kind", "city"), same_value=same_name),
    Layer(name="places", source="places", same_value=same_place),
    Layer(name="persons", source="persons"),
    Layer(name="money", source="money", same_value=same_sum),
    Layer(name="quantities", source="quantities", same_value=same_quantity, is_open=is_duration),
    Layer(name="dates", source="dates", same_value=same_days, is_open=is_now),
    Layer(name="deadlines", source="dates", only=("role", "deadline"), same_value=same_end),
)
STATEMENTS = {
    "targets": ("year", "due", "kind", "mode", "direction", "indicator", "actor"),
    "facts": ("year", "due", "mode", "direction", "indicator", "actor"),
}
"""The statements and the fields whose accuracy is counted."""


def evaluate(documents: Iterable[Gold], predict: Predict) -> Scores:
    """The scores of a prediction function over annotated documents."""
    scores = Scores()
    for gold in documents:
        prediction = predict(gold["text"], gold.get("date"))
        scores.documents += 1
        for layer in MENTIONS:
            _score_mentions(layer, gold, prediction, scores)
        for name in STATEMENTS:
            _score_statements(name, gold, prediction, scores)
    return scores


def pair(
    found: Iterable[Record], gold: Iterable[Record], same: Same
) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """Each found record with the first free gold one that is the same; what stays over on either side."""
    left, pairs, extra = list(gold), [], []
    for record in found:
        at = next((i for i, other in enumerate(left) if same(record, other)), None)
        if at is None:
            extra.append(record)
        else:
            pairs.append((record, left.pop(at)))
    return pairs, extra, left


def _score_mentions(layer: Layer, gold: Gold, prediction: Prediction, scores: Scores) -> None:
    text, lists = gold["text"], cast(Prediction, gold)
    wanted = layer.records_of(lists)
    if layer.source == "quantities":
        wanted = [figure_as_core(record, text) for record in wanted]
    found = _scored(layer.source, layer.records_of(prediction), gold)
    pairs, extra, missed = pair(found, wanted, covers)
    if layer.is_open is not None:
        extra = [record for record in extra if not layer.is_open(record, text)]
        missed = [record for record in missed if not layer.is_open(record, text)]
    scores.layers[layer.name].add(len(pairs), len(extra), len(missed))
    roles = [_same_field("role", *p) for p in pairs if layer.name == "dates" and _asked("role", p[1])]
    if roles:
        scores.right["dates.role"] += sum(roles)
        scores.asked["dates.role"] += len(roles)
    wrong = [p for p in pairs if layer.same_value is not None and not layer.same_value(*p)]
    if layer.same_value is not None:
        scores.layers[layer.name + "=value"].add(
            len(pairs) - len(wrong), len(wrong) + len(extra), len(wrong) + len(missed)
        )

    def report(sort: str, told: str) -> None:
        scores.errors.append(Error(layer=layer.name, document=gold["id"], sort=sort, text=told))

    for record in extra:
        report("EXTRA", f"{text[record['start'] : record['end']]!r} {_told(record)}")
    for record in missed:
        report("MISSED", repr(record["surface"]))
    for record, other in wrong:
        report("VALUE", f"{other['surface']!r} got {_told(record)}, not {_told(other)}")


def _score_statements(name: str, gold: Gold, prediction: Prediction, scores: Scores) -> None:
    text = gold["text"]
    valued = [_on_value(r) for r in prediction.get(name, ()) if r.get("value_start") is not None]
    wanted = [_on_value(r) for r in cast(Prediction, gold)[name]]
    pairs, extra, missed = pair(_scored(name, valued, gold), wanted, _same_statement)
    scores.layers[name].add(len(pairs), len(extra), len(missed))

    def report(sort: str, told: str) -> None:
        scores.errors.append(Error(layer=name, document=gold["id"], sort=sort, text=told))

    whole = 0
    for found, other in pairs:
        right = _same_record(name, found, other, gold.get("date"))
        whole += right
        wrong = [] if right else ["record"]
        for key in STATEMENTS[name]:
            if _asked(key, other):
                agrees = _same_field(key, found, other)
                scores.right[f"{name}.{key}"] += agrees
                scores.asked[f"{name}.{key}"] += 1
                wrong += [] if agrees else [key]
        if wrong:
            told = f"{_around(other, text)} wrong {', '.join(wrong)}: got {_told(found)}, not {_told(other)}"
            report("RECORD" if not right else "FIELD", told)
    scores.layers[name + "=record"].add(whole, len(pairs) - whole + len(extra), len(pairs) - whole + len(missed))
    for record in extra:
        report("EXTRA", f"{_around(record, text)} {_told(record)}")
    for record in missed:
        report("MISSED", f"{_around(record, text)} {_told(record)}")


def _scored(source: str, found: Iterable[Record], gold: Gold) -> list[Record]:
    """The found records outside the stretches where two annotators could differ."""
    unsure = [span for span in gold.get("unsure_spans", []) if span.get("of") in (source, None)]
    return [record for record in found if not any(overlaps(record, span) for span in unsure)]


def _on_value(record: Record) -> Record:
    """The statement with the span of its value for its own."""
    return cast(Record, record | {"start": record["value_start"], "end": record["value_end"]})


def _same_statement(found: Record, gold: Record) -> bool:
    return overlaps(found, gold) and near(found.get("amount"), gold.get("amount"))


def _same_record(name: str, found: Record, gold: Record, day: str | None) -> bool:
    """Whether the amounts, the currency or else the unit, and the year of a statement are right."""
    currency = gold.get("cur")
    return (
        near(found.get("max"), gold.get("max"))
        and (found.get("cur") == currency if currency else same_unit(found.get("unit"), gold.get("unit")))
        and same_year(name, found, gold, day)
    )


def _asked(key: str, gold: Record) -> bool:
    """Whether gold says anything of a field."""
    return bool(gold.get(key)) if key in ("indicator", "actor") else gold.get(key) is not None


def _same_field(key: str, found: Record, gold: Record) -> bool:
    if key in ("indicator", "actor"):
        return same_words(cast("str | None", found.get(key)), cast("str | None", gold.get(key)))
    return found.get(key) == gold.get(key)


_SHOWN = (
    *("name", "kind", "amount", "max", "cur", "unit", "from", "to", "role", "year", "due", "mode", "direction"),
    *("indicator", "actor"),
)


def _told(record: Record) -> str:
    """The values of a record in few words."""
    return " ".join(f"{key}={record.get(key)!r}" for key in _SHOWN if record.get(key) is not None)


def _around(record: Record, text: str) -> str:
    return repr(text[max(0, record["start"] - 60) : record["end"] + 40])


# --- gold, predictions, output ------------------------------------------------------------------------------------


def read_gold(source: str) -> list[Gold]:
    """The documents of a part, a folder of ours, or a file in the JSON form.

    Raises:
        DataError: A file can't be read; the message names it.
    """
    path = Path(source)
    if path.suffix != ".jsonl":
        return cast("list[Gold]", read_part(source))
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise DataError(f"{source}: {error}; name a part ({', '.join(PARTS)}) or a file of JSON lines") from error


def neutral(document: Mapping[str, object]) -> Prediction:
    """A document of the library (SPEC §11) as predictions in the JSON form."""
    lists = {"organisations": "orgs"} | {name: name for name in LISTS.values() if name != "orgs"}
    return {
        short: [_neutral_record(record) for record in cast("list[Mapping[str, object]]", document[name])]
        for name, short in lists.items()
    }


def _neutral_record(record: Mapping[str, object]) -> Record:
    renamed = {SHORT.get(name, name): value for name, value in record.items()}
    if "value" in record:
        value = cast("Mapping[str, object]", record["value"] or {})
        renamed |= {"value_start": value.get("start"), "value_end": value.get("end")}
    return cast(Record, renamed)


def library() -> Predict:
    """The installed library as a prediction function."""
    from kzpolicy_nlp import Extractor

    extractor = Extractor()

    def predict(text: str, day: str | None) -> Prediction:
        return neutral(extractor.extract(text, date=day).to_dict())

    return predict


def table(scores: Scores) -> str:
    """The figures for people, in the columns of `score.py`."""
    rows = [f"{'layer':18} {'P':>6} {'R':>6} {'F1':>6} {'gold':>6}"]
    rows += [
        f"{name:18} {tally.precision:6.3f} {tally.recall:6.3f} {tally.f1:6.3f} {tally.gold:6d}"
        for name, tally in scores.layers.items()
    ]
    rows += [
        f"{name:18} {_ratio(scores.right[name], asked):6.3f}  ({scores.right[name]}/{asked})"
        for name, asked in sorted(scores.asked.items())
    ]
    return "\n".join(rows)


def figures(scores: Scores) -> dict[str, object]:
    """The figures for programs."""
    return {
        "documents": scores.documents,
        "layers": {
            name: {"precision": t.precision, "recall": t.recall, "f1": t.f1, "gold": t.gold}
            for name, t in scores.layers.items()
        },
        "fields": {
            name: {"accuracy": _ratio(scores.right[name], asked), "right": scores.right[name], "of": asked}
            for name, asked in sorted(scores.asked.items())
        },
    }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def main(arguments: Sequence[str] | None = None, predict: Predict | None = None) -> int:
    """The command line; returns the exit status.

    Args:
        arguments: Those of the command line, if none are given.
        predict: What is measured instead of the installed library.
    """
    layers = [layer.name for layer in MENTIONS] + list(STATEMENTS)
    parser = argparse.ArgumentParser(description="Precision, recall and F1 by record type and field.")
    parser.add_argument("sources", nargs="*", default=list(PARTS), help="dev, heldout, a folder, or a JSONL file")
    parser.add_argument("--errors", choices=[*layers, "all"], metavar="LAYER", help=f"{', '.join(layers)}, or all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args(arguments)
    if options.errors and any(map(_is_heldout, options.sources)):
        parser.error("heldout is looked at only as scores; use --errors with dev")
    told: dict[str, object] = {}
    try:
        for source in options.sources:
            if _is_absent(source):
                print(f"{source}: skipped, the shared texts are not here (they are no part of the project)")
                continue
            documents = read_gold(source)
            predict = predict or library()
            scores = evaluate(documents, predict)
            told[source] = figures(scores)
            print(f"{source}: {scores.documents} documents\n{table(scores)}")
            for error in scores.errors:
                if options.errors in (error.layer, "all"):
                    print(error)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def _is_heldout(source: str) -> bool:
    folder = HERE / "heldout"
    path = (HERE / source if source in PARTS else Path(source)).resolve()
    return folder in (path, *path.parents)


def _is_absent(source: str) -> bool:
    return "shared" in Path(source).parts and not Path(source).exists()


if __name__ == "__main__":
    sys.exit(main())
