"""Thousands of documents at once: worker processes, an output that is whole or not there, and going on after a stop."""

from ..inputs.rows import Columns
from ..inputs.sources import Reading
from .run import Summary, batch

__all__ = ["Columns", "Reading", "Summary", "batch"]
