"""Worker processes: in order, one bad item at a time, flat."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tasks import Task

from kzpolicy_nlp import Extractor, KzPolicyError
from kzpolicy_nlp.errors import DataError, InputError, WorkerError
from kzpolicy_nlp.workers import WINDOW, each

TEXT = "До 1 декабря построят 12 школ."
RULES = Extractor(names=False)


def outcomes(items: list[Any], *, workers: int = 2, timeout: float | None = None) -> list[Any]:
    """Results, and of failures their kinds."""
    found = each(Task(), items, workers=workers, timeout=timeout)
    return [o.result if o.failure is None else o.failure.kind for o in found]


def test_results_come_in_order() -> None:
    items = [("sleep", 0.2 if n % 7 == 0 else 0, n) for n in range(40)]
    assert outcomes(items, workers=3) == list(range(40))


def test_nothing_to_do() -> None:
    assert outcomes([]) == []


def test_an_item_that_fails_costs_itself() -> None:
    items = [("give", 1), ("raise", "bad"), ("give", 2), ("print", "noise"), ("exit", 3), ("give", 3)]
    assert outcomes(items) == [1, "ZeroDivisionError", 2, "noise", "WorkerError", 3]


def test_a_worker_that_is_killed_costs_its_item_alone(tmp_path: Path) -> None:
    found = list(each(Task(), [("give", 1), ("die",), ("give", 2), ("die",), ("give", 3)], workers=1))
    assert [o.result for o in found] == [1, None, 2, None, 3]
    assert found[1].failure is not None
    assert "the worker died of it 2 times (SIGKILL)" in found[1].failure.reason
    # killed by somebody else, once: the item is tried again, and nothing is lost
    assert outcomes([("die once", str(tmp_path / "died")), ("give", 2)]) == ["alive", 2]


def test_memory_that_runs_out() -> None:
    assert outcomes([("allocate",), ("give", 1)])[1] == 1


def test_the_time_limit() -> None:
    began = time.monotonic()
    items = [("give", 1), ("sleep", 60, 2), ("give", 3), ("spin",), ("give", 4)]
    assert outcomes(items, timeout=1.0) == [1, "Timeout", 3, "Timeout", 4]
    assert time.monotonic() - began < 30


def test_items_are_taken_as_results_are() -> None:
    taken = []

    def endless() -> Iterator[tuple[str, int]]:
        for number in range(10**9):
            taken.append(number)
            yield "give", number

    found = each(Task(), endless(), workers=2)
    assert taken == []
    for number in range(100):
        assert next(found).result == number
        assert len(taken) <= number + 1 + 2 * WINDOW
    found.close()  # type: ignore[attr-defined]


def test_large_items_and_results() -> None:
    big = "ж" * 3_000_000
    assert outcomes([("give", big)] * 5) == [big] * 5


def test_a_task_that_cannot_load() -> None:
    with pytest.raises(DataError, match="no such list"):
        list(each(Task(fails="ours"), [("give", 1)] * 50, workers=2))
    with pytest.raises(WorkerError, match="KeyError"):
        list(each(Task(fails="other"), [("give", 1)], workers=2))
    with pytest.raises(WorkerError, match=r"dies while it loads \(exit code 9\)"):
        list(each(Task(fails="exit"), [("give", 1)], workers=2))


def test_an_item_that_cannot_be_sent() -> None:
    assert outcomes([("give", 1), lambda: 0, ("give", 2)])[::2] == [1, 2]


def children() -> set[str]:
    """The processes that this one started and that still are."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if parent == str(os.getpid()) and state != "Z":
                found.add(stat.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc").exists(), reason="the processes are listed there")
def test_no_process_is_left() -> None:
    found = each(Task(), [("give", n) for n in range(1000)], workers=2)
    next(found)
    for _ in range(100):
        if len(children()) == 2:
            break
        time.sleep(0.1)
    assert len(children()) == 2
    found.close()  # type: ignore[attr-defined]
    assert not children()
    outcomes([("give", 1)])
    assert not children()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "from tasks import Task; from kzpolicy_nlp.workers import each\n"
        f"items = [('pid', {str(tmp_path)!r})] * 2 + [('sleep', 1, 0), ('spin',)]\n"
        "for o in each(Task(), items, workers=2, timeout=99): print(o, flush=True)"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    there = {**os.environ, "PYTHONPATH": paths}
    process = subprocess.Popen([sys.executable, "-c", code], env=there, stdout=-1, stderr=-1)
    assert process.stdout is not None
    assert process.stderr is not None
    for _ in range(2):
        process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    pids = [int(p.name) for p in tmp_path.iterdir()]
    assert pids
    for _ in range(100):
        if not any(_runs(pid) for pid in pids):
            break
        time.sleep(0.1)
    assert not any(_runs(pid) for pid in pids)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


# --- extract_many ---


def test_the_same_documents_as_in_one_process() -> None:
    items: list[Any] = [TEXT, (TEXT, "2024-09-02"), {"text": TEXT, "date": "2025-01-01", "id": "d"}] * 5
    assert list(RULES.extract_many(items, workers=2)) == list(RULES.extract_many(items))


def test_with_the_tagger() -> None:
    text = "Министр Ерлан Касенов приехал в Семей."
    assert next(Extractor().extract_many([text], workers=1)) == Extractor().extract(text)


@pytest.mark.parametrize("workers", [None, 2])
def test_errors_are_raised_or_told(workers: int | None) -> None:
    items: list[Any] = [TEXT, None, {"text": "\ud800", "id": "x"}, TEXT]
    with pytest.raises(InputError, match="item 1"):
        list(RULES.extract_many(items, workers=workers))
    told: list[tuple[Any, KzPolicyError]] = []
    documents = RULES.extract_many(items, workers=workers, on_error=lambda item, error: told.append((item, error)))
    assert [d.text for d in documents] == [TEXT, TEXT]
    assert [item for item, _ in told] == items[1:3]
    assert all(isinstance(error, InputError) for _, error in told)
    assert "lone surrogate" in str(told[1][1])


def test_a_time_limit_needs_workers() -> None:
    with pytest.raises(ValueError, match="workers"):
        list(RULES.extract_many([TEXT], timeout=5))
    with pytest.raises(ValueError, match="1 or more"):
        list(RULES.extract_many([TEXT], workers=0))


def test_a_script_without_a_main_guard_and_one_from_stdin(tmp_path: Path) -> None:
    code = (
        "from kzpolicy_nlp import Extractor\n"
        f"print(sum(1 for d in Extractor(names=False).extract_many([{TEXT!r}] * 9, workers=2)))\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    for args, given in (([str(script)], None), (["-"], code), (["-c", code], None)):
        done = subprocess.run(
            [sys.executable, *args], input=given, capture_output=True, text=True, env=paths, timeout=120
        )
        assert (done.stdout, done.stderr) == ("9\n", "")


def test_a_module_in_the_working_folder_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "razdel.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    assert len(list(RULES.extract_many([TEXT], workers=1))) == 1
