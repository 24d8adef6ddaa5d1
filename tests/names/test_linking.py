"""Mentions of one thing have one id and one name."""

from __future__ import annotations

import pytest

from kzpolicy_nlp.names.mentions import Names
from kzpolicy_nlp.names.merging import find_names
from kzpolicy_nlp.text.rules import Chain
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View


def find(text: str, tags: list[list[tuple[int, int, str]]] | None = None) -> Names:
    return find_names(Chain(Tokens(View(text)), []), tags)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Агентство по охране степных ветров (АОСВ) создано. АОСВ растет.", 3),
        ("Агентство по охране степных ветров (далее – Агентство) создано. Агентство растет.", 3),
        ("ТОО «Тастак Мунай» продано. Цена «Тастак Мунай» растет.", 2),
        ("Ассоциация степных мельниц выросла. Ассоциация просит воды.", 2),
        ("Комитет по делам пастбищ создан. Как отметил Комитет, трава есть.", 2),
        ("Министерство энергетики ответило. В министерстве уверены.", 2),
        ("Группа Steppe Minerals ответила. Акции Steppe Minerals растут.", 2),
    ],
)
def test_later_mentions_are_of_one_body(text: str, count: int) -> None:
    found = find(text).organisations
    assert len(found) == count
    assert len({m.id for m in found}) == len({m.name for m in found}) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("аким Павлодарской области выступил. В акимате добавили", "Акимат Павлодарской области"),
        ("министр энергетики выступил. В министерстве добавили", "Министерство энергетики Республики Казахстан"),
    ],
)
def test_a_post_tells_whose_noun_it_is(text: str, name: str) -> None:
    assert [m.name for m in find(text).organisations] == [name]


@pytest.mark.parametrize(
    "text", ["Комитет ответил.", "Министерства и акиматы ответят.", "Палата мала.", "каждое министерство ответит"]
)
def test_nouns_with_nothing_to_point_to_are_nobody(text: str) -> None:
    assert find(text).organisations == []


def test_a_surname_stands_for_the_person_named_in_full() -> None:
    found = find("Мади Такиев выступил. Такиев ответил, а Такиеву возразили. М. Такиев ушел.").persons
    assert {m.name for m in found} == {"Мади Такиев"}
    assert len(found) == 4
    assert len({m.id for m in found}) == 1


def test_two_of_one_surname_stay_two() -> None:
    found = find("Мади Такиев и Айгуль Такиева спорили.").persons
    assert len({m.id for m in found}) == 2


def test_a_former_name_has_todays_id() -> None:
    found = find("Из Нур-Султана в Астану").places
    assert {m.name for m in found} == {"Астана"}
    assert len({m.id for m in found}) == 1
