"""The repository's tools, for tests of what they do."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

__all__ = ["load", "tool"]

ROOT = Path(__file__).resolve().parent.parent


def load(relative: str) -> ModuleType:
    """A file outside the package, as a module."""
    spec = importlib.util.spec_from_file_location(f"house_{Path(relative).stem}", ROOT / relative)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = load("tools/catalogue.py")
