"""Without an optional package the library says which extra to install."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kzpolicy_nlp.errors import MissingExtra, needs

#: Makes a package as absent for a fresh Python as if it had never been installed.
WITHOUT = """
import sys
class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == {package!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, Absent)
"""


@pytest.mark.parametrize(
    ("package", "extra", "code"),
    [
        ("pyarrow", "frames", "from kzpolicy_nlp.frames import *; to_arrow([])"),
        ("pyarrow", "frames", "from kzpolicy_nlp.frames import *; from_arrow({'documents': {}})"),
        ("pandas", "frames", "from kzpolicy_nlp.frames import *; to_pandas([])"),
        ("polars", "frames", "from kzpolicy_nlp.frames import *; to_polars([])"),
        ("pyspark", "spark", "from kzpolicy_nlp import spark; spark.extract(None)"),
        ("spacy", "spacy", "import kzpolicy_nlp.spacy"),
    ],
)
def test_the_extra_is_named(package: str, extra: str, code: str) -> None:
    script = WITHOUT.format(package=package) + code
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("kzpolicy_nlp.errors.MissingExtra: ")
    assert last.endswith(f'needs {package}: pip install "kzpolicy-nlp[{extra}]"')


def test_the_error_is_an_import_error_too() -> None:
    with pytest.raises(MissingExtra, match=r'^Arrow needs no_such: pip install "kzpolicy-nlp\[frames\]"$') as said:  # noqa: SIM117
        with needs("frames", "Arrow"):
            import no_such.inner  # type: ignore[import-not-found]  # noqa: F401
    assert isinstance(said.value, ImportError)
    assert said.value.name == "no_such"
