"""Text to `Case` and back: the only part that touches case files.

On the way in: `tree` (YAML with places), `syntax` (what is wrong with the YAML), `models` (which
keys there are), `validate` and `wording` (what does not fit them), `build` (the domain objects),
`survey` (the case in each profile and with each change), `places` (the very word), `reader` (all
of it). On the way out: `layout`, `writer`, `splice`. Beside them: `starter` (a first case),
`schema` (for editors), `gmcr` (files of other programs), `hashes` (copies of sources).
"""

from honestbroker.casefile.reader import read, read_text, shipped

__all__ = ["read", "read_text", "shipped"]
