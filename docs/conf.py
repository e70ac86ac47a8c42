"""How the pages are built: ``python -m sphinx -W docs docs/_build/html``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

project = "honestbroker"
author = "The honestbroker authors"
copyright = "2026, The honestbroker authors"

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_click",
    "sphinxcontrib.bibtex",
    "concepts",
    "mathml",
]
exclude_patterns = ["_build"]
smartquotes_action = "qe"  # no long dash for the two hyphens of an option

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3
html_math_renderer = "mathml"  # drawn by the browser: no page loads anything from outside

bibtex_bibfiles = ["bibliography.bib"]
bibtex_default_style = "alpha"
bibtex_reference_style = "label"

autodoc_typehints = "none"
autodoc_class_signature = "separated"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

html_theme = "furo"
html_title = "honestbroker"
html_show_sphinx = False
html_copy_source = False
