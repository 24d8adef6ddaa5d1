"""A task for worker processes that does to them what an item says."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from kzpolicy_nlp.errors import DataError


class Task:
    """Does what the first word of an item names, with the rest."""

    def __init__(self, fails: str = "") -> None:
        self.fails = fails

    def load(self) -> None:
        if self.fails == "ours":
            raise DataError("no such list")
        if self.fails == "other":
            raise KeyError("something")
        if self.fails == "exit":
            os._exit(9)

    def __call__(self, item: tuple[Any, ...]) -> Any:
        what, *rest = item
        if what == "sleep":
            time.sleep(rest[0])
            return rest[1]
        if what == "spin":
            while True:
                pass
        if what == "raise":
            return 1 / 0
        if what == "exit":
            os._exit(rest[0])
        if what == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "die once":
            if not Path(rest[0]).exists():
                Path(rest[0]).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return "alive"
        if what == "allocate":
            return len(bytearray(1 << 62))
        if what == "print":
            print("to stdout", *rest)
        if what == "pid":
            (Path(rest[0]) / str(os.getpid())).touch()
        return rest[0]
