"""Our annotated texts in the forms of annotation tools and of spaCy, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "corpora"))

import annotated  # noqa: E402
import convert  # noqa: E402

from kzpolicy_nlp import Extractor  # noqa: E402
from kzpolicy_nlp.errors import DataError  # noqa: E402
from kzpolicy_nlp.standoff import page_of, write  # noqa: E402
from kzpolicy_nlp.standoff.pages import Mark, Page  # noqa: E402


@pytest.mark.parametrize("output", ["brat", "corpora.json", "corpora.conll"])
def test_the_corpora_go_out_and_come_back(output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert.main(["export", *annotated.PARTS, "-o", str(tmp_path / output)]) == 0
    assert convert.main(["import", str(tmp_path / output), "-o", str(tmp_path / "back")]) == 0
    assert capsys.readouterr().out == ""
    for part in annotated.PARTS:
        for path in annotated.files_of([part]):
            assert annotated.read_document(tmp_path / "back" / path.name) == annotated.read_document(path)


def test_predictions_become_a_draft_of_annotations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Заголовок\n\n  Выделят 5 млрд тенге, ещё 5 млрд тенге в 2030 году. Доля вырастет с 5% до [7%] в Семее?"
    document = Extractor(names=False).extract(text, "2024-09-02", id="x-01")
    assert len(document.targets) >= 3
    write([document], tmp_path / "made", "brat")
    assert convert.main(["import", str(tmp_path / "made"), "-o", str(tmp_path / "new"), "--genre", "op_ed"]) == 0
    found = annotated.read_document(tmp_path / "new" / "x-01.txt")
    assert str(found["text"]) == "Заголовок\n" + text.split("\n")[2].strip()
    assert [t["surface"] for t in found["targets"]] == [t.value.text for t in document.targets if t.value]  # type: ignore[attr-defined]
    assert [m["surface"] for m in found["money"]] == ["5 млрд тенге"] * 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([Mark(kind="Money", start=0, end=9, fields={"amount": 5})], "crosses a line break"),
        ([Mark(kind="Sum", start=0, end=1)], "no such kind"),
        ([Mark(kind="Money", start=0, end=1, fields={"amount": n}) for n in (5, 6)], "another Money has these words"),
    ],
)
def test_what_the_form_can_not_say(marks: list[Mark], said: str) -> None:
    with pytest.raises(DataError, match=said):
        convert.annotated_of(Page(text="5 евро\nи 6 евро", marks=marks, head={"id": "x", "genre": "op_ed"}))


def test_what_is_wrong_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert.main(["export", "nowhere", "-o", str(tmp_path / "x")]) == 1
    assert "nowhere: no such file" in capsys.readouterr().err
    page = page_of(Extractor(names=False).extract("Семей"))
    assert page.marks
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Семей", encoding="utf-8")
    assert convert.main(["import", str(tmp_path / "in"), "-o", str(tmp_path / "out")]) == 1
    assert "genre" in capsys.readouterr().out


@pytest.mark.parametrize("own", [True, False], ids=["ours", "spacy"])
def test_the_corpora_as_spacy_files(own: bool, tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    options = [] if own else ["--spacy-tokens"]
    assert convert.main(["export", "dev", "-o", str(tmp_path / "dev.spacy"), *options]) == 0
    docs = list(DocBin().from_disk(tmp_path / "dev.spacy").get_docs(spacy.blank("ru").vocab))
    gold = convert.read_documents(["dev"])
    assert [doc._.kz for doc in docs] == gold
    for doc, document in zip(docs, gold, strict=True):
        assert [s._.kz for s in doc.spans["targets"]] == list(document.targets)
        if own:
            assert [s.text for s in doc.spans["money"]] == [m.text for m in document.money]
            named = [r for name in ("organisations", "places", "persons") for r in getattr(document, name)]
            assert {r.text for r in named} <= {e.text for e in doc.ents}
