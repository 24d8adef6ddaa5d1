"""The generated table of names' case forms: as its generator makes it, and complete."""

from __future__ import annotations

import importlib.util
import time
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from kzpolicy_nlp import extract
from kzpolicy_nlp.text.data import rows
from kzpolicy_nlp.text.inflection import decline

ROOT = Path(__file__).parents[2]
PLACES = list(rows("places"))


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def ids() -> dict[str, set[str]]:
    """The ids that a form of a place's name may have."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("forms"):
        if row["table"] == "places":
            for form in (row["name"], *row["forms"].split("|")):
                found[form].add(row["id"])
    return found


def test_forms_are_as_generated() -> None:
    tool = _tool("build_forms")
    start = time.process_time()
    for name, text in tool.build().items():
        same = (tool.OUT / name).read_text(encoding="utf-8") == text
        assert same, f"words/{name} is stale: run python tools/build_forms.py"
    assert time.process_time() - start < 10


def test_the_head_of_the_forms_is_no_name() -> None:
    """The words of forms.tsv's own header were once taken for a name's, and «keys» in a text was an error."""
    document = extract("table id sort name keys forms, word lines", names=False)
    assert not list(document.records())


@pytest.mark.parametrize("kind", ["city", "region", "district", "country", "other"])
def test_every_place_is_found_in_every_case(kind: str, ids: dict[str, set[str]]) -> None:
    for place in PLACES:
        if place["kind"] != kind:
            continue
        for name in filter(None, (place["name"], *place["names"].split("|"))):
            forms = [(case, form) for case, form in decline(name.replace("ё", "е"))]
            assert {case for case, _ in forms} == {"nomn", "gent", "datv", "accs", "ablt", "loct"}
            kazakh = name.endswith((" ауданы", " облысы", " Республикасы"))
            missing = [form for _, form in forms if place["id"] not in ids[form] and not kazakh]
            assert not missing, name
            assert place["id"] in ids[name.replace("ё", "е")]


def test_kazakhstan_is_complete() -> None:
    counted = Counter(place["kind"] for place in PLACES if place["country"] == "KZ" and place["kato"])
    assert counted["region"] == 17
    assert counted["district"] == 228
    assert counted["city"] >= 90
    assert len({place["id"] for place in PLACES}) == len(PLACES)


def test_names_of_one_thing_are_told_apart() -> None:
    """A name that two places bear is marked ambiguous with all but one, or they are districts."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for place in PLACES:
        for name in {place["name"], *place["names"].split("|")} - {"", *place["ambiguous"].split("|")}:
            if place["kind"] != "district":
                bearers[name].add(place["id"])
    assert {name: found for name, found in bearers.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("Алматинской области", "kato:190000000"),
        ("области Абай", "kato:100000000"),
        ("Абайской областью", "kato:100000000"),
        ("области Жетісу", "kato:330000000"),
        ("Жетысуской области", "kato:330000000"),
        ("Южно-Казахстанской области", "kato:610000000"),
        ("ВКО", "kato:630000000"),
        ("Семее", "kato:101010000"),
        ("Семипалатинске", "kato:101010000"),
        ("Нур-Султана", "kato:710000000"),
        ("Алма-Ате", "kato:750000000"),
        ("Орале", "kato:271010000"),
        ("Уральском", "kato:271010000"),
        ("Оскемене", "kato:631010000"),
        ("Конаевом", "kato:191010000"),
        ("Капшагае", "kato:191010000"),
        ("Караганде", "kato:351010000"),
        ("Гурьеве", "kato:231010000"),
        ("Жамбылском районе", "kato:314000000"),
        ("районе Аксуат", "kato:103400000"),
        ("Соединенными Штатами Америки", "iso:US"),
        ("Республики Казахстан", "iso:KZ"),
        ("РК", "iso:KZ"),
        ("Киргизии", "iso:KG"),
        ("Южной Кореей", "iso:KR"),
        ("Каспии", "other:caspian-sea"),
        ("Ближнем Востоке", "other:middle-east"),
        ("Пекине", "geonames:1816670"),
        ("Давосе", "geonames:2661039"),
    ],
)
def test_found(form: str, key: str, ids: dict[str, set[str]]) -> None:
    assert key in ids[form]
