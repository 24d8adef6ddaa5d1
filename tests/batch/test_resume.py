"""A batch that is killed at any moment and started again gives the output of an undisturbed one."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kzpolicy_nlp.batch.journal import Journal
from kzpolicy_nlp.cli import main
from kzpolicy_nlp.errors import InputError, OutputError

SEED = "Довести экспорт до {} млрд долларов к 2026 году. В 2023 году построено {} школ."
LINES = 400


def write(path: Path, lines: int = LINES) -> Path:
    """Documents of many lengths; every fiftieth fails."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(lines):
            text = 5 if n % 50 == 7 else SEED.format(n, 2 * n) * (n % 9)
            file.write(json.dumps({"id": f"d{n}", "text": text}, ensure_ascii=False) + "\n")
    return path


def kzpolicy(*args: str | Path) -> Result:
    given = ["batch", *map(str, args), "--no-names", "--workers", "1"]
    return CliRunner().invoke(main, given, prog_name="kzpolicy")


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("end", [".jsonl", ".jsonl.gz", ".csv"])
def test_killed_again_and_again(tmp_path: Path, end: str) -> None:
    source = write(tmp_path / "in.jsonl")
    whole, broken = tmp_path / f"whole{end}", tmp_path / f"broken{end}"
    assert kzpolicy(source, "-o", whole).exit_code == 1
    chance = random.Random(5)
    journal = tmp_path / f"broken{end}.journal"
    command = [sys.executable, "-m", "kzpolicy_nlp", "batch", source, "-o", broken, "--no-names", "--resume"]
    kills = 0
    while True:
        process = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.DEVNULL)
        enough = size(journal) + chance.randrange(500, 8000)
        while process.poll() is None and size(journal) < enough:
            time.sleep(chance.random() / 500)
        if process.poll() is not None:
            assert process.returncode == 1
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
    assert kills >= 2
    assert broken.read_bytes() == whole.read_bytes()
    errors = [path.with_name(f"{path.name}.errors.jsonl").read_bytes() for path in (whole, broken)]
    assert errors[0] == errors[1]
    assert len(errors[0].splitlines()) == 8
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.endswith((".part", ".journal", ".tmp"))) == []


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def unfinished(tmp_path: Path, lines: int = 40) -> tuple[Path, Path]:
    """A batch that was stopped: its input and output."""
    source, out = write(tmp_path / "in.jsonl", lines), tmp_path / "out.jsonl"
    kzpolicy(source, "-o", out)
    whole = out.read_bytes()
    (tmp_path / "whole").write_bytes(whole)
    process = subprocess.Popen(
        [sys.executable, "-m", "kzpolicy_nlp", "batch", source, "-", "-o", out, "--no-names", "--workers", "1"],
        stdin=subprocess.PIPE,  # which gives nothing and doesn't end: all but the last is done, and the batch waits
        stderr=subprocess.DEVNULL,
    )
    journal = tmp_path / "out.jsonl.journal"
    for _ in range(600):
        if journal.exists() and journal.read_bytes().count(b"\n") > lines // 2:
            break
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert process.stdin is not None
    process.stdin.close()
    return source, out


def test_every_place_at_which_the_files_can_be_cut(tmp_path: Path) -> None:
    """Whatever the three files hold when the process dies, what counts is the last whole line of the journal."""
    options = {"version": "1"}
    out = tmp_path / "out.jsonl"
    entries = [(f"{n:032x}", f'{{"n": {n}}}'.encode(), n % 3 == 1) for n in range(6)]
    journal = Journal(out, options, resume=False)
    log_ends = [journal.log.stat().st_size]
    for digest, line, failed in entries:
        journal.add(digest, line, failed=failed)
        log_ends.append(journal.log.stat().st_size)
    journal.close()
    part, errors, log = (path.read_bytes() for path in (journal.part, journal.errors, journal.log))
    for cut in range(log_ends[0], len(log) + 1):
        journal.part.write_bytes(part + b'{"half')
        journal.errors.write_bytes(errors)
        journal.log.write_bytes(log[:cut])
        again = Journal(out, options, resume=True)
        done = sum(end <= cut for end in log_ends[1:])
        assert list(again.done()) == [digest for digest, _, _ in entries[:done]]
        assert again.documents + again.failed == done
        assert [line.rstrip(b"\n") for line in again.lines()] == [line for _, line, bad in entries[:done] if not bad]
        for digest, line, failed in entries[done:]:
            again.add(digest, line, failed=failed)
        again.close()
        assert (journal.part.read_bytes(), journal.errors.read_bytes(), journal.log.read_bytes()) == (part, errors, log)


def test_files_that_a_power_cut_left_shorter_than_the_journal(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    journal = Journal(out, {}, resume=False)
    for n in range(5):
        journal.add(f"{n:032x}", b"x" * 10, failed=False)
    journal.close()
    journal.part.write_bytes(journal.part.read_bytes()[:25])
    again = Journal(out, {}, resume=True)
    assert (again.documents, again.part.read_bytes()) == (2, b"x" * 10 + b"\n" + b"x" * 10 + b"\n")
    again.close()


def test_going_on_with_other_inputs_or_options_is_refused(tmp_path: Path) -> None:
    source, out = unfinished(tmp_path)
    before = source.read_text(encoding="utf-8")

    def refused(*options: str) -> str:
        result = kzpolicy(source, "-o", out, "--resume", *options)
        assert result.exit_code == 2, result.output
        return result.stderr

    assert "--date was None, is 2024-09-02" in refused("--date", "2024-09-02")
    assert "--max-chars was None, is 9" in refused("--max-chars", "9")
    assert f"remove {out}.journal to begin anew" in refused("--encoding", "utf-8")
    names = CliRunner().invoke(main, ["batch", str(source), "-o", str(out), "--resume"])
    assert "Extractor(names) was False, is True" in names.stderr
    source.write_text(before.replace('"d3"', '"e3"'), encoding="utf-8")
    assert f"{source}:4 is not what it was when the batch began" in refused()
    source.write_text("", encoding="utf-8")
    assert "there are 0 documents, and more were done before" in refused()
    source.write_text(before, encoding="utf-8")
    assert kzpolicy(source, "-o", out, "--resume").exit_code == 1
    assert out.read_bytes() == (tmp_path / "whole").read_bytes()


def test_an_unfinished_batch_is_not_thrown_away(tmp_path: Path) -> None:
    source, out = unfinished(tmp_path)
    result = kzpolicy(source, "-o", out)
    assert result.exit_code == 2
    assert f"{out}.journal is of a batch that did not end; add --resume" in result.stderr
    (tmp_path / "out.jsonl.journal").unlink()
    assert kzpolicy(source, "-o", out).exit_code == 1
    assert out.read_bytes() == (tmp_path / "whole").read_bytes()


def test_the_summary_counts_both_runs(tmp_path: Path) -> None:
    source, out = unfinished(tmp_path)
    result = kzpolicy(source, "-o", out, "--resume")
    assert result.stderr.startswith("39 documents, ")
    assert " in this run, in " in result.stderr


def test_resume_with_nothing_to_go_on_with_begins(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", 5)
    assert kzpolicy(source, "-o", tmp_path / "out.jsonl", "--resume").exit_code == 0
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 5


def test_a_folder_whose_file_was_written_again_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(4):
        (folder / f"{n}.txt").write_text(SEED, encoding="utf-8")
    kzpolicy(folder, "-o", out)
    options = json.loads(_journal_head(tmp_path, folder))
    journal = Journal(out, options, resume=False)
    whole = out.read_bytes()
    from kzpolicy_nlp.inputs.sources import Reading, Sources

    for item, line in zip(list(Sources([str(folder)], Reading()))[:2], whole.splitlines(), strict=False):
        journal.add(item.digest(), line, failed=False)
    journal.close()
    (folder / "0.txt").write_text(SEED, encoding="utf-8")
    assert kzpolicy(folder, "-o", out, "--resume").exit_code == 0
    assert out.read_bytes() == whole


def _journal_head(tmp_path: Path, folder: Path) -> str:
    from kzpolicy_nlp import Extractor
    from kzpolicy_nlp.batch.run import ReadAndExtract, options_of
    from kzpolicy_nlp.inputs.sources import Reading

    return json.dumps(options_of(ReadAndExtract(Extractor(names=False), Reading(), None, None)))


@pytest.mark.skipif(os.name != "posix", reason="locks")
def test_two_batches_do_not_write_one_output(tmp_path: Path) -> None:
    first = Journal(tmp_path / "out.jsonl", {}, resume=False)
    with pytest.raises(OutputError, match="another batch is writing this output"):
        Journal(tmp_path / "out.jsonl", {}, resume=True)
    first.add("0" * 32, b"x", failed=False)
    first.close()
    with pytest.raises(InputError, match="did not end"):
        Journal(tmp_path / "out.jsonl", {}, resume=False)
    Journal(tmp_path / "out.jsonl", {}, resume=True).close()


def test_a_batch_that_did_nothing_leaves_nothing(tmp_path: Path) -> None:
    Journal(tmp_path / "out.jsonl", {}, resume=False).close()
    assert list(tmp_path.iterdir()) == []
