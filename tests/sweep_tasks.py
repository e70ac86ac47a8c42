"""Work for sweeps in tests: what a worker process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any


def squares(shared: dict[str, Any], chunk: list[int]) -> dict[str, Any]:
    """Squares, and who worked them out; notes each chunk in a folder, and may take its time."""
    with Path(shared["notes"], f"{chunk[0]}.{os.getpid()}.{time.monotonic_ns()}").open("w"):
        pass
    time.sleep(shared.get("seconds", 0))
    return {"squares": [number * number for number in chunk]}


def dies_once(shared: dict[str, Any], chunk: list[int]) -> dict[str, Any]:
    """The same, but whoever gets the fatal chunk first is killed while working on it."""
    mark = Path(shared["notes"], "killed")
    if chunk[0] == shared["fatal"] and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(shared, chunk)


def always_dies(shared: dict[str, Any], chunk: list[int]) -> None:
    """Nobody survives this one."""
    os.kill(os.getpid(), signal.SIGKILL)


def complains(shared: Any, chunk: Any) -> None:
    """Work that cannot be done."""
    raise ArithmeticError(f"chunk {chunk} cannot be worked out")
