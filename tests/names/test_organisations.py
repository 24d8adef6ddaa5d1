"""Named bodies: spans, merging, the caller's own lists. Families of phrases: tests/examples/organisations.txt."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kzpolicy_nlp.names.canonical import slug
from kzpolicy_nlp.names.gazetteer import gazetteer
from kzpolicy_nlp.names.mentions import Names
from kzpolicy_nlp.names.merging import find_names
from kzpolicy_nlp.text.rules import Chain
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View


def find(text: str, tags: list[list[tuple[int, int, str]]] | None = None, own: tuple[Path, ...] = ()) -> Names:
    return find_names(Chain(Tokens(View(text)), []), tags, own=own)


def bodies(text: str, tags: list[list[tuple[int, int, str]]] | None = None) -> list[tuple[str, str]]:
    tokens = Tokens(View(text))
    found = find_names(Chain(tokens, []), tags).organisations
    return [(text[slice(*tokens.place(m.first, m.last))], m.name) for m in found]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("АО «НК «КазМунайГаз» и ТОО «Жибек Дала» договорились", ["АО «НК «КазМунайГаз»", "ТОО «Жибек Дала»"]),
        ("акции АО «НК «КазМунайГаз»» растут", ["АО «НК «КазМунайГаз»»"]),
        ('АО "НУХ "Байтерек" разместило облигации', ['АО "НУХ "Байтерек"']),
        ("Министерства финансов и Национального банка РК", ["Министерства финансов", "Национального банка РК"]),
        ("в Министерстве энергетики Казахстана", ["Министерстве энергетики Казахстана"]),
    ],
)
def test_spans_take_quotes_forms_and_tails(text: str, spans: list[str]) -> None:
    assert [span for span, _ in bodies(text)] == spans


def test_a_pattern_longer_than_a_listed_name_wins() -> None:
    assert bodies("Комитет по делам пастбищ Министерства сельского хозяйства РК отчитался") == [
        (
            "Комитет по делам пастбищ Министерства сельского хозяйства РК",
            "Комитет по делам пастбищ Министерства сельского хозяйства Республики Казахстан",
        )
    ]


def test_the_tagger_yields_to_lists_and_loses_common_nouns() -> None:
    text = "КАЗИНФОРМ - АО «Самрук-Энерго» объявило о торгах"
    assert [name for _, name in bodies(text, [[(0, 5, "ORG")]])] == [name for _, name in bodies(text)]
    assert bodies("экспорт IT-услуг растет", [[(1, 2, "ORG")]]) == []
    assert bodies("работает завод Тасмола сегодня", [[(2, 3, "ORG")]]) == [("Тасмола", "Тасмола")]


def test_no_two_names_overlap() -> None:
    text = "Аким Алматы и Назарбаев Университет, ТОО «Алматы Су», Ерлан Астанов из города Абай, акимат Астаны."
    found = find(text)
    mentions = [*found.organisations, *found.places, *found.persons]
    covered = [i for m in mentions for i in range(m.first, m.last)]
    assert len(covered) == len(set(covered))


def test_ids_are_latin_and_leave_the_legal_form_out() -> None:
    assert slug("ТОО «Жібек Дала»") == slug("«Жибек Дала»") == "zhibek-dala"


def test_lookup_knows_every_canonical_name() -> None:
    lists = gazetteer()
    wrong = [e.name for e in lists.entries() if e.table == "organisations" and lists.lookup(e.name) is None]
    assert not wrong


@pytest.mark.parametrize(
    "unit", ["АО ", "«", "Комитет по делам ", "и Алматинской, ", "К. ", "министерство финансов ", "KAZ "]
)
def test_time_follows_length(unit: str) -> None:
    find(unit * 100)
    start = time.perf_counter()
    find(unit * 2_000)
    short = time.perf_counter() - start
    start = time.perf_counter()
    find(unit * 16_000)
    assert time.perf_counter() - start < max(short, 0.02) * 8 * 4


@pytest.mark.parametrize(
    ("text", "tags", "found"),
    [
        ("глава бразильского МИДа прибыл", [(2, 3, "ORG")], [("бразильского МИДа", "Бразильский МИД")]),
        ("глава казахстанского МИДа прибыл", [(2, 3, "ORG")], [("МИДа", "Министерство иностранных дел")]),
        ("Facebook купил стартап", [(0, 1, "ORG")], [("Facebook", "Facebook")]),
        ("основатель Facebook ответил", [(1, 2, "ORG")], [("Facebook", "Facebook")]),
        ("аким написал в Facebook о встрече", [(3, 4, "ORG")], []),
        ("сообщает ИА Жайык Петренко", [(1, 3, "ORG"), (3, 4, "PER")], [("ИА Жайык", "ИА Жайык")]),
    ],
)
def test_what_the_tagger_tells(text: str, tags: list[tuple[int, int, str]], found: list[tuple[str, str]]) -> None:
    assert [
        (span, name[: len(want)]) for (span, name), (_, want) in zip(bodies(text, [tags]), found, strict=True)
    ] == found
