"""The spaCy component: spans over the records, which travel with the Doc, and a tokenizer of our tokens."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from kzpolicy_nlp import Document, Extractor
from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.records import LISTS
from kzpolicy_nlp.spacy import ENTS, LABELS, annotate

TEXT = (
    "Построить 300 школ и 20 больниц до 2026 года, сообщили в Минфине РК в Семее. "
    "Выделят 5млрд тенге.\n\nВ 2023 году экспорт  вырос на 5%."
)
CORPORA = sorted((Path(__file__).parent.parent / "corpora").glob("*/*.txt"))
RAZDEL = {"nlp": {"tokenizer": {"@tokenizers": "kzpolicy.razdel.v1"}}}


def pipeline(**settings: Any) -> Language:
    nlp = spacy.blank("ru")
    nlp.add_pipe("kzpolicy", config={"names": False, **settings})
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline(date="2024-09-02")


def told(doc: Doc) -> Any:
    """All that a Doc says of its records."""
    groups = {
        name: [(s.start, s.end, s.label_, s.kb_id_, s.id_, s._.kz) for s in group] for name, group in doc.spans.items()
    }
    return doc._.kz, groups, [(e.text, e.label_, e.kb_id_, e._.kz) for e in doc.ents]


def check(doc: Doc) -> None:
    """Every record of a Doc has its span: the fewest tokens that hold it; and the span leads to the record."""
    document = doc._.kz
    assert document.text == doc.text
    for name in LISTS:
        records, spans = getattr(document, name), doc.spans[name]
        assert len(records) == len(spans), name
        for record, span in zip(records, spans, strict=True):
            wide = doc.char_span(record.start, record.end, alignment_mode="expand")
            assert (span.start, span.end) == (wide.start, wide.end), record.text
            assert span._.kz == record
            assert span.label_ == LABELS[name]
    assert {e._.kz for e in doc.ents} <= {r for name in ENTS for r in getattr(document, name)}


def test_it_is_found_by_its_entry_point() -> None:
    code = (
        "import spacy; nlp = spacy.blank('ru'); nlp.add_pipe('kzpolicy')\n"
        "doc = nlp('Построить 300 школ до 2026 года.'); print(doc.spans['targets'][0]._.kz.amount)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "300.0\n"


def test_records_become_spans_and_entities(nlp: Language) -> None:
    doc = nlp(TEXT)
    check(doc)
    assert doc._.kz == Document.from_dict(Extractor(names=False).extract(TEXT, "2024-09-02").to_dict())
    assert [s._.kz.amount for s in doc.spans["targets"]] == [300, 20, 5e9]
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("300 школ", "QUANTITY"),
        ("20 больниц", "QUANTITY"),
        ("2026 года", "DATE"),
        ("Минфине РК", "ORG"),
        ("Семее", "LOC"),
        ("5млрд тенге", "MONEY"),
        ("2023 году", "DATE"),
        ("5%", "QUANTITY"),
    ]
    assert (doc.ents[3].kb_id_, doc.ents[4].kb_id_) == ("kz-ministry-finance", "kato:101010000")


@pytest.mark.parametrize("config", [{}, RAZDEL], ids=["spacy", "razdel"])
def test_no_record_of_our_corpora_is_dropped(config: dict[str, Any]) -> None:
    nlp = spacy.blank("ru", config=config)
    nlp.add_pipe("kzpolicy", config={"names": False})
    counted = cut = 0
    for path in CORPORA[::4]:
        doc = nlp(path.read_text(encoding="utf-8"))
        check(doc)
        counted += sum(len(doc.spans[name]) for name in LISTS)
        cut += sum(span.text != span._.kz.text for name in LISTS for span in doc.spans[name])
    assert counted > 1000
    assert cut == 0 if config else cut > 0  # our own tokens hold every record exactly


THEIRS, OURS = spacy.blank("ru").make_doc, spacy.blank("ru", config=RAZDEL).make_doc


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("5 млрдтенгеГ.,-–\u00ad\u0301\n\t\u00a0%$«»AІ1\U0001f4a9"), max_size=40))
def test_any_text_stays_as_it_is(text: str) -> None:
    document = Extractor(names=False).extract(text)
    for make in (THEIRS, OURS):
        doc = make(text)
        assert doc.text == text
        annotate(doc, document)
        check(doc)


def test_records_travel_with_the_doc(nlp: Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    other = spacy.blank("ru").vocab
    assert told(Doc(other).from_bytes(doc.to_bytes())) == told(doc)
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "docs.spacy")
    (kept,) = DocBin().from_disk(tmp_path / "docs.spacy").get_docs(spacy.blank("ru").vocab)
    assert told(kept) == told(doc)
    (bare,) = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(other)
    assert bare._.kz is None
    assert bare.ents[0]._.kz is None
    assert [(e.text, e.label_) for e in bare.ents] == [(e.text, e.label_) for e in doc.ents]


def test_the_pipeline_is_stored_and_loaded(tmp_path: Path) -> None:
    nlp = spacy.blank("ru", config=RAZDEL)
    nlp.add_pipe("kzpolicy", config={"names": False, "date": "2024-09-02", "prefix": "kz_", "ents": False})
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert told(again(TEXT)) == told(nlp(TEXT))
    copied = spacy.blank("ru", config=RAZDEL)
    copied.add_pipe("kzpolicy", config=nlp.get_pipe_meta("kzpolicy").default_config | {"names": False})
    copied.from_bytes(nlp.to_bytes())
    doc = again(TEXT)
    assert not doc.ents
    assert set(doc.spans) == {f"kz_{name}" for name in LISTS}


def test_pipes_of_texts_in_several_processes(nlp: Language) -> None:
    texts = [TEXT, "", "Выделят 5 млрд тенге.", TEXT] * 3
    alone = [told(nlp(text)) for text in texts]
    assert [told(doc) for doc in nlp.pipe(texts)] == alone
    assert [told(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=3)] == alone


def test_dates() -> None:
    text = "1 марта 2022 года. Построить 300 школ к концу года."
    assert pipeline()(text)._.kz.date is None
    doc = pipeline(date="auto")(text)
    assert doc.spans["targets"][0]._.kz.year == 2022
    doc = pipeline().make_doc("Построить 300 школ к концу года.")
    doc._.kz_date = dt.date(2019, 1, 1)
    assert pipeline()(doc).spans["targets"][0]._.kz.year == 2019
    assert Doc(doc.vocab).from_bytes(doc.to_bytes())._.kz_date == "2019-01-01"
    with pytest.raises(InputError, match="not a date: 'soon'"):
        pipeline(date="soon")(text)


def test_spans_made_elsewhere(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc[1:3].text == "300 школ"
    assert doc[1:3]._.kz == doc._.kz.quantities[0]
    assert doc[0:2]._.kz is None
    assert doc[2:2]._.kz is None
    assert Span(doc, 1, 3, label="MONEY")._.kz is None
    assert nlp.make_doc(TEXT)[1:3]._.kz is None
    assert doc[0:5].as_doc(copy_user_data=True)._.kz is None
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[1:3])
    other = nlp(TEXT)
    assert [e._.kz for e in doc.ents] == [e._.kz for e in other.ents]


def test_entities_of_others_stay_where_there_is_room() -> None:
    nlp = spacy.blank("ru")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "VERB", "pattern": "Построить"}, {"label": "THING", "pattern": "школ и"}])  # type: ignore[attr-defined]
    nlp.add_pipe("kzpolicy", config={"names": False})
    assert [(e.text, e.label_) for e in nlp(TEXT).ents][:2] == [("Построить", "VERB"), ("300 школ", "QUANTITY")]


def test_displacy_draws_them(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert "QUANTITY" in displacy.render(doc, style="ent", page=False)
    assert "TARGET" in displacy.render(doc, style="span", page=False, options={"spans_key": "targets"})


def test_the_config_of_the_docs() -> None:
    page = (Path(__file__).parent.parent / "docs" / "pipelines.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"```ini\n(.*?)```", page, re.DOTALL)
    nlp = spacy.util.load_model_from_config(spacy.util.load_config_from_str(snippet), auto_fill=True)
    assert nlp("1 марта 2022 года. Построить 300 школ к концу года.")._.kz.targets[0].year == 2022
    assert nlp.get_pipe("kzpolicy") is not None
