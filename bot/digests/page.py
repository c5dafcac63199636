"""A digest as one self-contained page for a steering meeting: nothing is fetched from anywhere."""

from collections.abc import Sequence
from html import escape
from typing import Final

from bot.digests.domain import Digest
from bot.digests.pictures import heat_map, told, trend_picture
from bot.digests.plain_text import title
from bot.digests.sections import Line, Section
from bot.digests.sections.footer import HOW_IT_WORKS, named_when

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"

_STYLE: Final = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto;
  max-width: 62rem; padding: 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .35rem 0; overflow-wrap: anywhere; }
.when, .small, figcaption, caption { color: #4a4a4a; font-size: .875rem; }
.first { font-size: 1.15rem; margin-top: 1rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
figure { margin: 0; break-inside: avoid; }
svg { width: 100%; height: auto; display: block; }
svg text { font-size: 11px; fill: #4a4a4a; }
.grid { stroke: #d9d9d9; } .ribbon { fill: #dfe5ea; } .dot { fill: #12394f; }
.line { fill: none; stroke: #12394f; stroke-width: 2.5; }
.edge { fill: none; stroke: #5b7382; stroke-dasharray: 3 3; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; padding-bottom: .35rem; }
th, td { padding: .2rem .5rem; text-align: right; white-space: nowrap; border: 1px solid #fff; }
th[scope=row], .group { text-align: left; font-weight: 400; } .group { font-weight: 600; }
.heat td { print-color-adjust: exact; -webkit-print-color-adjust: exact; min-width: 2.2rem; }
.s0 { color: #4a4a4a; } .s1 { background: #12394f; color: #fff; }
.s2 { background: #3d6179; color: #fff; } .s3 { background: #8fa9b8; }
.s4 { background: #c9d6dd; } .s5 { background: #eef3f5; }
@media print { body { padding: 0; font-size: 11pt; } h2 { break-after: avoid; } }
"""


def as_page(digest: Digest, sections: Sequence[Section], *, with_practices: bool = True) -> str:
    """Return a digest as an HTML document.

    Args:
        digest: what it shows.
        sections: what it says.
        with_practices: whether the heat map of practices stands in it.

    """
    said = [part for part in sections if not part.is_small]
    small = [part for part in sections if part.is_small]
    panels = "".join(
        f"<figure>{trend_picture(row)}<figcaption>{escape(told(row))}</figcaption></figure>"
        for row in digest.dimensions
    )
    practices = f"<h2>Practices over time</h2>{heat_map(digest)}" if with_practices else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>'
        f"<title>{escape(title(digest))}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title(digest))}</h1>"
        f'<p class="when">As of the week of {digest.wave.day} {digest.wave:%B %Y}. '
        "</p>"
        f"{''.join(map(_section, said))}"
        f'<h2>Over time, with 90% ranges</h2><div class="panels">{panels}</div>'
        f"{practices}<h2>How it is worked out</h2><p>{escape(HOW_IT_WORKS)}</p>"
        f"<p>{escape(named_when(digest))}</p>"
        f'<div class="small">{"".join(map(_section, small))}</div></body></html>\n'
    )


def _section(section: Section) -> str:
    return "".join(_line(line) for line in section.lines)


def _line(line: Line) -> str:
    lead = f"<strong>{escape(line.lead)}:</strong> " if line.lead else ""
    link = f' <a href="{escape(line.url)}">Read it</a>' if line.url else ""
    return f"<p>{lead}{escape(line.text)}{link}</p>"
