"""Importing the package does no work and brings no heavy package along."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

NOT_ON_IMPORT = {
    *("numpy", "pymorphy3", "slovnet", "navec", "razdel", "msgspec", "click", "rich"),
    *("spacy", "pandas", "polars", "pyarrow", "pyspark"),
}
NEVER = {"natasha", "pymorphy2", "yargy", "spacy", "pandas", "polars", "pyarrow", "pyspark"}
LIMIT = 60_000  # microseconds


def modules_after(code: str) -> set[str]:
    """The top-level modules that a fresh Python has imported after the code."""
    script = f"{code}\nimport sys, json; print(json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8")
    return set(json.loads(done.stdout.splitlines()[-1]))


def microseconds_of(code: str) -> int:
    """The time that a fresh Python spends on importing the package's own modules and what they bring along."""
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True)
    found = re.findall(r"^import time:\s*\d+ \|\s*(\d+) \| (\s*)kzpolicy_nlp(?:\.\w+)*$", done.stderr, re.MULTILINE)
    assert found
    shallowest = min(len(indent) for _, indent in found)
    return sum(int(time) for time, indent in found if len(indent) == shallowest)


@pytest.mark.parametrize(
    "code",
    [
        "import kzpolicy_nlp",
        "from kzpolicy_nlp import *",
        "from kzpolicy_nlp import Extractor; Extractor()",
        "from kzpolicy_nlp import Target; repr(Target(amount=1e9, currency='USD', year=2026))",
    ],
)
def test_no_heavy_package_comes_along(code: str) -> None:
    assert not modules_after(code) & NOT_ON_IMPORT


def test_the_command_line_comes_without_the_engine() -> None:
    assert not modules_after("import kzpolicy_nlp.cli") & (NOT_ON_IMPORT - {"click"})


def test_some_packages_are_never_imported() -> None:
    code = "from kzpolicy_nlp import extract; extract('Министр финансов Ерлан Касенов приехал в Семей.', '2024-09-02')"
    assert not modules_after(code) & NEVER


@pytest.mark.parametrize("code", ["import kzpolicy_nlp", "from kzpolicy_nlp import extract, Document"])
def test_importing_takes_little(code: str) -> None:
    best = LIMIT + 1
    for _ in range(8):  # a busy machine disturbs some of the tries
        best = min(best, microseconds_of(code))
        if best <= LIMIT // 2:
            break
    assert best <= LIMIT, f"{code} took {best / 1000:.0f} ms"


def test_every_public_name_resolves() -> None:
    import kzpolicy_nlp

    assert all(getattr(kzpolicy_nlp, name) is not None for name in kzpolicy_nlp.__all__)
    assert set(kzpolicy_nlp.__all__) == set(dir(kzpolicy_nlp))
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        kzpolicy_nlp.extrakt  # noqa: B018
