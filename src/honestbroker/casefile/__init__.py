"""Text to `Case` and back: the only part that touches case files."""

from honestbroker.casefile.reader import read, read_text, shipped

__all__ = ["read", "read_text", "shipped"]
