"""words/organisations.tsv and words/organisation_words.toml: well-formed, without doublets, without unsafe names."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pymorphy3
import pytest

from kzpolicy_nlp.text.data import rows, words

ROWS = list(rows("organisations"))
HEADER = ["id", "name", "kind", "short", "abbreviations", "wikidata", "parent", "country"]
KINDS = set(
    re.findall(
        r"\S+",
        """government parliament ministry agency committee court prosecutor akimat maslikhat central_bank bank fund
        holding company university hub development_institute association party media international military
        research other""",
    )
)
#: Words of the dictionary that, written so, mean the body alone.
SAFE = set(
    re.findall(
        r"\S+",
        """АКРА АНК АРЕМ АРКА АРКС АТУ ВАДА ГУАМ ИРЕНА КАСУ КАТУ КИРИ КРЕМ КазНУ КарГУ КарТУ КарУ МИОР МОК МОН МОТ НАН
        НАТР НИТ НИШ СЭР ТВЭЛ ТИКА УзА УрФУ ФИФА ЮНКТАД АЛиТ""",
    )
)
#: Ordinary words that with a capital mean the body alone.
BODIES = set(
    re.findall(
        r"\S+",
        """Парламент Мажилис Сенат Правительство Кабмин Минпрос Нацбанк Казначейство Генштаб Полиметалл Аманат Хабар
        Информбюро Генассамблея Евросоюз Следком Сбербанк ВКонтакте МегаФон Аэрофлот Бундестаг Мицубиси Панасоник Тойота
        Тошиба Ниссан Фольксваген Кока-Кола Рейтер Гидропресс ТВЭЛ УзА""",
    )
)
GRAMMEMES = {"Abbr", "Orgn", "Trad", "Geox", "Name", "Surn"}


def forms(row: dict[str, str]) -> Iterator[str]:
    """The names of a body that are not abbreviations."""
    yield row["name"]
    yield from filter(None, row["short"].split("|"))


def abbreviations(row: dict[str, str]) -> list[str]:
    return [form for form in row["abbreviations"].split("|") if form]


@functools.cache
def morph() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def is_ordinary(word: str, ignored: set[str]) -> bool:
    """Says whether a Russian word is one of the dictionary, and none of its readings is of an ignored class."""
    small = word.lower()
    if not re.fullmatch("[а-яё-]+", small) or not morph().word_is_known(small):
        return False
    return not any(ignored & reading.tag.grammemes for reading in morph().parse(small))


def test_lines_are_well_formed() -> None:
    assert list(ROWS[0]) == HEADER
    assert len(ROWS) >= 600
    for row in ROWS:
        assert row["name"], row["id"]
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"]), row["id"]
        assert row["wikidata"] == "" or re.fullmatch(r"Q[1-9]\d*", row["wikidata"]), row["id"]
        assert row["country"] == "" or re.fullmatch("[A-Z]{2}", row["country"]), row["id"]
        for value in row.values():
            assert value == value.strip(), row["id"]
            assert not set(value) & set('ёЁ"“”„\u00a0\u00ad'), row["id"]
            assert "  " not in value, row["id"]
            assert "»»" not in value, row["id"]
        for field in ("short", "abbreviations"):
            assert all(form and form == form.strip() for form in row[field].split("|")) or not row[field], row["id"]
        for form in forms(row):
            assert form.count("»") <= form.count("«"), form
            assert ("«" in form) == ("»" in form), form


@pytest.mark.parametrize("field", ["id", "wikidata"])
def test_keys_are_unique(field: str) -> None:
    counted = Counter(row[field] for row in ROWS if row[field])
    assert [key for key, number in counted.items() if number > 1] == []


def test_kinds_are_known() -> None:
    assert {row["kind"] for row in ROWS} == KINDS


def test_parents_exist_and_end() -> None:
    parents = {row["id"]: row["parent"] for row in ROWS}
    for key in parents:
        seen, at = set(), key
        while at:
            assert at in parents, f"{key}: no such parent: {at}"
            assert at not in seen, f"{key}: is its own parent"
            seen.add(at)
            at = parents[at]


def test_no_name_stands_twice() -> None:
    """Whatever its case, its quotes and its Kazakh letters, which the reader of the list does not see either."""
    fold = str.maketrans("әғқңөұүһі", "агкноуухи", "«»")
    bearers: dict[str, list[str]] = defaultdict(list)
    for row in ROWS:
        lowered = [form.lower() for form in forms(row)]
        assert len(lowered) == len(set(lowered)), row["id"]
        for form in {form.translate(fold) for form in lowered}:
            bearers[form].append(row["id"])
    assert {form: found for form, found in bearers.items() if len(found) > 1} == {}


def test_no_abbreviation_stands_twice() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        assert len(abbreviations(row)) == len(set(abbreviations(row))), row["id"]
        for form in abbreviations(row):
            bearers[form].add(row["id"])
    names = {form.lower(): row["id"] for row in ROWS for form in forms(row)}
    for form, found in bearers.items():
        assert len(found) == 1, f"{form}: {found}"
        assert names.get(form.lower()) in (None, *found), form


def test_no_abbreviation_is_a_common_word() -> None:
    common = {form for row in ROWS for form in abbreviations(row) if is_ordinary(form, {"Abbr", "Orgn", "Trad"})}
    assert common - SAFE == set()


def test_no_bare_name_is_a_common_word() -> None:
    """A body named with an ordinary word is listed in quotes («Время»), or with its type noun."""
    common = {form for row in ROWS for form in forms(row) if is_ordinary(form, GRAMMEMES)}
    assert common - BODIES == set()


def test_words_stand_once() -> None:
    table = words("organisation_words")
    for name, part in table.items():
        for key, listed in part.items():
            if isinstance(listed, list):
                assert len(listed) == len(set(listed)), f"{name}.{key}"
    heads = table["heads"]
    assert set(heads) <= KINDS
    for field in ("lemmas", "undeclined"):
        counted = Counter(word for head in heads.values() for word in head.get(field, ()))
        assert [word for word, number in counted.items() if number > 1] == []
