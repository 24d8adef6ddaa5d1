"""Where a sentence ends behind an abbreviation."""

from __future__ import annotations

import pytest

from kzpolicy_nlp.text.tokens import Tokens
from kzpolicy_nlp.text.view import View


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Школа стоит на пр. Абая в Семее.", 1),
        ("Дома на пр. Республики, 5. Ремонт идет.", 2),
        ("Школы, больницы и пр. объекты построят.", 1),
        ("Ремонт на ул. Сатпаева закончен.", 1),
    ],
)
def test_abbreviations(text: str, count: int) -> None:
    assert len(Tokens(View(text)).sentences) == count
