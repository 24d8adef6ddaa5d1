"""The command line: what goes to stdout and stderr, exit codes, and behaviour in a pipe and a terminal."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

import kzpolicy_nlp
from kzpolicy_nlp import DateExpr, Document, Extractor, Mention, Money, Organisation, Target
from kzpolicy_nlp.cli import main
from kzpolicy_nlp.outputs.terminal import plain, show, sum_of
from kzpolicy_nlp.records import LISTS

SEED = "Новая задача правительства – довести экспорт IT-услуг до одного миллиарда долларов к 2026 году."
COMMAND = [sys.executable, "-m", "kzpolicy_nlp"]


def kzpolicy(*args: str, input: str | bytes | None = None) -> Result:
    """Runs the command in this process."""
    return CliRunner().invoke(main, list(args), input=input, prog_name="kzpolicy")


@pytest.fixture
def text(tmp_path: Path) -> str:
    """A file with a text."""
    path = tmp_path / "статья.txt"
    path.write_text(SEED, encoding="utf-8")
    return str(path)


# --- what is said ---


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("extract", "--help"), ("schema", "-h"), ("info", "-h")])
def test_help(args: tuple[str, ...]) -> None:
    result = kzpolicy(*args)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: kzpolicy")


def test_version() -> None:
    result = kzpolicy("--version")
    assert (result.exit_code, result.stdout) == (0, f"kzpolicy {kzpolicy_nlp.__version__}\n")


def test_schema_is_the_records() -> None:
    result = kzpolicy("schema")
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    assert set(schema["$defs"]["Document"]["properties"]) > {"text", "date", "targets"}
    assert schema["$comment"].startswith("version ")


def test_the_schema_holds_for_real_output(tmp_path: Path) -> None:
    schema = json.loads(kzpolicy("schema").stdout)
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    for definition in schema["$defs"].values():
        definition["additionalProperties"] = False  # and so it names all that there is
    strict = validator(schema, format_checker=validator.FORMAT_CHECKER)
    corpora = sorted((Path(__file__).parent.parent / "corpora").glob("*/*.txt"))[::8]
    files = [*map(str, corpora), "-"]
    result = kzpolicy("extract", *files, "--date", "2024-09-02", "--no-names", input=SEED)
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(documents) == len(files)
    for document in documents:
        strict.validate(document)
    whole = json.loads(Extractor(names=False).extract(SEED, "2024-09-02").to_json(tokens=True))
    strict.validate(whole)
    for wrong in ({"date": "soon"}, {"targets": [{"amount": "5"}]}, {"goals": []}, {"text": None}):
        assert not strict.is_valid({**whole, **wrong})


def converted(folder: Path, *names: str) -> bytes:
    """What is left of a file's bytes after its documents went through other forms."""
    for source, output in itertools.pairwise(names):
        result = kzpolicy("convert", str(folder / source), "-o", str(folder / output))
        assert result.exit_code == 0, result.output
    return (folder / names[-1]).read_bytes()


def test_convert_loses_nothing(tmp_path: Path, text: str) -> None:
    kzpolicy("extract", text, text, "--date", "2024-09-02", "-o", str(tmp_path / "a.jsonl"))
    back = converted(tmp_path, "a.jsonl", "brat", "b.json", "c.conll", "d.jsonl")
    assert back == (tmp_path / "a.jsonl").read_bytes()
    assert (tmp_path / "b.labels.xml").exists()
    assert (tmp_path / "brat" / "annotation.conf").exists()


def test_convert_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "а"}\n{"txt": "б"}\n', encoding="utf-8")
    failed = kzpolicy("convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "b.json"))
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert "a.jsonl:2: not a document: " in failed.stderr
    unknown = kzpolicy("convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "b.xml"))
    assert unknown.exit_code == 2
    assert "name a file in .jsonl, .json or .conll, or a folder" in unknown.stderr


def test_info_says_what_is_there() -> None:
    result = kzpolicy("info")
    assert result.exit_code == 0
    assert kzpolicy_nlp.__version__ in result.stdout
    assert "ner.tar, 2.4 MB" in result.stdout
    assert "not found" not in result.stdout
    assert re.search(r"words +\d+ files, ", result.stdout)


def test_info_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = kzpolicy("info")
    assert result.exit_code == 0
    assert "not found: pip install natasha" in result.stdout


# --- data ---


def test_piped_output_is_json_lines(text: str) -> None:
    result = kzpolicy("extract", text, text, "--date", "2024-09-02")
    assert result.exit_code == 0
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == second
    assert (first["id"], first["text"], first["date"]) == (text, SEED, "2024-09-02")
    assert set(LISTS) < set(first)
    assert result.stderr == "2 of 2 texts done\n"
    assert "экспорт" in result.stdout


def test_same_records_as_the_library(text: str) -> None:
    line = json.loads(kzpolicy("extract", text, "--date", "2024-09-02", "--no-names").stdout)
    assert line == json.loads(Extractor(names=False).extract(SEED, "2024-09-02", id=text).to_json())


def test_json_of_one_text_is_an_object_and_of_several_an_array(text: str) -> None:
    one = json.loads(kzpolicy("extract", text, "--format", "json").stdout)
    assert one["text"] == SEED
    several = kzpolicy("extract", text, "-", "--format", "json", input=SEED)
    assert [d["text"] for d in json.loads(several.stdout)] == [SEED, SEED]
    failed = kzpolicy("extract", "no.txt", "nor this.txt", "--format", "json")
    assert (json.loads(failed.stdout), failed.exit_code) == ([], 1)


@pytest.mark.parametrize("args", [(), ("-",)])
def test_stdin(args: tuple[str, ...]) -> None:
    result = kzpolicy("extract", *args, input=SEED)
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert data["text"] == SEED
    assert "id" not in data


def test_no_text_in_a_terminal_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    result = CliRunner().invoke(main, ["extract"], input=Terminal())
    assert result.exit_code == 2
    assert "name a FILE" in result.stderr


def test_only_keeps_the_lists_named(text: str) -> None:
    data = json.loads(kzpolicy("extract", text, "--only", "targets, money").stdout)
    assert list(data) == ["id", "text", "date", "money", "targets"]


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("--only", "targets,sums"), "no such list: sums; choose from organisations, places, cities, persons, money"),
        (("--only", ","), "no list is named"),
        (("--date", "2024-13-01"), "not a date: '2024-13-01'"),
        (("--date", "02.09.2024"), "YYYY-MM-DD"),
        (("--date", ""), "not a date"),
        (("--format", "xml"), "'xml' is not one of"),
        (("--fromat", "json"), "--format"),
        (("-o", "/no/such/folder/a.json"), "No such file or directory"),
    ],
)
def test_wrong_use(text: str, args: tuple[str, ...], what: str) -> None:
    result = kzpolicy("extract", text, *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert what in re.sub(r"\s+", " ", result.stderr)


def test_unknown_command() -> None:
    assert kzpolicy("extrakt").exit_code == 2


def test_output_file(text: str, tmp_path: Path) -> None:
    lines, one = tmp_path / "out.jsonl", tmp_path / "out.json"
    assert kzpolicy("extract", text, text, "-o", str(lines), "--quiet").output == ""
    assert [json.loads(line)["text"] for line in lines.read_text(encoding="utf-8").splitlines()] == [SEED, SEED]
    kzpolicy("extract", text, "-o", str(one))
    assert one.read_text(encoding="utf-8").startswith('{\n  "id"')
    to_stdout = kzpolicy("extract", text, "-o", "-")
    assert json.loads(to_stdout.stdout)["text"] == SEED


def test_an_input_is_not_written_over(text: str) -> None:
    result = kzpolicy("extract", text, "-o", text)
    assert result.exit_code == 2
    assert Path(text).read_text(encoding="utf-8") == SEED


# --- inputs that fail ---


def test_what_fails_is_named_and_the_rest_done(text: str, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes("Семей".encode("cp1251"))
    result = kzpolicy("extract", "missing.txt", str(old), str(tmp_path), text)
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [text]
    missing, undecodable, folder, summary = result.stderr.splitlines()
    assert missing == "kzpolicy: missing.txt: No such file or directory"
    assert undecodable.startswith(f"kzpolicy: {old}: not UTF-8 (byte 0xd1 at position 0); ")
    assert "cp1251" in undecodable
    assert folder == f"kzpolicy: {tmp_path}: Is a directory"
    assert summary == "1 of 4 texts done, 3 failed"


def test_stdin_that_fails() -> None:
    result = kzpolicy("extract", input="Семей".encode("cp1251"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("kzpolicy: stdin: not UTF-8")


def test_quiet_still_says_errors(text: str) -> None:
    result = kzpolicy("extract", text, "missing.txt", "--quiet")
    assert (result.exit_code, result.stderr) == (1, "kzpolicy: missing.txt: No such file or directory\n")


def test_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "в 2024 году\r\nи далее".encode())
    assert json.loads(kzpolicy("extract", str(path)).stdout)["text"] == "в 2024 году\r\nи далее"


# --- the table ---


def document() -> Document:
    return Document(
        text="x" * 2000,
        date=dt.date(2024, 9, 2),
        id="a.txt",
        targets=(
            Target(
                amount=1e9,
                currency="USD",
                year=2026,
                due=dt.date(2026, 12, 31),
                indicator="экспорт IT-услуг [bold]и прочих[/bold] :smile:",
                direction="up",
                actor="Правительство Республики Казахстан",
                value=Mention(text="одного миллиарда\nдолларов \x1b[31m"),
            ),
        ),
        money=(Money(amount=1e9, currency="USD", text="одного миллиарда долларов"),),
        dates=(
            DateExpr(first_day=dt.date(2026, 1, 1), last_day=dt.date(2026, 12, 31), role="deadline", text="2026 году"),
        ),
        organisations=(
            Organisation(name="Министерство финансов", kind="government", text="Минфин"),
            Organisation(name="Министерство финансов", kind="government", text="Минфину"),
            Organisation(name="Министерство финансов", kind="government", text="Минфин"),
        ),
    )


def table(monkeypatch: pytest.MonkeyPatch, width: int, only: tuple[str, ...] | None = None) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    show(document(), stream, only=only)
    return stream.getvalue()


def test_wide_table_has_targets_first(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = table(monkeypatch, 160)
    places = [shown.index(f"{name} (") for name in ("targets", "money", "dates", "organisations")]
    assert places == sorted(places)
    row = next(line for line in shown.splitlines() if line.startswith("1 bn USD"))
    assert re.sub(r"\s{2,}", "|", row.strip()) == (
        "1 bn USD|2026-12-31|экспорт IT-услуг [bold]и прочих[/bold] :smile:|goal|level ↑|"
        "Правительство Республики Казахстан|одного миллиарда долларов [31m"
    )
    assert "Минфин, Минфину" in shown
    assert "cities" not in shown


@pytest.mark.parametrize("width", [20, 40, 79, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    lines = table(monkeypatch, width).splitlines()[1:]
    assert max(map(len, lines)) <= width
    letters = re.sub(r"\W", "", "".join(lines))
    for piece in ("20261231", "goal"):
        assert piece in letters


def test_only_in_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "targets" not in table(monkeypatch, 80, ("money", "cities"))
    assert "deadlines (1)" in table(monkeypatch, 80, ("deadlines",))
    assert "nothing found" in table(monkeypatch, 80, ("persons",))


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in table(monkeypatch, 120)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = table(monkeypatch, 120)
    assert "\x1b[" in coloured
    assert "[31m" in coloured
    assert "\x1b[31m" not in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3\d", table(monkeypatch, 120))


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        (Money(amount=5e8, currency="KZT", bound="at_most"), "≤ 500 mn KZT"),
        (Money(amount=1e12, amount_max=1.5e12), "1 tn–1.5 tn"),
        (Target(amount=34, unit="percent", bound="about"), "≈ 34 %"),
        (Target(amount=10000, unit="рабочее место"), "10,000 рабочее место"),
        (Target(amount=-8.6, unit="percentage_point"), "-8.6 p.p."),
        (Money(amount=0.04, currency="USD"), "0.04 USD"),
    ],
)
def test_values_are_readable(record: object, shown: str) -> None:
    assert sum_of(record) == shown


def test_plain_is_one_harmless_line() -> None:
    assert plain("а\x1b[2J\r\n\tб\u00a0в\x07\u200b") == "а [2J б в"


def test_table_when_asked(text: str) -> None:
    result = kzpolicy("extract", text, "--format", "table", "--date", "2024-09-02")
    assert result.exit_code == 0
    assert f"{text} · 2024-09-02 · {len(SEED)} characters" in result.stdout


def test_the_seed_in_a_table(text: str) -> None:
    shown = kzpolicy("extract", text, "--format", "table", "--date", "2024-09-02").stdout
    assert "targets (1)" in shown
    assert "1 bn USD" in shown
    assert "2026-12-31" in shown


# --- as a process ---


def test_in_a_pipe_and_a_terminal(text: str) -> None:
    piped = subprocess.run([*COMMAND, "extract", text], capture_output=True, check=True)
    assert json.loads(piped.stdout)["text"] == SEED
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    done = subprocess.run([*COMMAND, "extract", text], stdout=follower, stdin=follower, timeout=60)
    os.close(follower)
    shown = os.read(leader, 1 << 16).decode()
    os.close(leader)
    assert done.returncode == 0
    assert f"{len(SEED)} characters" in shown
    assert not shown.startswith("{")


def test_output_is_utf8_whatever_the_locale(text: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for form in ("jsonl", "table"):
        done = subprocess.run(
            [*COMMAND, "extract", text, "--format", form], capture_output=True, check=True, env=environment
        )
        assert done.stderr == b""
        assert done.stdout.decode("utf-8")


def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("в 2024 году " * 20_000, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "extract", str(path), str(path), "--no-names", "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c() -> None:
    process = subprocess.Popen(
        [*COMMAND, "extract"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    time.sleep(1.5)  # it waits for its text by then
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.decode()) == (130, b"", "interrupted\n")
