"""The value rooms on a bare text, as the extractor runs them, and the example lines that try them."""

from __future__ import annotations

from pathlib import Path

from kzpolicy_nlp.examples import Example, examples_of, matches
from kzpolicy_nlp.text.lexicon import lexicon
from kzpolicy_nlp.text.rules import Chain, classify
from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View
from kzpolicy_nlp.values.dates import find_dates
from kzpolicy_nlp.values.money import find_money
from kzpolicy_nlp.values.numbers import read_numbers
from kzpolicy_nlp.values.quantities import find_quantities
from kzpolicy_nlp.values.value import Value

EXAMPLES = Path(__file__).parent.parent / "examples"


def chain_of(text: str) -> Chain:
    tokens = Tokens(View(text))
    return read_numbers(tokens, classify(tokens, lexicon()))


def money_of(chain: Chain) -> list[Value]:
    return [v for v in values_of(chain) if v.money]


def quantities_of(chain: Chain) -> list[Value]:
    return [v for v in values_of(chain) if not v.money]


def values_of(chain: Chain) -> list[Value]:
    money = find_money(chain)
    return [*money, *find_quantities(chain, money, [(x.first, x.last) for x in find_dates(chain)])]


def lines_of(name: str) -> list[Example]:
    folder = Path(__file__).parent if name == "numbers" else EXAMPLES
    return examples_of((folder / f"{name}.txt").read_text(encoding="utf-8"))


def complaint(example: Example, text: str, found: list[tuple[int, int, Value]]) -> str | None:
    """What is wrong with the values found at offsets of the text, or None."""
    near = [v for v in found if example.mention is None or _touches(example, v)]
    if example.negative:
        wrong = [(text[a:b], v) for a, b, v in near if matches(v, example.fields)]
        return f"{example.source}: found {wrong}" if wrong else None
    if not any(_covers(example, v) and matches(v[2], example.fields) for v in near):
        return f"{example.source}: found {[(text[a:b], v) for a, b, v in found]}"
    return None


def _touches(example: Example, found: tuple[int, int, Value]) -> bool:
    assert example.mention is not None
    return found[0] < example.mention.end and example.mention.start < found[1]


def _covers(example: Example, found: tuple[int, int, Value]) -> bool:
    assert example.mention is not None
    mention = example.mention
    return mention.start - 1 <= found[0] <= mention.core_start and mention.core_end <= found[1]
