"""`kzpolicy batch`: inputs to outputs, and what it says."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner, Result

from kzpolicy_nlp import Document, Extractor
from kzpolicy_nlp.batch import batch as run
from kzpolicy_nlp.batch_command import FORMATS_IN, FORMATS_OUT
from kzpolicy_nlp.cli import main
from kzpolicy_nlp.inputs import sources
from kzpolicy_nlp.outputs import files
from kzpolicy_nlp.outputs.database import VIEWS
from kzpolicy_nlp.outputs.progress import Progress
from kzpolicy_nlp.records import LISTS

RULES = Extractor(names=False)
SEED = "Новая задача правительства – довести экспорт IT-услуг до одного миллиарда долларов к 2026 году."
TEXTS = [
    SEED,
    "За 2023 год экспорт вырос на 5%, до 3 млрд тенге. До 1 декабря построят 12 школ в Семее.",
    "",
    "Министерство финансов направит 2 млрд тенге до 2027 года.",
]
COMMAND = [sys.executable, "-m", "kzpolicy_nlp", "batch"]


def kzpolicy(*args: str | Path, input: str | bytes | None = None) -> Result:
    """Runs the command in this process, without the tagger and with one worker."""
    given = ["batch", *map(str, args), "--no-names", "--workers", "1"]
    return CliRunner().invoke(main, given, input=input, prog_name="kzpolicy")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """JSON lines with our texts."""
    path = tmp_path / "in.jsonl"
    rows = [{"id": f"d{n}", "date": "2024-09-02", "text": text} for n, text in enumerate(TEXTS)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    """What the texts give."""
    return [RULES.extract(text, "2024-09-02", id=f"d{n}") for n, text in enumerate(TEXTS)]


# --- outputs ---


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_json_lines(lines: Path, documents: list[Document], tmp_path: Path) -> None:
    result = kzpolicy(lines, "-o", tmp_path / "out.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert re.fullmatch(r"4 documents in \d+ s, [\d.]+/s\n", result.stderr)
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert written == [document.to_json() for document in documents]
    assert [Document.from_json(line).id for line in written] == ["d0", "d1", "d2", "d3"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_stdout_and_stdin(lines: Path, documents: list[Document]) -> None:
    expected = [document.to_json() for document in documents]
    assert kzpolicy(lines, "--quiet").stdout.splitlines() == expected
    result = kzpolicy("-", "--quiet", input=lines.read_bytes())
    assert (result.exit_code, result.stdout.splitlines(), result.stderr) == (0, expected, "")


@pytest.mark.parametrize("end", [".gz", ".zst"])
def test_compressed_in_and_out(lines: Path, documents: list[Document], tmp_path: Path, end: str) -> None:
    pack = {".gz": gzip.compress, ".zst": zstandard.compress}[end]
    unpack: Any = {".gz": gzip.decompress, ".zst": lambda d: zstandard.ZstdDecompressor().decompressobj().decompress(d)}
    packed = tmp_path / f"packed.jsonl{end}"
    packed.write_bytes(pack(lines.read_bytes()))
    first, second = tmp_path / f"1.jsonl{end}", tmp_path / f"2.jsonl{end}"
    assert kzpolicy(packed, "-o", first).exit_code == 0
    time.sleep(1.1)  # gzip keeps a time in seconds
    kzpolicy(packed, "-o", second)
    assert unpack[end](first.read_bytes()).decode().splitlines() == [d.to_json() for d in documents]
    assert first.read_bytes() == second.read_bytes()


def test_lists_to_keep(lines: Path, tmp_path: Path) -> None:
    for option in ("--records", "--only"):
        kzpolicy(lines, "-o", tmp_path / "out.jsonl", option, "targets, cities")
        assert list(read(tmp_path / "out.jsonl")[1]) == ["id", "text", "date", "cities", "targets"]


def test_csv_has_a_record_a_line(lines: Path, documents: list[Document], tmp_path: Path) -> None:
    assert kzpolicy(lines, "-o", tmp_path / "out.csv").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))
    targets = [(d.id, t) for d in documents for t in d.targets]
    assert [(r["document_id"], r["text"], r["currency"]) for r in rows] == [
        (key, t.text, t.currency or "") for key, t in targets
    ]
    assert (rows[0]["amount"], rows[0]["due"]) == ("1000000000", "2026-12-31")
    streamed = kzpolicy(lines, "--to", "csv", "--quiet")
    assert streamed.stdout == (tmp_path / "out.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_several_tables_are_several_files(lines: Path, tmp_path: Path, form: str) -> None:
    assert kzpolicy(lines, "-o", tmp_path / f"out.{form}", "--records", "targets,money").exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", f"out.money.{form}", f"out.targets.{form}"]


def test_parquet_is_typed(lines: Path, documents: list[Document], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from kzpolicy_nlp.frames import from_arrow, to_arrow

    assert kzpolicy(lines, "-o", tmp_path / "out.parquet", "--records", "all").exit_code == 0
    plain = [Document.from_json(d.to_json()) for d in documents]
    tables = {t: pq.read_table(tmp_path / f"out.{t}.parquet") for t in ("documents", *LISTS)}
    assert from_arrow(tables) == plain
    for table, expected in to_arrow(plain).items():
        assert tables[table].schema.remove_metadata() == expected.schema.remove_metadata()
    assert kzpolicy(lines, "-o", tmp_path / "targets.parquet").exit_code == 0
    assert pq.read_table(tmp_path / "targets.parquet").num_rows == sum(len(d.targets) for d in documents)


def test_sqlite(lines: Path, documents: list[Document], tmp_path: Path) -> None:
    assert kzpolicy(lines, "-o", tmp_path / "out.sqlite").exit_code == 0
    database = sqlite3.connect(tmp_path / "out.sqlite")

    def ask(query: str) -> list[Any]:
        return database.execute(query).fetchall()

    assert ask("SELECT document_id, text FROM documents ORDER BY number") == [(d.id, d.text) for d in documents]
    for table in LISTS:
        assert ask(f"SELECT count(*) FROM {table}") == [(sum(len(getattr(d, table)) for d in documents),)]
    assert ask("SELECT amount, currency, due, actor FROM targets WHERE document_id = 'd0'") == [
        (1e9, "USD", "2026-12-31", "Правительство Республики Казахстан")
    ]
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA foreign_key_check") == []
    assert ask("PRAGMA foreign_key_list(targets)")[0][2:5] == ("documents", "document_id", "document_id")
    joined = "documents_text JOIN documents ON number = documents_text.rowid"
    assert ask(f"SELECT document_id FROM {joined} WHERE documents_text MATCH 'ЭКСПОРТ' ORDER BY number") == [
        ("d0",),
        ("d1",),
    ]
    for views in VIEWS.values():
        for view in views:
            assert isinstance(ask(f"SELECT * FROM {view}"), list)
    assert (2026, "goal", 1, 1) in ask("SELECT * FROM targets_by_year")
    assert set(VIEWS) <= set(LISTS)
    database.close()


# --- documents that fail ---


def test_what_fails_is_written_and_the_rest_done(tmp_path: Path) -> None:
    rows = [{"id": 1, "text": SEED}, {"id": 2, "text": 5}, {"id": 3, "text": SEED * 9}, {"id": 4, "text": SEED}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n")
    out = tmp_path / "out.jsonl"
    result = kzpolicy(tmp_path / "in.jsonl", "missing.txt", "-o", out, "--max-chars", "300")
    assert result.exit_code == 1
    assert [d["id"] for d in read(out)] == ["1", "4"]
    errors = read(tmp_path / "out.jsonl.errors.jsonl")
    place = f"{tmp_path / 'in.jsonl'}:"
    assert [(e["id"], e["place"], e["error"]) for e in errors] == [
        ("2", f"{place}2", "InputError"),
        ("3", f"{place}3", "InputError"),
        (f"{place}5", f"{place}5", "InputError"),
        ("missing.txt", "missing.txt", "InputError"),
    ]
    assert errors[1]["reason"] == f"{len(SEED) * 9:,} characters, and the limit is 300 (--max-chars)"
    assert errors[3]["reason"] == "No such file or directory"
    first, second, *shown = result.stderr.splitlines()
    assert first.startswith("2 documents in ")
    assert second == f"4 failed, see {out}.errors.jsonl"
    assert len(shown) == 3
    assert shown[0].startswith(f"  {place}2: ")
    # a later batch without failures leaves no errors file of this one
    kzpolicy(tmp_path / "in.jsonl", "-o", out, "--quiet")
    (tmp_path / "in.jsonl").write_text('{"text": ""}')
    assert kzpolicy(tmp_path / "in.jsonl", "-o", out, "--quiet").exit_code == 0
    assert not (tmp_path / "out.jsonl.errors.jsonl").exists()


def test_failures_beside_stdout_are_said(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": 5}\n{"text": ""}\n')
    result = kzpolicy(tmp_path / "in.jsonl", "--quiet")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith(f"kzpolicy: {tmp_path / 'in.jsonl'}:1: ")


def test_the_time_limit(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": SEED * 20_000}) + '\n{"text": ""}\n')
    kzpolicy(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--timeout", "0.5")
    (error,) = read(tmp_path / "out.jsonl.errors.jsonl")
    assert (error["error"], error["reason"]) == ("Timeout", "took longer than 0.5 s")
    assert len(read(tmp_path / "out.jsonl")) == 1


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are listed there")
def test_a_worker_that_is_killed_costs_its_document(tmp_path: Path) -> None:
    """The second text takes long; its worker is killed from outside, each time that it is tried."""
    rows = [{"id": str(n), "text": SEED * (40_000 if n == 1 else 1)} for n in range(3)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen([*COMMAND, tmp_path / "in.jsonl", "-o", out, "--no-names", "--workers", "1", "--quiet"])
    killed: set[int] = set()
    for _ in range(600):
        time.sleep(0.1)
        busy = [pid for pid, seconds in children(process.pid) if seconds > 4 and pid not in killed]
        for pid in busy:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        if process.poll() is not None:
            break
    assert (process.returncode, len(killed)) == (1, 2)
    assert [d["id"] for d in read(out)] == ["0", "2"]
    (error,) = read(tmp_path / "out.jsonl.errors.jsonl")
    assert (error["id"], error["error"]) == ("1", "WorkerError")
    assert "the worker died of it 2 times (SIGKILL)" in error["reason"]


def children(parent: int) -> list[tuple[int, float]]:
    """The processes that one started, with the seconds that each has worked."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append((int(stat.parent.name), int(fields[11]) / os.sysconf("SC_CLK_TCK")))
    return found


# --- wrong use ---


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("-o", "out.xml"), "out.xml: which format? end it with .jsonl, "),
        (("-o", "out.sqlite.gz"), "sqlite can't be compressed again"),
        (("--to", "sqlite"), "sqlite needs a file to write: -o FILE"),
        (("--to", "csv", "--records", "all"), "stdout takes one table of csv"),
        (("--resume",), "--resume needs an output file"),
        (("-o", "out.csv", "--records", "targets,sums"), "no such records: sums; choose from documents, organisations"),
        (("--date", "2.9.24"), "not a date: '2.9.24'; write it as YYYY-MM-DD, or say auto or name"),
        (("--workers", "0"), "0 is not in the range"),
        (("-o", "/no/such/folder/out.jsonl"), "/no/such/folder/out.jsonl.journal: No such file or directory"),
        (("--lists", "no.tsv"), "no.tsv"),
    ],
)
def test_wrong_use(
    lines: Path, args: tuple[str, ...], what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["batch", str(lines), *args])
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert what in re.sub(r"\s+", " ", result.stderr)
    assert [p.name for p in lines.parent.iterdir()] == ["in.jsonl"]


def test_no_input_is_wrong_use() -> None:
    assert CliRunner().invoke(main, ["batch"]).exit_code == 2


def test_an_input_is_not_written_over(lines: Path) -> None:
    result = kzpolicy(lines, "-o", lines)
    assert result.exit_code == 2
    assert f"{lines} is one of the inputs" in result.stderr
    assert len(read(lines)) == len(TEXTS)


def test_the_formats_offered_are_those_there_are() -> None:
    assert FORMATS_IN == sources.FORMATS
    assert FORMATS_OUT == files.FORMATS


def test_help_names_every_kind() -> None:
    shown = CliRunner().invoke(main, ["batch", "--help"]).stdout
    for word in (".txt .md .html .docx .pdf", ".jsonl .csv .parquet", ".gz .zst", ".sqlite", "--resume"):
        assert word in shown


# --- folders ---


def test_a_folder_that_holds_the_output(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c.png"):
        (tmp_path / name).write_text(SEED, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    for _ in range(2):
        result = kzpolicy(tmp_path, "-o", out)
        assert result.exit_code == 0
        assert "; passed over: 1 .png" in result.stderr
        assert [Path(d["id"]).name for d in read(out)] == ["a.txt", "b.md"]


def test_dates_of_file_names_and_of_texts(tmp_path: Path) -> None:
    (tmp_path / "2024-09-02.txt").write_text("В этом году построят 5 школ.", encoding="utf-8")
    kzpolicy(tmp_path / "2024-09-02.txt", "-o", tmp_path / "o.jsonl", "--date", "name")
    assert read(tmp_path / "o.jsonl")[0]["date"] == "2024-09-02"
    kzpolicy(tmp_path / "2024-09-02.txt", "-o", tmp_path / "o.jsonl", "--date", "2023-01-01")
    assert read(tmp_path / "o.jsonl")[0]["date"] == "2023-01-01"


# --- how far it is ---


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal(lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    progress = Progress(stream)
    run([lines], tmp_path / "o.jsonl", extractor=RULES, workers=1, progress=progress)
    progress.end()
    assert re.search(r"4 documents, [\d.]+/s, 100%, 0 s left", stream.getvalue())


def test_lines_elsewhere(lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzpolicy_nlp.outputs.progress.EVERY", 0)
    stream = io.StringIO()
    run([lines], tmp_path / "o.jsonl", extractor=RULES, workers=1, progress=Progress(stream))
    said = stream.getvalue().splitlines()
    assert len(said) == 4
    assert re.fullmatch(r"2 documents, [\d.]+/s, \d+%, \d+ s left", said[1])
    assert "\x1b" not in stream.getvalue()


# --- as a process ---


def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text((json.dumps({"text": SEED * 20}) + "\n") * 300)
    process = subprocess.Popen(
        [*COMMAND, tmp_path / "in.jsonl", "--no-names", "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("end", ["jsonl", "sqlite"])
def test_ctrl_c_leaves_what_was_done(tmp_path: Path, end: str) -> None:
    rows = "".join(json.dumps({"id": str(n), "text": SEED * 10}) + "\n" for n in range(3000))
    (tmp_path / "in.jsonl").write_text(rows)
    out = tmp_path / f"out.{end}"
    process = subprocess.Popen(
        [*COMMAND, tmp_path / "in.jsonl", "-o", out, "--no-names", "--workers", "2"],
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    part = tmp_path / f"out.{end}.part"
    for _ in range(600):
        if part.exists() and part.stat().st_size > 20_000:
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.decode() == f"{out} has what was done so far; go on with --resume\ninterrupted\n"
    if end == "jsonl":
        done = [d["id"] for d in read(out)]
    else:
        database = sqlite3.connect(out)
        done = [row[0] for row in database.execute("SELECT document_id FROM documents ORDER BY number")]
        database.close()
    assert 0 < len(done) < 3000
    assert done == [str(n) for n in range(len(done))]
