"""Our annotated texts: the reader, the checker, the scorer, and the texts themselves."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "corpora"))

import annotated  # noqa: E402
import evaluate  # noqa: E402

from kzpolicy_nlp.errors import DataError  # noqa: E402
from kzpolicy_nlp.records import Baseline, DateExpr, Document, Mention, Money, Place, Target  # noqa: E402

SHARED = ROOT.parent / "shared" / "eval"
HEAD = "id: x-01\ndate: 2024-09-02\ngenre: op_ed\n\n"


def write(folder: Path, body: str, head: str = HEAD) -> Path:
    path = folder / "x-01.txt"
    path.write_text(head + body, encoding="utf-8")
    return path


def read(folder: Path, body: str, head: str = HEAD) -> dict[str, Any]:
    return annotated.read_document(write(folder, body, head))


def problems(folder: Path, body: str, head: str = HEAD) -> list[str]:
    found, _ = annotated.check([write(folder, body, head)])
    return [f"{problem.line}: {problem.message}" for problem in found]


# --- the reader ---------------------------------------------------------------------------------------------------

SEED = """\
Новая задача правительства – довести экспорт IT-услуг до одного миллиарда долларов к 2026 году.
  [правительства] => organisation name="Правительство Республики Казахстан" kind=government
  [одного миллиарда долларов] => money amount=1e9 currency=USD
  [2026 году] => date first_day=2026-01-01 last_day=2026-12-31 role=deadline
  [одного миллиарда долларов] => target amount=1e9 currency=USD year=2026 due=2026-12-31 kind=goal mode=level
"""


def test_a_document_in_the_json_form(tmp_path: Path) -> None:
    document = read(tmp_path, SEED + "\nХаб открыт в г. Семей.\n  [г. {Семей}] => place name=Семей kind=city\n")
    text = document["text"]
    assert (document["id"], document["date"]) == ("x-01", "2024-09-02")
    assert text.split("\n")[1] == "Хаб открыт в г. Семей."
    (target,) = document["targets"]
    assert text[target["value_start"] : target["value_end"]] == "одного миллиарда долларов"
    assert (target["amount"], target["cur"], target["year"], target["due"]) == (1e9, "USD", 2026, "2026-12-31")
    assert (target["bound"], target["max"], target["baseline"]) == ("exact", None, None)
    assert isinstance(target["year"], int)
    (place,) = document["places"]
    assert text[place["start"] : place["end"]] == place["surface"] == "г. Семей"
    assert text[place["core_start"] : place["core_end"]] == "Семей"
    assert document["dates"][0] | {"from": "2026-01-01", "to": "2026-12-31"} == document["dates"][0]


def test_repeated_words_are_found_in_turn(tmp_path: Path) -> None:
    body = "Из 25 га засеяно 5 га, еще 5 га ждут.\n" + "".join(
        f"  [{words}] => quantity amount={words[:-3]} unit=га\n" for words in ("25 га", "5 га", "5 га")
    )
    document = read(tmp_path, body)
    assert [q["start"] for q in document["quantities"]] == [3, 17, 27]


def test_a_mention_is_whole_words_and_numbers(tmp_path: Path) -> None:
    body = "В 2025 году 1,5 млн и 12 500 тенге, 5 млн и 500 тенге.\n"
    body += "  [5 млн] => money amount=5e6\n  [500 тенге] => money amount=500 currency=KZT\n"
    text = read(tmp_path, body)
    assert [m["start"] for m in text["money"]] == [36, 44]


def test_words_around_the_brackets_place_a_mention(tmp_path: Path) -> None:
    body = (
        "Выделено 5 млн тенге, еще 5 млн тенге будет выделено.\n"
        "  [5 млн тенге] => money amount=5e6 currency=KZT\n  [5 млн тенге] => money amount=5e6 currency=KZT\n"
        "  еще [5 млн тенге] => target amount=5e6 currency=KZT kind=allocation mode=count\n"
    )
    (target,) = read(tmp_path, body)["targets"]
    assert target["value_start"] == 26


def test_quotes_baselines_recurring_dates_and_no_date(tmp_path: Path) -> None:
    body = (
        "АО «Алтын» ежегодно поднимает долю с 34 до 40%.\n"
        '  [{АО «Алтын»}] => organisation name="АО \\"Алтын\\"" kind=company\n'
        "  [ежегодно] => date role=other recurring=yes\n"
        "  [34] => quantity amount=34 unit=percent\n  [40%] => quantity amount=40 unit=percent\n"
        "  [40%] => fact amount=40 unit=percent mode=level direction=up baseline=34\n"
    )
    document = read(tmp_path, body, HEAD.replace("2024-09-02", "none"))
    assert document["date"] is None
    assert document["orgs"][0]["name"] == 'АО "Алтын"'
    assert (document["dates"][0]["recurring"], document["dates"][0]["to"]) == (True, None)
    assert document["facts"][0]["baseline"] == {"amount": 34.0, "currency": None, "unit": "percent"}
    assert "due" not in document["facts"][0]


@pytest.mark.parametrize(
    ("of", "name"),
    [
        ("of=organisations", "orgs"),
        ("of=cities", "places"),
        ("of=deadlines", "dates"),
        ("of=facts", "facts"),
        ("of=none", None),
        ("", None),
    ],
)
def test_unsure_takes_our_lists(tmp_path: Path, of: str, name: str | None) -> None:
    document = read(tmp_path, f"Местами дождь.\n  [дождь] => unsure {of}\n")
    assert document["unsure_spans"] == [{"start": 8, "end": 13, "of": name}]


# --- the checker --------------------------------------------------------------------------------------------------

LINE = "Акимат Алматы даст 5 млн тенге и 7 га к 2026 году."


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ("[5 млн тенге] = money", "no ' => '"),
        ("[5 млн] => sum amount=5e6", "unknown kind 'sum'"),
        ("5 млн => money amount=5e6", "no mention"),
        ("[5 млн] => no money", "no mention"),
        ("[6 млн] => money amount=6e6", "'6 млн' stands nowhere in its line"),
        ("[5 млн] => money amount=много", "amount=много: write a number"),
        ("[5 млн] => money sum=5e6", "money has no field 'sum'"),
        ("[5 млн] => money currency=KZT", "money needs amount=…"),
        ("[5 млн] => money amount=5e6 bound=over", "bound=over: write one of exact"),
        ("[Алматы] => place name=Алматы kind=town", "kind=town: write one of city"),
        ("[Алматы] => place name=24 kind=city", "name=24.0: write words in quotes"),
        ("[2026 году] => date last_day=2026-12-32 role=deadline", "last_day=2026-12-32: write a day"),
        ("[2026 году] => date role=deadline", "date needs last_day"),
        ("[2026 году] => date first_day=2027-01-01 last_day=2026-12-31 role=other", "is after last_day"),
        ("[2026 году] => date last_day=2026-12-31 role=limit", "role=limit: write one of deadline"),
        ("[2026 году] => date last_day=2026-12-31 role=other recurring=no", "recurring=no: write one of yes"),
        ("[7 га] => target amount=7 unit=га kind=goal", "target needs mode=…"),
        ("[7 га] => target amount=7 unit=га mode=count", "target needs kind=…"),
        ("[7 га] => target amount=7 unit=га kind=goal mode=new", "mode=new: write one of level"),
        ("[7 га] => fact amount=7 unit=га mode=count kind=goal", "fact has no field 'kind'"),
        ("[7 га] => fact amount=7 unit=га mode=count", "the value of this fact is no money or quantity mention"),
        ("[7 га] => fact amount=7 unit=га mode=count year=26", "year=26.0: write a year"),
        ("[7 га] => target amount=7 year=2027 due=2026-12-31 kind=goal mode=level", "write year=2026"),
        ("[7 га] => target amount=7 unit=га currency=KZT kind=goal mode=level", "a currency or a unit, never both"),
        ("[дождь] => unsure of=rain", "stands nowhere"),
        ("[7 га] => unsure of=orgs of=orgs", "'of' stands twice"),
        ("[7 га] => unsure of=areas", "of=areas is no list"),
    ],
)
def test_problems_name_the_line_and_what_to_do(tmp_path: Path, record: str, what: str) -> None:
    found = problems(tmp_path, f"{LINE}\n  {record}\n")
    assert any(line.startswith("6: ") and what in line for line in found), found


@pytest.mark.parametrize(
    ("records", "what"),
    [
        (["{m}", "[5 млн] => unsure of=money"], "6: line 7 says unsure of this place"),
        (["{m}", "[5 млн] => unsure"], "6: line 7 says unsure of this place"),
        (["{m}", "[млн] => date role=other recurring=yes"], "7: overlaps the money of line 6"),
        (["[Акимат Алматы] => organisation name=Акимат", "[Алматы] => place name=Алматы kind=city"], "7: overlaps"),
        (["{m}", "{m}"], "7: '5 млн тенге' stands before the record above"),
        (["{m}", "[5 млн тенге] => fact amount=5e6 currency=USD mode=count"], "7: amount, amount_max, currency, unit"),
        (["{m}", "[5 млн тенге] => fact amount=4e6 currency=KZT mode=count"], "7: amount, amount_max, currency, unit"),
        (["{m}", "[5 млн тенге] => fact amount=5e6 mode=count"], "7: amount, amount_max, currency, unit"),
        (["{q}", "[7 га] => fact amount=7 currency=KZT mode=count"], "7: the value of this fact is no money mention"),
    ],
)
def test_problems_between_records(tmp_path: Path, records: list[str], what: str) -> None:
    known = {"m": "[5 млн тенге] => money amount=5e6 currency=KZT", "q": "[7 га] => quantity amount=7 unit=га"}
    lines = [known.get(record.strip("{}"), record) for record in records]
    found = problems(tmp_path, "".join(f"  {line}\n" for line in lines).join((f"{LINE}\n", "")))
    assert [line for line in found if line.startswith(what)], found


def test_a_fall_is_a_fact_without_its_sign(tmp_path: Path) -> None:
    body = "Добыча: −8,6% за год.\n  [−8,6%] => quantity amount=-8.6 unit=percent\n"
    body += "  [−8,6%] => fact amount=8.6 unit=percent mode=delta direction=down\n"
    assert problems(tmp_path, body) == []


def test_without_a_date_a_deadline_may_have_no_days(tmp_path: Path) -> None:
    body = "Сдать до конца года.\n  [конца года] => date role=deadline\n"
    assert problems(tmp_path, body, HEAD.replace("2024-09-02", "none")) == []


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("id: a\ndate: 2024-09-02\n\n", "1: no 'genre:'"),
        ("id: a\ndate: 02.09.2024\ngenre: op_ed\n\n", "2: date '02.09.2024' is no day"),
        ("id: a\ndate: none\ngenre: poem\n\n", "3: unknown genre 'poem'"),
        ("id: a\ndate: none\nid: b\ngenre: op_ed\n\n", "3: id: stands twice"),
        ("id:\ndate: none\ngenre: op_ed\n\n", "1: id: is empty"),
        ("id: a\ndate: none\ngenre: op_ed\ntitle: x\n\n", "4: 'title: x' is no line of the head"),
        ("id: a\ndate: none\ngenre: op_ed\n\n  [x] => unsure\n", "5: a record before any line of text"),
    ],
)
def test_problems_of_the_head(tmp_path: Path, head: str, what: str) -> None:
    found = problems(tmp_path, "Текст.\n", head)
    assert any(line.startswith(what) for line in found), found


def test_bytes_that_are_no_utf_8_and_empty_texts(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("id: а".encode("cp1251"))
    assert "not UTF-8" in annotated.check([path])[0][0].message
    assert "no text" in problems(tmp_path, "")[0]


def test_two_documents_have_two_ids(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(HEAD + "Текст.\n", encoding="utf-8")
    (found,), _ = annotated.check([tmp_path])
    assert found.path.name == "b.txt"
    assert "id 'x-01' is that of" in found.message


def test_reading_a_faulty_file_names_every_problem(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        read(tmp_path, "Текст.\n  [слово] => unsure\n  [Текст] => word\n")
    assert [line.rsplit(":", 2)[-2] for line in str(raised.value).splitlines()] == ["6", "7"]


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, SEED)
    assert annotated.main(["check", str(path)]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "1 documents, 95 characters; 1 organisation" in shown.err
    output = tmp_path / "out.jsonl"
    assert annotated.main(["jsonl", str(path), "-o", str(output)]) == 0
    assert json.loads(output.read_text(encoding="utf-8")) == annotated.read_document(path)
    assert annotated.main(["check", str(tmp_path / "none")]) == 1
    write(tmp_path, "Текст.\n  [слово] => unsure\n")
    assert annotated.main(["check", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:6: ")


# --- the scorer ---------------------------------------------------------------------------------------------------


def span(start: int, end: int, **values: Any) -> Any:
    return {"start": start, "end": end, **values}


def gold(text: str, day: str | None = "2024-09-02", **lists: Any) -> Any:
    empty: dict[str, Any] = {name: [] for name in (*annotated.LISTS.values(), "unsure_spans")}
    return {"id": "x", "date": day, "text": text, **empty, **lists}


def mention(start: int, end: int, core_start: int | None = None, core_end: int | None = None, **values: Any) -> Any:
    core = {
        "core_start": start if core_start is None else core_start,
        "core_end": end if core_end is None else core_end,
    }
    return span(start, end, **core, surface="", **values)


def tally(layer: str, document: Any, **predicted: Any) -> tuple[int, int, int]:
    scores = evaluate.evaluate([document], lambda text, day: predicted)
    found = scores.layers[layer]
    return found.right, found.extra, found.missed


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        (10, 20, True),
        (13, 18, True),
        (9, 21, True),
        (14, 20, False),
        (10, 17, False),
        (8, 20, False),
        (10, 22, False),
    ],
)
def test_a_mention_covers_the_core_and_stays_inside(start: int, end: int, right: bool) -> None:
    document = gold("x" * 30, persons=[mention(10, 20, 13, 18)])
    assert tally("persons", document, persons=[span(start, end)]) == ((1, 0, 0) if right else (0, 1, 1))


def test_each_gold_mention_is_found_once() -> None:
    document = gold("x" * 30, persons=[mention(10, 20)])
    assert tally("persons", document, persons=[span(10, 20), span(10, 21)]) == (1, 1, 0)


def test_unsure_places_are_not_scored() -> None:
    unsure = [span(0, 5, of="orgs"), span(10, 15, of=None), span(20, 25, of="dates")]
    document = gold("x" * 30, unsure_spans=unsure)
    found = [span(3, 8, name="а"), span(14, 16, name="б"), span(20, 25, name="в")]
    assert tally("orgs", document, orgs=found) == (0, 1, 0)
    assert tally("deadlines", document, dates=[span(21, 24, role="deadline")]) == (0, 0, 0)
    statement = span(0, 30, value_start=12, value_end=13, amount=1.0)
    assert tally("facts", document, facts=[statement]) == (0, 0, 0)


def test_a_quantity_is_found_by_its_figure_and_scale() -> None:
    text = "построить 300 тыс. новых школ"
    document = gold(text, quantities=[mention(10, 29, amount=3e5, max=None, unit="школа")])
    for end, right in ((16, False), (17, True), (18, True), (29, True)):
        found = [span(10, end, amount=3e5, unit="новая школа")]
        assert tally("quantities", document, quantities=found) == ((1, 0, 0) if right else (0, 1, 1)), end
        assert tally("quantities=value", document, quantities=found)[0] == right


def test_durations_and_now_are_free() -> None:
    text = "срок 20 лет, сегодня"
    years = mention(5, 11, amount=20.0, max=None, unit="year")
    assert tally("quantities", gold(text, quantities=[years])) == (0, 0, 0)
    assert tally("quantities", gold(text), quantities=[span(5, 11, amount=20.0, unit="лет")]) == (0, 0, 0)
    assert tally("quantities", gold(text), quantities=[span(5, 11, amount=20.0, unit="клетка")]) == (0, 1, 0)
    assert tally("dates", gold(text), dates=[span(13, 20, role="other")]) == (0, 0, 0)
    assert tally("dates", gold(text), dates=[span(12, 20, role="other")]) == (0, 1, 0)


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("percent", "процент", True),
        ("раз", "times", True),
        ("IT-хаб", "хаб", True),
        ("школа", None, True),
        (None, "школа", False),
        ("га", "км", False),
        ("МВт", "мвт", True),
    ],
)
def test_units(found: str | None, wanted: str | None, same: bool) -> None:
    assert evaluate.same_unit(found, wanted) is same


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("Министерство финансов", "Министерства финансов РК", True),
        ("Министерство финансов", "Министерство науки и высшего образования", False),
        ("РК", "РФ", False),
        ("ЕЭК", "ЕЭК", True),
        (None, "Семей", False),
        ("Орёл", "Орел", True),
    ],
)
def test_names(found: str | None, wanted: str, same: bool) -> None:
    assert evaluate.same_words(found, wanted) is same


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ({"from": "2026-01-01", "to": "2026-12-31"}, True),
        ({"from": "2026-02-01", "to": "2026-12-31"}, False),
        ({"to": "2026-12-31"}, False),
    ],
)
def test_days(found: dict[str, str], right: bool) -> None:
    known = mention(0, 4, to="2026-12-31", role="deadline") | {"from": "2026-01-01"}
    assert tally("dates=value", gold("2026", dates=[known]), dates=[span(0, 4, **found)])[0] == right
    open_start = known | {"from": None}
    assert tally("dates=value", gold("2026", dates=[open_start]), dates=[span(0, 4, **found)])[0] == 1


def statement(**values: Any) -> Any:
    return span(0, 9, value_start=0, value_end=5, surface="", amount=5.0, max=None, cur=None, unit="га", **values)


@pytest.mark.parametrize(
    ("name", "found", "wanted", "right"),
    [
        ("targets", 2026, 2026, True),
        ("targets", 2024, None, False),
        ("facts", 2024, None, True),
        ("facts", 2023, None, False),
        ("facts", None, None, True),
        ("facts", None, 2024, False),
    ],
)
def test_the_year_of_a_record(name: str, found: int | None, wanted: int | None, right: bool) -> None:
    document = gold("5 гектаров") | {name: [statement(year=wanted)]}
    predicted = {name: [statement(year=found)]}
    assert tally(name, document, **predicted) == (1, 0, 0)
    assert tally(f"{name}=record", document, **predicted) == ((1, 0, 0) if right else (0, 1, 1))


def test_statements_meet_by_value_and_amount() -> None:
    document = gold("5 гектаров", targets=[statement(year=None)])
    assert tally("targets", document, targets=[statement() | {"value_start": 4, "value_end": 9}]) == (1, 0, 0)
    assert tally("targets", document, targets=[statement() | {"value_start": 5, "value_end": 9}]) == (0, 1, 1)
    assert tally("targets", document, targets=[statement() | {"amount": 6.0}]) == (0, 1, 1)
    assert tally("targets", document, targets=[statement() | {"value_start": None}]) == (0, 0, 1)


def test_accuracy_of_fields_counts_what_gold_says() -> None:
    document = gold("5 гектаров", targets=[statement(year=None, mode="level", indicator="посевная площадь")])
    predicted = [statement(year=2025, mode="delta", indicator="площадь")]
    scores = evaluate.evaluate([document], lambda text, day: {"targets": predicted})
    assert dict(scores.asked) == {"targets.mode": 1, "targets.indicator": 1}
    assert scores.right["targets.mode"] == 0
    assert scores.right["targets.indicator"] == 1
    assert [error.sort for error in scores.errors] == ["RECORD"]


def test_records_of_the_library_in_the_json_form() -> None:
    document = Document(
        text="5 млн тенге",
        places=(Place(start=0, end=1, text="5", name="Семей", kind="city"),),
        money=(Money(start=0, end=11, text="5 млн тенге", amount=5e6, currency="KZT"),),
        targets=(Target(start=0, end=11, amount=5e6, value=Mention(start=0, end=5), baseline=Baseline(amount=1.0)),),
        dates=(DateExpr(start=0, end=1, text="5"),),
    )
    lists = evaluate.neutral(document.to_dict())
    assert list(lists) == list(annotated.LISTS.values())
    assert lists["money"][0]["cur"] == "KZT"
    assert (lists["targets"][0]["value_start"], lists["targets"][0]["value_end"]) == (0, 5)
    assert lists["dates"][0]["to"] is None


# --- the command --------------------------------------------------------------------------------------------------


def test_errors_of_the_heldout_part_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for source in ("heldout", str(ROOT / "corpora" / "heldout" / "held-01.txt")):
        with pytest.raises(SystemExit) as raised:
            evaluate.main([source, "--errors", "all"], lambda text, day: {})
        assert raised.value.code == 2
        assert "looked at only as scores" in capsys.readouterr().err


def test_absent_shared_texts_are_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main([str(tmp_path / "shared" / "dev.jsonl")], lambda text, day: {}) == 0
    assert "skipped" in capsys.readouterr().out
    assert evaluate.main([str(tmp_path / "dev.jsonl")], lambda text, day: {}) == 1


def test_figures_are_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, output = write(tmp_path, SEED), tmp_path / "figures.json"
    document: Any = annotated.read_document(path)
    arguments = [str(path), "--errors", "money", "--json", str(output)]
    assert evaluate.main(arguments, lambda text, day: document | {"money": []}) == 0
    shown = capsys.readouterr().out
    assert "x-01 money MISSED 'одного миллиарда долларов'" in shown
    told = json.loads(output.read_text(encoding="utf-8"))[str(path)]
    assert told["documents"] == 1
    assert told["layers"]["targets=record"]["f1"] == 1.0
    assert told["layers"]["money=value"]["recall"] == 0.0
    assert told["fields"]["targets.kind"] == {"accuracy": 1.0, "right": 1, "of": 1}


def noisy(document: Any, chance: random.Random) -> dict[str, Any]:
    """Gold with mistakes of each sort, as predictions."""
    lists: dict[str, Any] = {"id": document["id"]}
    others = {"kind": "region", "role": "deadline", "year": 2020, "cur": "EUR", "unit": "school", "mode": "level"}
    others |= {"to": "2020-01-01", "from": None, "name": "Общество", "indicator": "доля", "max": 7.0, "amount": 3.0}
    for name in annotated.LISTS.values():
        lists[name] = []
        for record in document[name]:
            found = dict(record)
            for key, value in others.items():
                if key in found and chance.random() < 0.1:
                    found[key] = value
            for key in ("start", "end"):
                if chance.random() < 0.3:
                    found[key] = max(0, found[key] + chance.choice((-2, -1, 1, 2)))
            lists[name] += [found] * chance.choice((0, 1, 1, 1, 1, 1, 2))
        for of in document["unsure_spans"]:
            lists[name].append({**others, **of, "value_start": of["start"], "value_end": of["end"]})
    return lists


@pytest.mark.skipif(not SHARED.exists(), reason="the shared texts are not here")
def test_the_figures_are_those_of_the_shared_scorer(tmp_path: Path) -> None:
    source = SHARED / "dev.jsonl"
    documents = evaluate.read_gold(str(source))
    chance = random.Random(20240902)
    predictions = [noisy(document, chance) for document in documents]
    output = tmp_path / "predictions.jsonl"
    output.write_text("".join(json.dumps(p) + "\n" for p in predictions), encoding="utf-8")
    command = [sys.executable, str(SHARED / "score.py"), str(source), str(output)]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    by_text = {d["text"]: p for d, p in zip(documents, predictions, strict=True)}
    scores = evaluate.evaluate(documents, lambda text, day: by_text[text])
    rows = [row for row in evaluate.table(scores).splitlines() if not row.startswith("dates.role")]  # ours alone
    assert sorted(rows) == sorted(theirs.splitlines())
    assert 0.1 < scores.layers["targets=record"].f1 < 0.9


# --- the texts ----------------------------------------------------------------------------------------------------


def test_every_file_passes_the_checker() -> None:
    found, _ = annotated.check(annotated.PARTS)
    assert [str(problem) for problem in found] == []


def test_there_is_enough_text_in_both_parts() -> None:
    parts = [annotated.read_part(part) for part in annotated.PARTS]
    texts = [str(document["text"]) for part in parts for document in part]
    assert all(parts)
    assert len(texts) >= 40
    assert sum(map(len, texts)) >= 40_000


def test_gold_scores_full_marks_against_itself() -> None:
    documents = [document for part in annotated.PARTS for document in evaluate.read_gold(part)]
    by_text: dict[str, Any] = {document["text"]: document for document in documents}
    scores = evaluate.evaluate(documents, lambda text, day: by_text[text])
    assert [str(error) for error in scores.errors] == []
