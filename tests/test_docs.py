"""README and docs tell the truth: examples run, every option and field is documented, links lead somewhere."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from kzpolicy_nlp import records
from kzpolicy_nlp.cli import main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_RUN = ("make ", "pip ", "git ")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    page: Path
    line: int
    language: str
    code: str


def blocks(language: str) -> list[Block]:
    """The fenced blocks of a language, on all pages."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for m in FENCE.finditer(text):
            if m[1] == language:
                found.append(Block(page, text.count("\n", 0, m.start()) + 1, language, m[2]))
    return found


def label(value: object) -> str:
    return f"{value.page.name}:{value.line}" if isinstance(value, Block) else str(value)


def test_the_readme_shows_python_and_the_command_line() -> None:
    shown = {b.language for b in [*blocks("python"), *blocks("console")] if b.page.name == "README.md"}
    assert shown == {"python", "console"}


@pytest.mark.parametrize("page", [p for p in PAGES if ">>>" in p.read_text(encoding="utf-8")], ids=lambda p: p.name)
def test_python_examples_are_true(page: Path) -> None:
    code = "\n".join(b.code for b in blocks("python") if b.page == page and ">>>" in b.code)
    test = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append)
    if said:
        pytest.fail("".join(said), pytrace=False)


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `kzpolicy` and `python` are this library and this Python."""
    folder = tmp_path_factory.mktemp("bin")
    for name, command in (("kzpolicy", f'"{sys.executable}" -m kzpolicy_nlp'), ("python", f'"{sys.executable}"')):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        script.chmod(0o755)
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": paths, "COLUMNS": "120", "NO_COLOR": "1", "TMPDIR": str(folder)}


def steps(code: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output shown for it."""
    found: list[tuple[str, str]] = []
    for line in code.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].strip(), ""))
        else:
            assert found, f"output before the first command: {line!r}"
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


@pytest.mark.parametrize("block", blocks("console"), ids=label)
def test_console_examples_are_true(block: Block, shell: dict[str, str]) -> None:
    for command, expected in steps(block.code):
        if command.startswith(NOT_RUN):
            targets = command.split()[1:] if command.startswith("make ") else []
            makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
            assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets), command
            continue
        done = subprocess.run(
            ["bash", "-c", command.replace("/tmp/", shell["TMPDIR"] + "/")],
            cwd=ROOT,
            env=shell,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
        got = done.stdout.decode("utf-8")
        if not doctest.OutputChecker().check_output(expected, got, FLAGS):
            pytest.fail(f"{label(block)}: $ {command}\nexpected:\n{expected}\ngot:\n{got}", pytrace=False)


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    head, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    by_command = {m[1]: s for s in sections if (m := re.match(r"kzpolicy (\w+)", s))}
    assert isinstance(main, click.Group)
    assert set(by_command) == set(main.commands)
    missing = []
    for name, command, text in (
        ("kzpolicy", main, head),
        *((name, command, by_command[name]) for name, command in main.commands.items()),
    ):
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                missing += [f"{name} {option}" for option in parameter.opts if f"`{option}" not in text]
                if isinstance(parameter.type, click.Choice):
                    missing += [
                        f"{name}: {c}" for c in parameter.type.choices if f"`{parameter.opts[0]} {c}`" not in text
                    ]
    assert not missing
    documented = set(re.findall(r"`(--[a-z-]+)", page))
    known = {o for c in (main, *main.commands.values()) for p in c.params for o in p.opts} | {"--help"}
    assert documented <= known
    assert ", ".join(records.LISTS) in page


def test_every_field_is_documented() -> None:
    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    sections = {s.partition("\n")[0]: s for s in re.split(r"^## ", page, flags=re.MULTILINE)[1:]}
    common = {"start", "end", "text"}
    for name in ("Document", "Target", "Money", "Quantity", "DateExpr", "Deadline", "Organisation", "Place", "Person"):
        fields = set(getattr(records, name).__dataclass_fields__) - common
        assert not {f for f in fields if f"`{f}`" not in sections[name]}, name
    assert set(records.Fact.__dataclass_fields__) == set(records.Target.__dataclass_fields__) - {"due", "kind"}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_paths_named_in_design_exist() -> None:
    page = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    for name in re.findall(r"`((?:text|values|names|statements|outputs|words|tools|tests)/[\w./]+)`", page):
        assert (ROOT / name).exists() or (ROOT / "kzpolicy_nlp" / name).exists(), name
    rooms = re.search(r"```\n(kzpolicy_nlp/.*?)```", page, re.DOTALL)
    assert rooms
    for folder, modules in re.findall(r"^  (\w+)/ +([a-z_ ]+)$", rooms[1], re.MULTILINE):
        if folder not in ("words", "outputs"):
            for module in modules.split():
                assert (ROOT / "kzpolicy_nlp" / folder / f"{module}.py").exists(), f"{folder}/{module}"
    listed = re.findall(r"^  (\w+)/ ", rooms[1], re.MULTILINE)
    there = {p.parent.name for p in (ROOT / "kzpolicy_nlp").glob("*/*") if p.is_file() and p.suffix != ".pyc"}
    assert there - {"__pycache__", "weights"} <= set(listed)
