"""The forms of annotation tools: every document comes back as it was, and what annotators change is read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kzpolicy_nlp import Document, Extractor, Fact, Mention, Money, Organisation, Place, Quantity, Target
from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.standoff import FORMS, brat, conll, document_of, label_studio, page_of, read, write
from kzpolicy_nlp.standoff.pages import KINDS, Mark, Page, choices_and_fields

RULES = Extractor(names=False)
CORPORA = sorted((Path(__file__).parents[2] / "corpora").glob("*/*.txt"))[::6]
TEXT = "Выделят 5 млрд тенге Минфину РК.\n\nДо 2030 года – 12 школ 💩 и 3 га."


def place(said: str) -> dict[str, Any]:
    start = TEXT.index(said)
    return {"start": start, "end": start + len(said), "text": said}


def documents() -> list[Document]:
    """Documents of every shape: real ones, one without records, one whose records cross lines and overlap."""
    read_all = RULES.extract_many(
        {"text": p.read_text("utf-8"), "date": "2024-09-02", "id": f"a/{p.stem}"} for p in CORPORA
    )
    money, fund, area, whole = (place(said) for said in ("5 млрд тенге", "5 млрд тенге Минфину", "3 га", TEXT))
    target = Target(amount=3, unit="га", evidence=("a: b", "c"), value=Mention(**money), **whole)
    crossing = Document(
        text=TEXT,
        money=(Money(amount=5e9, currency="KZT", **money),),
        organisations=(Organisation(name='АО "Фонд"\t№ 1', kind="fund", id="x", **fund),),
        quantities=(Quantity(amount=3, unit="га", bound="about", **area),),
        targets=(target, replace(target, amount=2, value=None)),
    )
    empty = [Document(text="", id="a/b"), Document(text="нет ничего\r\n", id="a_b"), Document(text=" ")]
    return [*(Document.from_dict(d.to_dict()) for d in read_all), crossing, *empty]


@pytest.mark.parametrize("form", FORMS)
def test_documents_come_back(form: str, tmp_path: Path) -> None:
    given = documents()
    write(given, tmp_path / "out.json", form)
    found = read(tmp_path / "out.json", form)
    assert found == given
    assert sum(len(d.targets) for d in found) > 20


def test_forms_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such form: xml; choose from brat, label-studio, conll"):
        write([], tmp_path / "x", "xml")
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError, match="no such form"):
        read(tmp_path / "x", "xml")
    assert read(tmp_path / "x", "conll") == []
    with pytest.raises(InputError, match="x: no JSON export"):
        read(tmp_path / "x", "label-studio")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no \.txt"):
        read(tmp_path / "empty", "brat")


def test_the_lines_of_brat() -> None:
    document = RULES.extract("Не менее 5 млрд тенге выделят до 2030 года.", "2024-09-02")
    lines = brat.dumps(page_of(document)).splitlines()
    assert "T1\tMoney 9 21\t5 млрд тенге" in lines
    assert any(line.endswith("\tbound T1 at_least") for line in lines)
    assert any(
        line.startswith("#") and json.loads(line.split("\t")[2]) == {"amount": 5e9, "currency": "KZT"} for line in lines
    )
    assert any("\tvalue Arg1:T" in line for line in lines)
    crossing = Page(text="а б\n\nв", marks=[Mark(kind="Target", start=0, end=6)])
    assert brat.dumps(crossing) == "T1\tTarget 0 3;5 6\tа б в\n"


def test_the_configurations_name_all_kinds_and_words(tmp_path: Path) -> None:
    write(documents(), tmp_path / "brat", "brat")
    written = (tmp_path / "brat" / "annotation.conf").read_text("utf-8")
    rooms = {room.partition("]")[0]: room.strip().splitlines()[1:] for room in written.split("[")[1:]}
    assert set(rooms["entities"]) == {*KINDS, "Value", "Deadline", "IndicatorSpan"}
    assert "bound\tArg:" in written
    assert "Value:exact|at_least|at_most|about" in written
    view = ElementTree.fromstring(label_studio.config())
    assert {label.get("value") for label in view.iter("Label")} == {*KINDS, "value", "deadline", "indicator_span"}
    asked = {c.get("name"): {x.get("value") for x in c} for c in view.iter("Choices")}
    for kind in KINDS:
        for name, words in choices_and_fields(kind).items():
            assert set(words) <= asked.get(name, set())


def test_what_an_annotator_does_in_brat() -> None:
    text = "Выделят 5 млрд тенге Минфину РК до 2030 года."
    written = (
        'T1\tMoney 8 20\t5 млрд тенге\n#1\tAnnotatorNotes T1\t{"amount": 5e9, "currency": "KZT"}\n'
        "T2\tOrganisation 21 31\tМинфину РК\n"
        'T3\tTarget 8 20\t5 млрд тенге\nA1\tkind T3 allocation\n#2\tAnnotatorNotes T3\t{"amount": 5e9}\n'
        "T9\tDeadline 35 44\t2030 года\nR1\tdeadline Arg1:T3 Arg2:T9\n"
    )
    document = document_of(brat.loads(text, written, {"id": "a", "date": "2024-01-01"}))
    assert document.organisations[0].name == "Минфину РК"
    assert document.targets[0].kind == "allocation"
    assert document.targets[0].deadline == Mention(start=35, end=44, text="2030 года")
    assert document.money[0].amount == 5e9


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("T1\tMoney 0 5\t5 млрд", r"a\.ann:1: at 0 5 the text has 'Выдел', not '5 млрд'"),
        ("T1\tMoney 8 20\t5 млрд тенге", r"a\.ann:1: Money «5 млрд тенге»: .*amount"),
        ("T1\tSum 8 20\t5 млрд тенге", r"a\.ann:1: Sum .*no such kind; choose from Organisation"),
        (
            'T1\tPlace 8 20\t5 млрд тенге\n#1\tAnnotatorNotes T1\t{"nam": "x"}',
            r"a\.ann:1: .*no such field: nam; it has start",
        ),
        ("T1\tPlace 8 20\t5 млрд тенге\n#1\tAnnotatorNotes T1\tsure?", r"a\.ann:2: .*can't be read"),
        ("E1\tMoney:T1", r"a\.ann:1: .*only lines of T, A, R and # are read"),
        ("A1\tbound T7 about", r"a\.ann:1: .*T7"),
        ("T1 Money 8 20", r"a\.ann:1: .*write T1, a tab"),
    ],
)
def test_brat_that_is_wrong(line: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        document_of(brat.loads("Выделят 5 млрд тенге Минфину РК до 2030 года.", line, {}, "a.ann"))


def exported(result: list[dict[str, Any]], text: str, **more: Any) -> str:
    return json.dumps(
        [
            {
                "id": 7,
                "data": {"text": text},
                "annotations": [{"was_cancelled": True, "result": 5}, {"result": result}],
                **more,
            }
        ]
    )


def region(start: int, end: int, said: str, label: str = "Place", **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": said, "labels": [label]}
    return {"id": f"r{start}", "from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def test_what_an_annotator_does_in_label_studio() -> None:
    text = "💩 Семей и Астана"
    note = {"meta": {"text": '{"kind": "city"}'}}
    (page,) = label_studio.loads(exported([region(2, 7, "Семей", **note), region(11, 17, "Астана")], text))
    document = document_of(page)
    assert [(p.start, p.text, p.name, p.kind) for p in document.places] == [
        (2, "Семей", "Семей", "city"),
        (10, "Астана", "Астана", "other"),  # counted as JavaScript does
    ]
    (page,) = label_studio.loads(exported([], text, predictions=[{"result": [region(2, 7, "Семей")]}]))
    assert page.marks == []


def test_label_studio_that_is_wrong() -> None:
    with pytest.raises(InputError, match=r"x\.json task 1: at 0:5 the text has .*, not 'Астана'"):
        label_studio.loads(exported([region(0, 5, "Астана")], "Семей и Астана"), "x.json")
    several = region(0, 5, "Семей")
    several["value"]["labels"].append("Money")
    with pytest.raises(InputError, match=r"«Семей» has several labels \(Place, Money\)"):
        label_studio.loads(exported([several], "Семей"), "x.json")
    with pytest.raises(InputError, match="the note of a Place is no JSON object: 'a city'"):
        label_studio.loads(exported([region(0, 5, "Семей", meta={"text": ["a city"]})], "Семей"), "x.json")


def test_what_an_annotator_does_in_conll() -> None:
    document = RULES.extract("Выделят 5 млрд тенге Минфину РК до 2030 года.", "2024-09-02")
    lines = conll.dumps([page_of(document)]).splitlines(keepends=True)
    assert "Минфину\tB-ORG\n" in lines
    changed = "".join(lines).replace("Минфину\tB-ORG", "Минфину\tO").replace("РК\tI-ORG", "РК\tB-LOC")
    (page,) = conll.loads(changed)
    found = document_of(page)
    assert found.organisations == ()
    assert [p.text for p in found.places] == ["РК"]
    assert (found.money, found.dates, found.targets) == (document.money, document.dates, document.targets)


def test_conll_of_others() -> None:
    written = (
        "-DOCSTART- -X- O O\n\nЕрлан NN B-PER\nКасенов NN E-PER\nв IN O\nСемее NN S-LOC\n\nВсё\tO\n\n"
        "-DOCSTART-\n\nРК\tI-LOC\n"
    )
    one, other = map(document_of, conll.loads(written))
    assert one.text == "Ерлан Касенов в Семее\nВсё"
    assert [p.text for p in (*one.persons, *one.places, *other.places)] == ["Ерлан Касенов", "Семее", "РК"]
    with pytest.raises(InputError, match=r"a\.conll:2: 'в' has no tag"):
        conll.loads("Семей O\nв\n", "a.conll")
    with pytest.raises(InputError, match=r"a\.conll:1: Money «5 тенге»: .*amount"):
        document_of(conll.loads("5 B-MONEY\nтенге I-MONEY", "a.conll")[0])
    with pytest.raises(InputError, match=r"a\.conll:2: the text has no 'Астана'"):
        conll.loads('# text = "Семей"\nАстана\tO', "a.conll")


def test_a_fact_without_its_fields_is_like_a_target() -> None:
    page = Page(text="5", marks=[Mark(kind="Fact", start=0, end=1, fields={"amount": 5, "due": "2020-01-01"})])
    with pytest.raises(InputError, match="no such field: due"):
        document_of(page)
    page.marks[0].fields.pop("due")
    assert document_of(page).facts == (Fact(amount=5, start=0, end=1, text="5"),)
    assert document_of(Page(text="Семей", marks=[Mark(kind="Place", start=0, end=5)])).places == (
        Place(name="Семей", start=0, end=5, text="Семей"),
    )
