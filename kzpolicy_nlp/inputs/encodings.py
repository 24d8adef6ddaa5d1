"""Bytes into text: the encoding is told by the bytes themselves."""

from __future__ import annotations

import codecs
import math

from ..errors import InputError

#: How often each of the letters U+0430…U+044F stands in a thousand letters of our annotated texts (corpora/dev).
FREQUENCIES = (
    *(84, 15, 47, 21, 39, 85, 8, 15, 66, 10, 30, 44, 31, 67, 105, 31),
    *(54, 55, 71, 23, 3, 10, 7, 10, 6, 3, 1, 18, 15, 2, 5, 19),
)
#: The one-byte encodings of Russian, the likeliest first.
ONE_BYTE = ("cp1251", "koi8-r", "cp866", "iso8859-5")
ENOUGH = 20_000  # bytes that a guess looks at

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SIGNS = frozenset("\u00ab\u00bb\u2013\u2014\u2116\u00a0\u0451\u0401\u2026\u201c\u201d\u201e\u2019\u00ad")
_COSTS = [-math.log(f / 1000) for f in FREQUENCIES]
_SIGN, _ODD, _BREAK = 4.0, 9.0, 4.0  # the costs of a usual sign, of another character, of a capital inside a word


def decode(data: bytes, encoding: str | None = None) -> str:
    """Returns the text that the bytes spell, without a byte order mark; line ends stay as they are.

    Args:
        encoding: the encoding, if it is known; None tells it from the bytes (`encoding_of`).

    Raises:
        InputError: the bytes are in no encoding that is known here, or not in the one named.
    """
    name = encoding or encoding_of(data)
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{data[error.start]:02x} at position {error.start}"
        raise InputError(f"not {name} ({byte}); name its encoding with --encoding, or leave it out") from None
    except LookupError:
        raise InputError(f"no such encoding: {name}") from None


def encoding_of(data: bytes) -> str:
    """Returns the encoding of a text: UTF-8 and UTF-16 by their form, else the one in which it reads as Russian best.

    Among CP1251, KOI8-R, CP866 and ISO 8859-5 each way of reading is scored by the frequency of its letters, and by
    capitals inside words. Thirty letters are enough.

    Raises:
        InputError: it is no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    plain = _is_utf8(data)
    zeros = data[:ENOUGH].count(0)
    if (zeros or not plain) and len(data) % 2 == 0:
        lower, upper = _high(data[:ENOUGH:2]), _high(data[1:ENOUGH:2])
        if max(lower, upper) > 0.95:
            return "utf-16-le" if upper > lower else "utf-16-be"
    if zeros:
        raise InputError("not a text: it has zero bytes")
    if plain:
        return "utf-8"
    costs = {name: cost for name in ONE_BYTE if (cost := _cost(data[:ENOUGH], name)) is not None}
    if not costs:
        raise InputError("not a text in UTF-8, UTF-16, CP1251, KOI8-R or CP866; name its encoding with --encoding")
    return min(costs, key=costs.__getitem__)


def _high(half: bytes) -> float:
    """The share of bytes that are the upper half of a Russian or Latin character or sign in UTF-16."""
    return sum(half.count(byte) for byte in (0, 4, 0x20, 0x21)) / max(1, len(half))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _cost(data: bytes, name: str) -> float | None:
    """How unlike Russian the bytes read in an encoding, None where they can't be read at all."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    total, before = 0.0, ""
    for char in text:
        if char > "\x7f":
            letter = ord(char.lower()) - 0x430
            if 0 <= letter < len(_COSTS):
                total += _COSTS[letter] + (_BREAK if char.isupper() and before.islower() else 0)
            else:
                total += _SIGN if char in _SIGNS else _ODD
        before = char
    return total
