"""The page around the blocks: its parts are put together here, its markup is page.html.j2.

The policy in the head names every script and style by its hash, computed over the very text that is written, so nothing
that slipped in with the data can run. Styles are hashed too: no element carries a style attribute, widths and colours
of single elements are attributes of SVG and of table columns.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kefu.report.document import Card, Chart, Document, Heading
from kefu.report.renderers._html import drawing
from kefu.report.renderers._html.amounts import clauses, figures_whole, unbroken
from kefu.report.renderers._html.marks import Spec
from kefu.report.renderers._html.vega import lies_down, specification
from kefu.report.renderers._process.svg import svg
from kefu.report.renderers._reading.cells import chart_table
from kefu.report.renderers._reading.references import Reference, line_numbers, references
from kefu.report.renderers._reading.register import earlier_lines
from kefu.report.renderers._reading.sections import sections, topic
from kefu.report.renderers._reading.titles import beside_title
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._reading.words import words
from kefu.report.themes import Theme

HERE = Path(__file__).parent
LANGUAGES = {"zh": "zh-CN", "en": "en"}
AS_THE_PAGE = ("brand", "muted", "good", "warn", "bad")  # colours of charts that are too dark on a dark ground


def page(document: Document, theme: Theme) -> str:
    """Return the whole page as text."""
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    style = colours(theme) + text_of("style.css") + text_of("blocks.css")
    scripts = [bundle(), text_of("script.js")] if charts else [text_of("script.js")]
    said, numbers = words(document), line_numbers(document)
    return str(
        environment().get_template("page.html.j2").render(
            document=document,
            language=LANGUAGES[document.language],
            policy=policy(scripts, [style]),
            style=Markup(style),  # noqa: S704 - our own style sheet and colours
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own script and the Vega bundle
            sections=list(sections(document)),
            specs=embedded(_specifications(charts, theme)),
            register=numbers,
            earlier=earlier_lines(document),
            referred=lambda ids: references(ids, numbers),
            figure_address=lambda figure: f"#{figure}",
            drill_address=lambda _card: "",
            below="h4",
            **_drawn_with(document, charts, theme, said),
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fragment:
    """Blocks as HTML without a page around them; ``specifications`` are the Vega-Lite charts by the id of the element
    they are drawn in. No element carries a style or a script."""

    html: str
    specifications: Mapping[str, Spec]


def fragment(
    document: Document,
    theme: Theme,
    *,
    figure_address: Callable[[str], str],
    drill_address: Callable[[Card], str],
    name: str = "chart",
) -> Fragment:
    """The blocks of a document; each number of its register leads to the address of its figure, and the name of a card
    to where the number is taken apart ("" for nowhere). The elements of the charts are ``<name>-1`` and so on."""
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    numbers = line_numbers(document)
    html = environment().get_template("fragment.html.j2").render(
        blocks=document.blocks,
        below="h4" if any(isinstance(block, Heading) for block in document.blocks) else "h2",
        register=numbers,
        referred=lambda ids: [Reference(str(numbers.get(one, "·")), one) for one in ids],
        figure_address=figure_address,
        drill_address=drill_address,
        **_drawn_with(document, charts, theme, words(document), name),
    )  # fmt: skip
    return Fragment(html, _specifications(charts, theme, name))


def _drawn_with(
    document: Document, charts: Sequence[Chart], theme: Theme, said: dict[str, str], name: str = "chart"
) -> dict[str, Any]:
    """What the blocks' own markup asks for."""
    numbers, headings = _numbers(charts, name), _headings(document)
    return {
        "heading_of": lambda block: headings[id(block)],
        "said": said,
        "chart_id": lambda chart: numbers[id(chart)],
        "chart_table": lambda chart: chart_table(chart, said),
        "process_map": lambda drawn: Markup(svg(drawn, theme)),  # noqa: S704 - its texts are escaped
        "legend": lambda chart: drawing.legend(chart, theme),
    }


def _headings(document: Document) -> dict[int, str]:
    """The words each block stands under."""
    found, above = dict[int, str](), document.title
    for block in document.blocks:
        above = block.text if isinstance(block, Heading) else above
        found[id(block)] = above
    return found


def _numbers(charts: Sequence[Chart], name: str) -> dict[int, str]:
    return {id(chart): f"{name}-{number}" for number, chart in enumerate(charts, start=1)}


def _specifications(charts: Sequence[Chart], theme: Theme, name: str = "chart") -> dict[str, Spec]:
    numbers = _numbers(charts, name)
    return {numbers[id(chart)]: specification(chart, theme) for chart in charts}


@cache
def environment() -> Environment:
    """The template's surroundings: everything is escaped, a name that does not exist is an error."""
    found = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.globals |= {
        "kind": drawing.kind,
        "lies_down": lies_down,
        "is_inscribed": drawing.is_inscribed,
        "sparkline": drawing.sparkline,
        "track": drawing.track,
        "image": drawing.image,
        "is_short": drawing.is_short,
        "is_whole": drawing.is_whole,
        "is_name": drawing.is_name,
        "is_told": drawing.is_told,
        "is_paired": drawing.is_paired,
        "judged_column": drawing.judged_column,
        "is_wide": drawing.is_wide,
        "beside_title": beside_title,
        "topic": topic,
    }
    found.filters |= {"marked": marked, "unbroken": unbroken, "clauses": clauses, "figures_whole": figures_whole}
    return found


@cache
def bundle() -> str:
    """The Vega libraries as one module, made by vl-convert once per run; made safe to stand inside a script element."""
    made: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return made.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")


def text_of(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def colours(theme: Theme) -> str:
    """The theme as CSS variables, first thing in the style sheet; in the dark charts take the colours of the page,
    those with texts in their marks only the grey of what is not the point."""
    pairs = [f"--{name.replace('_', '-')}: #{value};" for name, value in theme.palette.items()]
    dark = [
        f'{where} [{what}="#{theme.palette[name]}"] {{ {what}: var(--{name}); }}'
        for name, where in {"compare": ".block", **dict.fromkeys(AS_THE_PAGE, ".chart:not(.inscribed)")}.items()
        for what in ("fill", "stroke")
    ]
    return (
        f':root {{ {" ".join(pairs)} --latin: "{theme.latin_font}"; --han: "{theme.han_font}"; }}\n'
        f"@media screen and (prefers-color-scheme: dark) {{ {' '.join(dark)} }}\n"
    )


def policy(scripts: list[str], styles: list[str]) -> str:
    """Content Security Policy: nothing from anywhere; only these scripts and styles; pictures only inline."""
    return "; ".join([
        "default-src 'none'",
        f"script-src {' '.join(map(hashed, scripts))}",
        f"style-src {' '.join(map(hashed, styles))}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ])  # fmt: skip


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def embedded(data: dict[str, Any]) -> Markup:
    """JSON inside a script element: no character that could end the element or start a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
