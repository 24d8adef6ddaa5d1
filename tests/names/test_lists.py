"""The caller's own lists of names: what they add, and what is wrong with them, told by file and line."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner

from kzpolicy_nlp import Extractor
from kzpolicy_nlp.cli import main
from kzpolicy_nlp.errors import DataError, InputError
from kzpolicy_nlp.names import gazetteer as module
from kzpolicy_nlp.names.gazetteer import Gazetteer
from kzpolicy_nlp.names.lists import read_list
from kzpolicy_nlp.text.data import rows

BODIES = """\
# our partners
name\tkind\tshort\tabbreviations

Степная мастерская\tresearch\tМастерская степи\tСТЕМА
Самрук-Қазына\tfund\t\t
"""
PLACES = "name\tkind\tnames\tlat\tlon\tambiguous\nКамышинка\tcity\tСтарая Камышинка\t51.5\t71.25\t\n"


@pytest.fixture
def bodies(tmp_path: Path) -> Path:
    path = tmp_path / "bodies.tsv"
    path.write_text(BODIES, encoding="utf-8")
    return path


@pytest.fixture
def places(tmp_path: Path) -> Path:
    path = tmp_path / "places.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + PLACES.replace("\n", "\r\n").encode())  # as spreadsheets write it
    return path


def test_bodies_are_found_in_every_case(bodies: Path) -> None:
    extractor = Extractor(names=False, lists=[bodies])
    found = extractor.extract("В Степной мастерской, в Мастерской степи и в СТЕМА работают люди.").organisations
    assert {(o.name, o.kind, o.id) for o in found} == {("Степная мастерская", "research", "stepnaya-masterskaya")}
    assert len(found) == 3


def test_places_are_found_in_every_case(places: Path) -> None:
    extractor = Extractor(names=False, lists=[str(places)])
    city = extractor.extract("Дорога до Старой Камышинки открыта.").cities[0]
    assert (city.name, city.id, city.lat, city.lon) == ("Камышинка", "city:kamyshinka", 51.5, 71.25)
    assert not Extractor(names=False).extract("Дорога до Камышинки открыта.").places


def test_the_callers_entry_comes_first(bodies: Path) -> None:
    text = "«Самрук-Қазына» выпустила облигации."
    own = Extractor(names=False, lists=[bodies]).extract(text).organisations
    shipped = Extractor(names=False).extract(text).organisations
    assert [o.name for o in own] == ["Самрук-Қазына"]
    assert [o.id for o in shipped] == ["kz-samruk-kazyna"]


def test_several_lists_and_pickles(bodies: Path, places: Path) -> None:
    extractor = pickle.loads(pickle.dumps(Extractor(names=False, lists=(bodies, places))))
    document = extractor.extract("СТЕМА строит в Камышинке.")
    assert (len(document.organisations), len(document.places)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name\tkind\nИмя\tfund\tлишнее\n", 2, "3 fields where the header has 2"),
        ("# c\nname;kind\n", 2, "the header lacks name and kind"),
        ("id\tname\nx\tИмя\n", 1, "the header lacks kind"),
        ("name\tkind\tcolour\n", 1, "no column 'colour'"),
        ("name\tkind\tname\n", 1, "twice"),
        ("name\tkind\n\tfund\n", 2, "no name"),
        ("name\tkind\n«»\tfund\n", 2, "no name"),
        ("name\tkind\tnames\nКамышинка\ttown\t\n", 2, "'town' is no kind of place"),
        ("name\tkind\tlat\nКамышинка\tcity\t51,5\n", 2, "lat is '51,5'"),
        ("id\tname\tkind\na\tАист\tfund\n\na\tБерег\tfund\n", 4, "that of line 2"),
        ("# nothing\n", 1, "no header"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        Extractor(lists=[path])
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    with pytest.raises(InputError, match=r"own\.tsv: No such file"):
        Extractor(lists=[path])
    path.write_bytes("name\tkind\nИмя\tfund\n".encode("cp1251"))
    with pytest.raises(DataError, match=r"own\.tsv:2: not UTF-8; convert it"):
        Extractor(lists=[path])


def test_the_command_line(bodies: Path, places: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("СТЕМА строит в Камышинке.", encoding="utf-8")
    options = ["extract", str(text), "--no-names", "--lists", str(bodies), "--lists", str(places)]
    done = CliRunner().invoke(main, [*options, "--only", "organisations,places"])
    data = json.loads(done.stdout)
    assert (data["organisations"][0]["name"], data["places"][0]["name"]) == ("Степная мастерская", "Камышинка")
    bodies.write_text("name\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["extract", str(text), "--lists", str(bodies), "--lists", str(bodies)])
    assert done.exit_code == 2
    assert f"{bodies}:1: the header lacks kind" in done.stderr


def test_the_shipped_lists_have_the_form_of_the_callers() -> None:
    """What docs/lists.md says of the caller's lists holds for ours."""
    folder = Path(module.__file__).parents[1] / "words"
    for table in ("organisations", "places"):
        assert read_list(folder / f"{table}.tsv") == (table, list(rows(table)))


def test_names_are_declined_where_the_forms_are_stale(monkeypatch: pytest.MonkeyPatch, bodies: Path) -> None:
    texts = {"organisations.tsv": "id\tname\tkind\tshort\tabbreviations\twikidata\tparent\tcountry\n"}
    texts["organisations.tsv"] += "reed\tКамышовый союз\tassociation\t\tКАМС\t\t\tKZ\n"
    header = "name\tkind\tid\tkato\tgeonames\tcountry\twithin\tlat\tlon\tpopulation\tnames\tadjective\tambiguous\tkeep"
    texts["places.tsv"] = f"{header}\nКамышинка\tcity\tcity:x\t\t\tKZ\t\t\t\t\t\t\t\t\n"
    texts["forms.tsv"] = "# Made of lists with the digest 00000000\ntable\tid\tsort\tname\tkeys\tforms\n"
    monkeypatch.setattr(module, "text_of", texts.__getitem__)
    lists = Gazetteer()
    assert {entry.id for entry in lists.entries()} == {"reed", "city:x"}
    assert lists.lookup("Камышовым союзом") == lists.entry("reed")
