"""Files, folders, patterns and tables into items."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import os
from pathlib import Path

import pytest
import zstandard

from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.inputs.rows import Columns
from kzpolicy_nlp.inputs.sources import Item, Reading, Sources, Text, date_in_name, kind_of

A, B = "Построить 300 школ.", "Экспорт вырос на 5%."


def texts(*names: str | Path, reading: Reading | None = None) -> list[Text | str]:
    """What the items of some inputs read as; what fails as its reason."""
    reading = reading or Reading()
    found: list[Text | str] = []
    for item in Sources(map(str, names), reading):
        try:
            found.append(item.read(reading))
        except InputError as error:
            found.append(str(error))
    return found


def bodies(*names: str | Path, reading: Reading | None = None) -> list[str]:
    return [found if isinstance(found, str) else found.text for found in texts(*names, reading=reading)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files of several kinds, at several depths."""
    for name in ("b.txt", "a/2.md", "a/1.txt", "a/deep/x.TXT", "photo.jpg", ".hidden.txt", ".git/a.txt", "no_suffix"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{A} {name}", encoding="utf-8")
    return tmp_path / "news"


# --- where things are ---


def test_a_folder_with_all_that_is_in_it(folder: Path) -> None:
    sources = Sources([str(folder)], Reading())
    names = [os.path.relpath(item.place, folder).replace(os.sep, "/") for item in sources]
    assert names == ["b.txt", "a/1.txt", "a/2.md", "a/deep/x.TXT"]
    assert sources.passed == {".jpg": 1, "no suffix": 1}
    assert sources.total == sum(item.size for item in sources) > 0


def test_patterns(folder: Path) -> None:
    assert [Path(i.place).name for i in Sources([f"{folder}/**/*.txt"], Reading())] == ["1.txt", "b.txt"]
    assert bodies(f"{folder}/*.rtf") == ["no file has such a name"]


def test_a_file_with_a_pattern_for_a_name(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(A, encoding="utf-8")
    assert bodies(tmp_path / "a[1].txt") == [A]


def test_the_output_in_the_folder_is_no_input(folder: Path) -> None:
    (folder / "out.jsonl").write_text("{}")
    skipping = Sources([str(folder)], Reading(), skip=[str(folder / "out.jsonl")])
    assert "out.jsonl" not in {Path(item.place).name for item in skipping}


def test_what_is_not_there_is_lost_by_itself(folder: Path) -> None:
    assert bodies("missing.txt", folder / "b.txt", folder / ".git") == [
        "No such file or directory",
        f"{A} b.txt",
        f"{A} .git/a.txt",
    ]
    (folder / "empty").mkdir()
    assert bodies(folder / "empty") == ["no file of a known kind in this folder"]
    (unknown,) = bodies(folder / "photo.jpg")
    assert unknown.startswith("a file of no known kind (.csv, .docx, ")
    assert bodies(folder / "photo.jpg", reading=Reading(form="txt")) == [f"{A} photo.jpg"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.TXT", "txt"), ("a.txt.gz", "txt"), ("b.csv.zst", "csv"), ("a.htm", "html"), ("gz", None), ("a.gz", None)],
)
def test_kinds(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_compressed_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(A.encode("cp1251")))
    (tmp_path / "b.txt.zst").write_bytes(zstandard.compress(B.encode()))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(A.encode() * 999)[:-9])
    (tmp_path / "d.txt.zst").write_bytes(b"none")
    (tmp_path / "f.txt.zst").write_bytes(zstandard.compress(A.encode() * 999)[:-9])
    (tmp_path / "g.txt.zst").write_bytes(zstandard.compress(A.encode()) + zstandard.compress(B.encode()))
    (tmp_path / "e.txt.gz").write_bytes(b"none")
    first, second, *broken = bodies(tmp_path)
    assert [first, second] == [A, B]
    assert "ended before" in broken[0]
    assert "zstd" in broken[1].lower()
    assert "not a gzip" in broken[2].lower()
    assert "ended before" in broken[3]
    assert broken[4] == A + B


# --- dates ---


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-09-02.txt", "2024-09-02"),
        ("news/address_20240902_v2.docx", "2024-09-02"),
        ("2020-01-01/Послание 02.09.2024.html", "2024-09-02"),
        ("2024_09_02-2025_01_01.txt", "2024-09-02"),
        ("02-09-2024.txt", "2024-09-02"),
        ("2024-13-01_2024-12-01.txt", "2024-12-01"),
        ("123456789.txt", None),
        ("2024.txt", None),
        ("report 30.02.2024.txt", None),
        ("00010101.txt", None),
    ],
)
def test_dates_in_names(name: str, day: str | None) -> None:
    assert str(date_in_name(name)) == str(day)


def test_dates_of_documents(tmp_path: Path) -> None:
    file = tmp_path / "2024-09-02.jsonl"
    file.write_text(f'{{"text": "{A}", "date": "02.09.2023"}}\n{{"text": "{A}", "date": ""}}\n', encoding="utf-8")

    def days(date: str | None) -> list[object]:
        return [t.date for t in texts(file, reading=Reading(date)) if isinstance(t, Text)]

    assert days(None) == [dt.date(2023, 9, 2), None]
    assert days("2020-01-01") == [dt.date(2023, 9, 2), "2020-01-01"]
    assert days("auto") == [dt.date(2023, 9, 2), "auto"]
    assert days("name") == [dt.date(2023, 9, 2), dt.date(2024, 9, 2)]


# --- tables ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_json_lines(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.jsonl"
    lines = [{"text": A, "id": 5, "title": "x"}, {"text": B, "date": "2024-09-02"}]
    file.write_text(
        "\r\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding=encoding, newline=""
    )
    assert texts(file) == [Text(A, None, "5"), Text(B, "2024-09-02", f"{file}:3")]


def test_json_lines_that_are_none(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [
        b'{"text": "a"',
        b'"b"',
        b"[1]",
        b'{"body": "c"}',
        b"\xff\xfe",
        b'{"text": null}',
        b"[" * 100_000,
        b'{"text": "d"}',
    ]
    file.write_bytes(b"\n".join(rows))
    got = bodies(file)
    assert [got[1], got[7]] == ["b", "d"]
    assert got[0].startswith("not a JSON line: Expecting ',' delimiter")
    assert got[2] == "a line must be an object or a string, this one is a list"
    assert got[3] == "no 'text' in the line (its keys: body)"
    assert got[4].startswith("not a JSON line")
    assert got[5] == ""
    assert got[6].startswith("not a JSON line")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "новости.csv"
    rows = [["номер", "текст", "день"], ["1", f'"{A}\n{B}, {B}; {B}"', "02.09.2024"], ["2", B, ""]]
    file.write_text("\n".join(delimiter.join(row) for row in rows) + "\n", encoding=encoding)
    reading = Reading(columns=Columns("текст", "день", "номер"))
    day = dt.date(2024, 9, 2)
    assert texts(file, reading=reading) == [Text(f"{A}\n{B}, {B}; {B}", day, "1"), Text(B, None, "2")]
    assert [item.place for item in Sources([str(file)], reading)] == [f"{file}:2", f"{file}:4"]


def test_csv_that_breaks_off_or_lacks_a_column(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(f"text,id\n{A},1\n".encode() + b"\xff\xd0,2\n" + f"{B * 20_000},3\n".encode())
    first, second, third = bodies(file, reading=Reading(encoding="utf-8"))
    assert (first, third) == (A, B * 20_000)
    assert second.startswith("\udcff")  # the extractor refuses it; the rest is read
    assert bodies(file, reading=Reading(columns=Columns("body"))) == [
        "no column 'body' (its columns: text, id); name them with --text-column, --date-column, --id-column"
    ]
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(b"text\n" + f"{A}\n".encode() * 99)[:-9])
    assert bodies(packed)[-1].startswith("reading ended after line 100: Compressed file ended")


def test_parquet(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "a.parquet"
    days = pa.array([dt.date(2024, 9, 2), None, dt.date(2025, 1, 1)], pa.date32())
    pq.write_table(pa.table({"id": [7, 8, None], "body": [A, B, None], "day": days, "n": [1, 2, 3]}), file)
    reading = Reading(columns=Columns("body", "day"))
    assert texts(file, reading=reading) == [
        Text(A, dt.date(2024, 9, 2), "7"),
        Text(B, None, "8"),
        Text("", dt.date(2025, 1, 1), f"{file}:3"),
    ]
    assert bodies(file)[0].startswith("no column 'text' (its columns: id, body, day, n)")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 none")
    assert bodies(tmp_path / "b.parquet")[0].startswith("not a readable Parquet file")


def test_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        def __init__(self, data: bytes) -> None:
            self.buffer = io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]

    monkeypatch.setattr("sys.stdin", Stdin(f'{{"text": "{A}"}}\n'.encode()))
    sources = Sources(["-"], Reading())
    assert sources.total is None
    assert [item.read(Reading()) for item in sources] == [Text(A, None, "stdin:1")]
    monkeypatch.setattr("sys.stdin", Stdin(A.encode("cp1251")))
    assert texts("-", reading=Reading(form="txt")) == [Text(A, None, "stdin")]


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path / "a.txt").replace(b"a.txt", "Отчет.txt".encode("cp1251"))
    try:
        with open(name, "wb") as file:
            file.write(A.encode())
    except OSError:
        pytest.skip("the file system has UTF-8 names alone")
    (found,) = texts(tmp_path)
    assert isinstance(found, Text)
    assert found.id.endswith(r"\xce\xf2\xf7\xe5\xf2.txt")


def test_readings_that_make_no_sense() -> None:
    with pytest.raises(InputError, match="no such encoding: utf-99"):
        Sources([], Reading(encoding="utf-99"))
    with pytest.raises(InputError, match="no such format: rtf"):
        Sources([], Reading(form="rtf"))


def test_reading_goes_on_after_a_file_that_fails(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("body\nx\n")
    (tmp_path / "b.txt").write_text(A, encoding="utf-8")
    assert bodies(tmp_path)[1] == A


# --- digests ---


def test_digests_tell_place_and_content(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(A, encoding="utf-8")

    def digest() -> str:
        (item,) = Sources([str(file)], Reading())
        return item.digest()

    before = digest()
    assert len(before) == 32
    os.utime(file, (0, 0))
    assert digest() == before
    file.write_text(B, encoding="utf-8")
    assert digest() != before
    lines = [Item("a:1", 1, content=b"x"), Item("a:2", 1, content=b"x"), Item("a:1", 1, content=b"y")]
    assert len({item.digest() for item in lines}) == 3
    assert Item("a", 0, lost="gone").digest() != Item("b", 0, lost="gone").digest()
