"""Check what the import contract cannot see: which modules may touch the world outside.

Two rules, read from the syntax tree, without running anything:

* `formula`, `case`, `changes`, `encode`, `result` and `analyses` touch no file, no socket, no
  clock and no screen;
* `kernel` imports NumPy, SciPy, Numba, the standard library and itself, nothing else.

Run ``python tools/purity.py`` for a list of offences; the exit code is 1 if there are any.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "honestbroker"

PURE = ("formula", "case", "changes", "encode", "result", "analyses")
OUTSIDE_MODULES = frozenset(
    "asyncio ftplib getpass glob http io logging os pathlib shutil smtplib socket socketserver "
    "ssl subprocess tempfile threading time urllib webbrowser".split()
)
OUTSIDE_CALLS = frozenset("breakpoint input open print".split())
CLOCK_CALLS = frozenset("now today utcnow".split())

KERNEL_MAY_IMPORT = sys.stdlib_module_names | {"numpy", "scipy", "numba"}


def main() -> int:
    """Print every offence and return the exit code."""
    files = sorted(SRC.rglob("*.py"))
    offences = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in files
        for line, what in offences_in(path)
    ]
    for offence in offences:
        print(offence)
    print(f"{len(files)} files, {len(offences)} offences")
    return 0 if files and not offences else 1


def offences_in(path: Path) -> Iterator[tuple[int, str]]:
    """Line and description of each offence in one file."""
    stage = path.relative_to(SRC).with_suffix("").parts[0]
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    if stage in PURE:
        yield from touches(tree)
    if stage == "kernel":
        yield from foreign_imports(tree)


def touches(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Imports and calls that reach a file, a socket, a clock or a screen."""
    for line, module in imports(tree):
        if module.partition(".")[0] in OUTSIDE_MODULES:
            yield line, f"imports {module}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) if name in OUTSIDE_CALLS:
                yield node.lineno, f"calls {name}()"
            case ast.Attribute(attr=name) if name in CLOCK_CALLS:
                yield node.lineno, f"asks the clock: .{name}()"


def foreign_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Imports of anything the kernel does not work with."""
    for line, module in imports(tree):
        own = module == "honestbroker.kernel" or module.startswith("honestbroker.kernel.")
        if not own and module.partition(".")[0] not in KERNEL_MAY_IMPORT:
            yield line, f"imports {module}"


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of every absolute import."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), level=0, names=names):
                # "from honestbroker import kernel" imports honestbroker.kernel
                yield from (
                    (node.lineno, f"{module}.{alias.name}" if "." not in module else module)
                    for alias in names
                )


if __name__ == "__main__":
    sys.exit(main())
