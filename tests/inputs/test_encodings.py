"""The encoding of a text is told by its bytes."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "corpora"))
import annotated

from kzpolicy_nlp.errors import InputError
from kzpolicy_nlp.inputs.encodings import decode, encoding_of

TEXTS = [
    "Правительству поручено до конца 2025 года построить 300 школ и довести долю МСБ до 40%.",
    "В бюджете на 2026 год предусмотрено 5 млрд тенге.",
    "ПОСТАНОВЛЕНИЕ ПРАВИТЕЛЬСТВА РЕСПУБЛИКИ КАЗАХСТАН",
    "Об утверждении плана",
    "Акимат: «до 1 декабря» – №5, ёмкость рынка",
    "за 9 месяцев экспорт вырос на 27,4%\r\nв том числе в Россию",
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_russian_in_every_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    assert decode(data) == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_long_texts_of_our_own_corpora(encoding: str) -> None:
    for document in annotated.read_part("heldout"):
        data = document["text"].encode(encoding, "ignore")
        assert encoding_of(data) == encoding
        assert encoding_of(data.decode(encoding).upper().encode(encoding)) == encoding


def test_ascii_and_nothing() -> None:
    assert decode(b"") == ""
    assert decode(b"in 2025") == "in 2025"
    assert decode(codecs.BOM_UTF8) == ""


def test_line_ends_stay() -> None:
    assert decode("а\r\nб\nв\r".encode("cp1251"), "cp1251") == "а\r\nб\nв\r"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(InputError, match="not a text"):
        decode(data)


def test_an_encoding_that_is_named_is_taken() -> None:
    data = "тенге".encode("koi8-r")
    assert decode(data, "cp1251") != "тенге"
    with pytest.raises(InputError, match=r"not utf-8 \(byte 0xd4 at position 0\)"):
        decode(data, "utf-8")
    with pytest.raises(InputError, match="no such encoding: utf-99"):
        decode(data, "utf-99")
