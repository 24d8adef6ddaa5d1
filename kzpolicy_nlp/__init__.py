"""Reads Russian-language policy texts of Kazakhstan and returns structured records.

>>> from kzpolicy_nlp import extract
>>> extract("довести экспорт до 1 млрд долларов к 2026 году", date="2024-09-02").targets[0].year
2026
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "extract": "extractor",
    "Extractor": "extractor",
    "KzPolicyError": "errors",
    **dict.fromkeys(
        (
            "Baseline",
            "DateExpr",
            "Deadline",
            "Document",
            "Fact",
            "Mention",
            "Money",
            "Organisation",
            "Person",
            "Place",
            "Quantity",
            "Sentence",
            "Target",
            "Token",
        ),
        "records",
    ),
}

if TYPE_CHECKING:
    from .errors import KzPolicyError
    from .extractor import Extractor, extract
    from .records import (
        Baseline,
        DateExpr,
        Deadline,
        Document,
        Fact,
        Mention,
        Money,
        Organisation,
        Person,
        Place,
        Quantity,
        Sentence,
        Target,
        Token,
    )

__all__ = [
    "Baseline",
    "DateExpr",
    "Deadline",
    "Document",
    "Extractor",
    "Fact",
    "KzPolicyError",
    "Mention",
    "Money",
    "Organisation",
    "Person",
    "Place",
    "Quantity",
    "Sentence",
    "Target",
    "Token",
    "__version__",
    "extract",
]


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first asked for (PEP 562), so that importing the package does no work."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f".{home}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
