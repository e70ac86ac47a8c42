"""How kernels are compiled and where the machine code is kept between runs.

Compiling takes seconds, loading compiled code takes tenths. Numba keeps machine code next to the
source file or in a cache folder, and fails when a kernel is decorated if neither can be written: a
read-only installation without a home. So a folder is chosen before anything is decorated:

1. the environment variable NUMBA_CACHE_DIR, if it is set: its owner has decided;
2. the user's cache folder;
3. a folder in the system's temporary folder that nobody else can read or write. One that exists
   already is used only if it belongs to this user and is closed to all others, since code is loaded
   from it;
4. none: kernels are compiled anew in every run.

Inside it code is kept apart for each edition of this package's kernels, known by a digest of their
sources: Numba itself only looks at the file a kernel stands in, and not at those it calls into.

Kernels release Python's interpreter lock, so that several threads can run them.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

__all__ = ["edition", "folder", "kernel", "private"]

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """A function compiled on its first call.

    Parameters
    ----------
    function : callable
        Arrays and numbers in, arrays and numbers out.

    Returns
    -------
    callable
        The same, compiled; its code is kept in `folder`.
    """
    kept = folder()
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    if kept is not None:
        numba.config.CACHE_DIR = str(kept / edition())  # type: ignore[attr-defined]
    try:
        compiled: Any = numba.njit(cache=kept is not None, nogil=True)(function)
    finally:
        numba.config.CACHE_DIR = before  # type: ignore[attr-defined]
    return cast(F, compiled)


@cache
def edition() -> str:
    """Which edition of the kernels this is.

    Returns
    -------
    str
        A digest of their sources.
    """
    digest = blake2b(digest_size=8)
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


@cache
def folder() -> Path | None:
    """Where compiled code is kept.

    Returns
    -------
    Path or None
        A folder that can be written; None if there is no such folder.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    candidates = [Path(chosen)] if chosen else []
    cache_home = os.environ.get("XDG_CACHE_HOME")
    try:
        home = Path(cache_home) if cache_home else Path.home() / ".cache"
        candidates.append(home / "honestbroker" / "numba")
    except RuntimeError:  # nobody knows where home is
        pass
    for candidate in candidates:
        if _writable(candidate):
            return candidate
    name = f"honestbroker-{os.getuid()}" if hasattr(os, "getuid") else "honestbroker"
    temporary = Path(tempfile.gettempdir()) / name
    return temporary if private(temporary) and _writable(temporary) else None


def private(path: Path) -> bool:
    """Whether a folder is this user's and closed to all others; made if it is missing.

    Parameters
    ----------
    path : Path
        The folder.

    Returns
    -------
    bool
        False too if something else is there, such as a link.
    """
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) & 0o077 == 0


def _writable(path: Path) -> bool:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return True
    except OSError:
        return False
