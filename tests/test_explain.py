"""`kzpolicy explain` and the confidence of targets and facts."""

from __future__ import annotations

import io

import pytest
from click.testing import CliRunner

from kzpolicy_nlp import Document, Extractor, extract
from kzpolicy_nlp.cli import main
from kzpolicy_nlp.outputs.explain import explain
from kzpolicy_nlp.statements.confidence import confidence
from kzpolicy_nlp.text.data import words

TEXT = "К 2026 году Правительство должно довести экспорт IT-услуг до одного миллиарда долларов."


def told(document: Document, width: int = 100) -> list[str]:
    stream = io.StringIO()
    explain(document, stream, width=width)
    return stream.getvalue().splitlines()


def test_each_piece_is_underlined_in_its_place() -> None:
    sentence, marks, *rest = told(extract(TEXT, date="2024-09-02"))
    assert sentence == TEXT
    for sign, piece in (("=", "одного миллиарда долларов"), ("~", "2026 году"), ("-", "экспорт IT-услуг")):
        at = TEXT.index(piece)
        assert set(marks[at : at + len(piece)]) <= {sign, "~"}
    assert "    frame raise: довести  (words/frames.toml, [raise])" in rest
    assert "    cue must: должно  (words/cues.toml, [must])" in rest


def test_a_long_sentence_is_broken_and_its_marks_with_it() -> None:
    lines = told(extract(TEXT, date="2024-09-02"), width=40)
    assert all(len(line) <= 40 for line in lines[:6])
    assert sum(line.count("=") for line in lines) == len("одного миллиарда долларов")


def test_control_characters_of_the_text_do_not_reach_the_terminal() -> None:
    lines = told(extract("К 2026 году построим \x1b[31m300 школ.", date="2024-09-02"))
    assert "\x1b" not in "".join(lines)


def test_nothing_found_is_said() -> None:
    assert told(extract("Добрый день.")) == ["no target or fact found"]


def test_the_command_reads_an_argument_a_file_and_stdin(tmp_path: object) -> None:
    runner = CliRunner()
    given = runner.invoke(main, ["explain", TEXT, "--date", "2024-09-02"])
    piped = runner.invoke(main, ["explain", "--date", "2024-09-02"], input=TEXT)
    assert given.exit_code == 0
    assert "target: 1 bn USD, 2026, goal, level, up" in given.output
    assert piped.output == given.output
    assert runner.invoke(main, ["explain", TEXT, "--file", "x"]).exit_code == 2
    missing = runner.invoke(main, ["explain", "--file", "no-such-file"])
    assert missing.exit_code == 1


def test_confidence_is_a_likelihood_and_stands_on_every_record() -> None:
    document = Extractor(names=False).extract(TEXT + " Построено 12 школ. | а | 2026 |\n", date="2024-09-02")
    records = [*document.targets, *document.facts]
    assert records
    assert all(r.confidence is not None and 0 <= r.confidence <= 1 for r in records)


@pytest.mark.parametrize("target", [True, False])
def test_confidence_rises_with_what_speaks_for_a_record(target: bool) -> None:
    weights = words("confidence")["weights"]
    best = max(weights, key=weights.get)
    worst = min(weights, key=weights.get)
    low, high = (confidence([trait], target=target, mode="level") for trait in (worst, best))
    assert low < high
