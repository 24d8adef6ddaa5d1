"""The house: imports go down, heavy packages come late and in one module, words are data, files are short."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import kzpolicy_nlp

PACKAGE = Path(kzpolicy_nlp.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

#: What each room may import (docs/design.md); a room may always import itself.
BASE = {"errors", "records"}
ENGINE = {*BASE, "text", "values", "names", "statements", "assembly", "extractor"}
EDGES = {"inputs", "outputs", "streams", "workers"}
MAY_IMPORT = {
    "errors": set(),
    "records": {"errors"},
    "examples": {"errors"},
    "streams": {"errors"},
    "inputs": {"errors", "streams"},
    "workers": {"errors"},
    "many": {*BASE, "workers"},
    "text": BASE,
    "values": {*BASE, "text"},
    "names": {*BASE, "text"},
    "statements": {*BASE, "text", "values", "names"},
    "assembly": ENGINE - {"extractor"},
    "extractor": {*ENGINE, "many"},
    "outputs": {*BASE, "streams"},
    "frames": {*BASE, "extractor", "outputs"},
    "standoff": {*BASE, "text"},
    "convert_command": {*BASE, "standoff"},
    "spark": {*BASE, "extractor", "frames"},
    "spacy": {*BASE, "extractor", "text"},
    "batch": {*ENGINE, *EDGES},
    "batch_command": {*ENGINE, *EDGES, "batch"},
    "cli": {*ENGINE, *EDGES, "batch", "batch_command", "convert_command"},
    "__main__": {"cli"},
    "__init__": ENGINE,  # for type checkers alone; the names resolve late
}
HEAVY = {
    *("pymorphy3", "numpy", "slovnet", "navec", "razdel", "msgspec", "rich", "click"),
    *("spacy", "pandas", "polars", "pyarrow", "pyspark"),
    *("trafilatura", "docx", "pdfminer", "zstandard"),
}
TOGETHER = {
    "numpy": {"names/model_files.py"},  # the tagger's files are read in a module of their own
    "pyarrow": {"frames.py", "inputs/rows.py", "outputs/files.py"},  # types alone; Parquet in, Parquet out
    "rich": {"outputs/progress.py"},  # tables are one thing, a bar is another
    "click": {"batch_command.py", "convert_command.py"},
}
LATE_UNLESS = {
    "click": {"cli.py", "batch_command.py", "convert_command.py"},  # these modules are made of them
    "spacy": {"spacy.py"},
}
NEVER = {"natasha", "pymorphy2", "yargy"}
CYRILLIC = re.compile("[\u0400-\u04ff]")

Import = tuple[str, int, bool]  # the module's full name, the line, whether it is imported when the module is


def room_of(path: Path) -> str:
    """The first part of a module's name below the package."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports_of(path: Path) -> Iterator[Import]:
    """Every import of a module; those of `if TYPE_CHECKING:` and of functions count as late."""

    def walk(node: ast.AST, now: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, now
        elif isinstance(node, ast.ImportFrom):
            folder = ("kzpolicy_nlp", *path.relative_to(PACKAGE).parts[:-1])
            base = ".".join(folder[: len(folder) + 1 - node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            if node.module and module != "kzpolicy_nlp":
                yield module, node.lineno, now
            else:
                for alias in node.names:
                    yield f"{module}.{alias.name}", node.lineno, now
        late = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            late = True
        for child in ast.iter_child_nodes(node):
            yield from walk(child, now and not late)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), True)


def test_imports_go_down_only() -> None:
    wrong = []
    for path in MODULES:
        room = room_of(path)
        assert room in MAY_IMPORT, (
            f"{name_of(path)}: a new room; say in MAY_IMPORT and docs/design.md what it may import"
        )
        for module, line, _ in imports_of(path):
            package, _, inner = module.partition(".")
            other = inner.partition(".")[0]
            if package == "kzpolicy_nlp" and other not in {room, *MAY_IMPORT[room]} and other in MAY_IMPORT:
                wrong.append(f"{name_of(path)}:{line}: {room} imports {other}")
    assert not wrong, "\n".join(wrong)


def test_the_import_reader_sees_imports(tmp_path: Path) -> None:
    seen = {(module, now) for module, _, now in imports_of(PACKAGE / "cli.py")}
    assert {("click", True), ("kzpolicy_nlp.errors", True), ("kzpolicy_nlp.extractor", False)} <= seen
    assert ("kzpolicy_nlp.outputs.terminal", False) in seen
    assert ("kzpolicy_nlp.records", True) in {(m, now) for m, _, now in imports_of(PACKAGE / "values" / "value.py")}
    assert ("kzpolicy_nlp.text.morphology", True) in {
        (m, now) for m, _, now in imports_of(PACKAGE / "text" / "paradigms.py")
    }


def test_heavy_packages_are_imported_late_and_in_one_module() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    early = []
    for path in MODULES:
        for module, line, now in imports_of(path):
            package = module.partition(".")[0]
            assert package not in NEVER, f"{name_of(path)}:{line}: {package} must not be imported"
            if package in HEAVY:
                homes[package].add(name_of(path))
                if now and name_of(path) not in LATE_UNLESS.get(package, set()):
                    early.append(f"{name_of(path)}:{line}: {package} is imported with the module")
    assert not early, "\n".join(early)
    several = {p: sorted(modules) for p, modules in homes.items() if len(modules - TOGETHER.get(p, set())) > 1}
    assert not several


def _docstring_lines(tree: ast.AST) -> set[int]:
    """The lines of strings that stand alone: docstrings, and those that describe a constant."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def test_no_russian_word_in_code() -> None:
    offenders = []
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        documented = _docstring_lines(ast.parse(source))
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            is_text = token.type == tokenize.STRING or tokenize.tok_name[token.type].endswith("STRING_MIDDLE")
            if not (is_text or token.type == tokenize.NAME) or not CYRILLIC.search(token.string):
                continue
            is_letter = room_of(path) == "text" and len(token.string) == 3  # "ё": that room is about characters
            if token.start[0] not in documented and not is_letter:
                offenders.append(f"{name_of(path)}:{token.start[0]}: {token.string[:60]}")
    assert not offenders, "move these into kzpolicy_nlp/words/:\n" + "\n".join(offenders)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_read_in_one_sitting(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    limit = 150 if name_of(path) == "extractor.py" else 400
    assert lines <= limit, f"{name_of(path)} has {lines} lines; look for the second thing inside it"


@pytest.mark.parametrize("path", [p for p in MODULES if p.read_text(encoding="utf-8").strip()], ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{name_of(path)} has no docstring"
