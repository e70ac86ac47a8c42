"""A report as one HTML file: no request to anywhere, light and dark, for screen, print and reader.

Everything a case says is escaped by the template engine; the only markup that is passed through is
made here and in `honestbroker.render.drawing`.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from honestbroker.explain.page import Story, pieces

if TYPE_CHECKING:
    from honestbroker.render.pictures.signs import Figure

__all__ = ["html", "rich"]


def html(story: Story, figures: Mapping[str, Figure]) -> str:
    """A report as one HTML file.

    Parameters
    ----------
    story : Story
        The report in words.
    figures : dict
        Name of a place in it to a picture.

    Returns
    -------
    str
        The whole document.
    """
    environment = _environment()
    script = environment.get_template("report.js").render()
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = environment.get_template("report.html")
    return template.render(
        story=story,
        figures={name: (figure, Markup(figure.svg)) for name, figure in figures.items()},
        rich=lambda sentence: rich(story, sentence),
        kind=lambda block: type(block).__name__,
        style=Markup(environment.get_template("report.css").render()),
        script=Markup(script),
        script_hash=digest,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("honestbroker", "render/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rich(story: Story, sentence: str) -> Markup:
    """A sentence with its references as links.

    Parameters
    ----------
    story : Story
        Where the references lead.
    sentence : str
        A sentence with marks.

    Returns
    -------
    Markup
        Escaped words and links.
    """
    told: list[Any] = []
    for kind, part in pieces(sentence):
        if kind == "text":
            told.append(escape(part))
            continue
        ref = story.refs.get(part)
        if ref is None:
            continue
        shown = str(ref.number) if ref.number else ref.title
        if ref.flag:
            shown += f", {ref.flag}"
        label = f"{story.labels['entry']} {shown}: {ref.title}" if ref.number else shown
        told.append(
            Markup('<a class="ref" href="#{}" title="{}" aria-label="{}">[{}]</a>').format(
                ref.anchor, ref.title, label, shown
            )
        )
    return Markup("").join(told)
