"""Places: which of several a name means, and what is none. Families of phrases stand in tests/examples/places.txt."""

from __future__ import annotations

import pytest

from kzpolicy_nlp import Extractor
from kzpolicy_nlp.names.mentions import PlaceMention
from kzpolicy_nlp.names.merging import find_names
from kzpolicy_nlp.text.rules import Chain
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View


def places(text: str, tags: list[list[tuple[int, int, str]]] | None = None) -> list[PlaceMention]:
    return find_names(Chain(Tokens(View(text)), []), tags).places


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("завод в городе Алматы", "Алматы", "city"),
        ("завод в Алматинской области", "Алматинская область", "region"),
        ("приехал в Туркестан", "Туркестан", "city"),
        ("дороги Туркестанской области", "Туркестанская область", "region"),
        ("фермеры области Абай", "область Абай", "region"),
        ("жители города Абай", "Абай", "city"),
        ("жители Жамбылского района", "Жамбылский район", "district"),
        ("берег озера Балхаш", "озеро Балхаш", "other"),
    ],
)
def test_the_noun_beside_tells_which_place(text: str, name: str, kind: str) -> None:
    assert [(m.name, m.kind) for m in places(text)] == [(name, kind)]


def test_codes_and_coordinates_come_with_a_city() -> None:
    (city,) = places("форум в Семее")
    assert (city.kato, city.geonames, city.country) == ("101010000", 1519422, "KZ")
    assert city.lat is not None
    assert city.lon is not None


def test_an_ambiguous_name_counts_beside_sure_ones_or_where_the_tagger_agrees() -> None:
    assert [m.name for m in places("Караганда, Абай и Балхаш")][:2] == ["Караганда", "Абай"]
    assert places("Абай писал стихи") == []
    assert [m.name for m in places("Дома строят рабочие Абая", [[(3, 4, "LOC")]])] == ["Абай"]


def test_an_unknown_town_of_the_tagger() -> None:
    (town,) = places("школа открыта в Тасбугете", [[(3, 4, "LOC")]])
    assert (town.kind, town.rule) == ("city", "tagger")


@pytest.mark.parametrize(
    "text",
    [
        "форум «Алматы – город будущего» прошел",
        "кампания «Чистый Казахстан»",
        "стоит 5 долл. США",
        "у КазНУ имени Абая",
    ],
)
def test_no_place_in_titles_currencies_and_names(text: str) -> None:
    assert places(text) == []


def test_somebodys_words_are_no_title() -> None:
    assert [m.name for m in places("«Казахстан готов к этому», – сказал он.")] == ["Казахстан"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("В Приволжском федеральном округе выросли цены.", "Приволжский федеральный округ", "region"),
        ("Президент назначил губернаторов Житомирской и Хмельницкой областей.", "Хмельницкая область", "region"),
        ("Назначен глава КЧР Рашид Темрезов.", "КЧР", "region"),
    ],
)
def test_what_the_tagger_alone_tells(text: str, name: str, kind: str) -> None:
    assert (name, kind) in {(place.name, place.kind) for place in Extractor().extract(text).places}
