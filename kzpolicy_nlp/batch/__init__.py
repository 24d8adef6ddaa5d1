"""Thousands of documents at once: worker processes, an output that is whole or not there, and going on after a stop."""

from .run import Summary, batch

__all__ = ["Summary", "batch"]
