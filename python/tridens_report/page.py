"""The page: sections of text, tables and figures in one HTML file that needs nothing from outside."""

import html
import json
import math
import os
import pathlib
import tempfile

from .style import readable

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; margin: 0 auto; max-width: 62rem; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 .2rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 2px solid #0072B2; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; } .kind { color: #666; margin: 0; }
nav a { margin-right: 1rem; } a { color: #0072B2; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .7rem; border-bottom: 1px solid #ddd; vertical-align: top; }
th { background: #f3f6f9; } td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure { width: 100%; height: 440px; } .caption, .note { color: #555; font-size: .9rem; }
.warning { border-left: 4px solid #D55E00; padding-left: .7rem; }
pre { background: #f6f6f6; padding: .7rem; overflow-x: auto; font-size: .8rem; line-height: 1.35; }
button { font: inherit; padding: .3rem .9rem; border: 1px solid #0072B2; background: #fff; color: #0072B2; border-radius: .3rem; cursor: pointer; }
summary { cursor: pointer; color: #0072B2; } .checksum { font-family: monospace; font-size: .75rem; }
@media (max-width: 40rem) { body { padding: .6rem; font-size: 15px; } .figure { height: 340px; } }
@media print { button, nav { display: none; } }
"""

SCRIPT = """
for (const one of document.querySelectorAll('script.figure-data')) {
  const figure = JSON.parse(one.textContent);
  if (window.innerWidth < 640) { figure.layout.font.size = 11; figure.layout.margin = {l: 50, r: 8, t: 10, b: 45}; }
  Plotly.newPlot(one.dataset.for, figure.data, figure.layout, {responsive: true, displaylogo: false,
    modeBarButtonsToRemove: ['lasso2d', 'select2d'], toImageButtonOptions: {format: 'svg', filename: one.dataset.for}});
}
const button = document.getElementById('copy');
if (button) button.addEventListener('click', () => {
  const text = document.getElementById('bibtex').textContent;
  const done = () => { button.textContent = 'Copied'; setTimeout(() => { button.textContent = 'Copy BibTeX'; }, 1500); };
  const by_selection = () => {
    const range = document.createRange(); range.selectNodeContents(document.getElementById('bibtex'));
    const selection = window.getSelection(); selection.removeAllRanges(); selection.addRange(range);
    document.execCommand('copy'); selection.removeAllRanges(); done();
  };
  if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, by_selection);
  else by_selection();
});
"""

LONGEST_TABLE = 400


class ReportError(Exception):
    """What the user can mend: *problem (why) suggestion*."""


def number(value):
    """Six digits, as the program prints them."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}"


def cell(value):
    if isinstance(value, (int, float)) and not isinstance(value, bool) or value is None:
        return f'<td class="number">{number(value)}</td>'
    return f"<td>{readable(number(value) if isinstance(value, bool) else value)}</td>"


def table(headings, rows, checksum=False):
    """A table; of a long one the first rows, with a line that says so."""
    shown = rows[:LONGEST_TABLE]
    head = "".join(f"<th>{readable(one)}</th>" for one in headings)
    body = "".join("<tr>" + "".join(cell(value) for value in row) + "</tr>" for row in shown)
    more = (f'<p class="note">{len(shown)} of {len(rows)} rows; the others are in the result and in the figure.</p>'
            if len(shown) < len(rows) else "")
    kind = ' class="checksum"' if checksum else ""
    return f'<div class="scroll"><table{kind}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'


def folded(summary, inside, opened=False):
    return f"<details{' open' if opened else ''}><summary>{html.escape(summary)}</summary>{inside}</details>"


def _finite(value):
    """Numbers as JSON knows them: what is not finite is a gap in a curve."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [_finite(one) for one in value]
    return value


class Report:
    """What a page says. `results` and `inputs` are lists of HTML; figures are added where they belong."""

    def __init__(self, title, kind):
        self.title, self.kind = title, kind
        self.inputs, self.results = [], []
        self.figures = 0

    def add_table(self, headings, rows, title=""):
        self.results.append((f"<h3>{readable(title)}</h3>" if title else "") + table(headings, rows))

    def add_figure(self, traces, layout, title="", caption="", height=None):
        self.figures += 1
        name = f"figure-{self.figures}"
        data = json.dumps(_finite({"data": traces, "layout": layout}), allow_nan=False, separators=(",", ":"))
        heading = f"<h3>{readable(title)}</h3>" if title else ""
        size = f' style="height:{height}px"' if height else ""
        note = f'<p class="caption">{readable(caption)}</p>' if caption else ""
        self.results.append(f'{heading}<div class="figure" id="{name}"{size}></div>{note}'
                            f'<script type="application/json" class="figure-data" data-for="{name}">'
                            f"{data.replace('</', '<' + chr(92) + '/')}</script>")

    def add_text(self, text, css="note"):
        self.results.append(f'<p class="{css}">{readable(text)}</p>')


def plotly_script():
    try:
        from plotly.offline import get_plotlyjs
    except ImportError:
        raise ReportError("no page (plotly is not installed) pip install plotly") from None
    return get_plotlyjs()


def _provenance(provenance):
    parts = [f'<p>Tridens {html.escape(provenance["version"])}</p>']
    for warning in provenance["warnings"]:
        parts.append(f'<p class="warning">{readable(warning)}</p>')
    if provenance["choices"]:
        rows = list(provenance["choices"].items())
        parts.append(folded(f"{len(rows)} choices and defaults", table(["choice", "value"], rows), len(rows) <= 14))
    if provenance["data"]:
        rows = list(provenance["data"].items())
        parts.append(folded(f"{len(rows)} {'table that was' if len(rows) == 1 else 'tables that were'} read, with SHA-256", table(["table", "SHA-256"], rows, True)))
    return "".join(parts)


def _reference(citation):
    fields, authors = citation["fields"], citation["authors"]
    plain = lambda name: fields.get(name, "").replace("{", "").replace("}", "").replace("\\", "")
    shown = ", ".join(authors[:3]) + (" et al." if len(authors) > 3 or authors[-1] == "others" else "")
    shown = shown.replace(", others et al.", " et al.")
    text = f"{html.escape(shown)}, <i>{readable(fields.get('title', '').strip('{}'))}</i>"
    journal = f"{plain('journal')} {plain('volume')} ({plain('year')}) {plain('pages')}" if plain("journal") else plain("year")
    if journal:
        text += ", " + html.escape(journal)
    if fields.get("eprint"):
        text += f', <a href="https://arxiv.org/abs/{fields["eprint"]}">arXiv:{fields["eprint"]}</a>'
    elif fields.get("doi"):
        text += f', <a href="https://doi.org/{fields["doi"]}">{fields["doi"]}</a>'
    return text


def _citations(citations):
    rows = "".join(f"<tr><td>{_reference(one)}</td><td>{readable(', '.join(one['for'][:6]))}"
                   f"{' …' if len(one['for']) > 6 else ''}</td></tr>" for one in citations["citations"])
    bibtex = html.escape("\n".join(one["bibtex"] for one in citations["citations"]))
    unknown = "".join(f'<p class="note">Also cite {html.escape(one)}, which the bibliography of Tridens does not have.</p>'
                      for one in citations["unknown"])
    return (f'<div class="scroll"><table><thead><tr><th>paper</th><th>for</th></tr></thead><tbody>{rows}</tbody></table></div>'
            f'{unknown}<h3>BibTeX</h3><p><button id="copy" type="button">Copy BibTeX</button></p><pre id="bibtex">{bibtex}</pre>')


def page_text(report, provenance, citations):
    """The whole page as text."""
    inputs = "".join(report.inputs) or '<p class="note">The result holds no card; the choices below say what was computed.</p>'
    title = readable(report.title)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Tridens {html.escape(provenance["version"])}">
<link rel="icon" href="data:,">
<title>{html.escape(report.title)}</title>
<style>{STYLE}</style>
<script>{plotly_script()}</script>
</head>
<body>
<header><p class="kind">Tridens: {html.escape(report.kind)}</p><h1>{title}</h1>
<nav><a href="#results">Results</a><a href="#inputs">Inputs</a><a href="#provenance">Provenance</a><a href="#citations">Citations</a></nav></header>
<section id="results"><h2>Results</h2>{"".join(report.results)}</section>
<section id="inputs"><h2>Inputs</h2>{inputs}</section>
<section id="provenance"><h2>Provenance</h2>{_provenance(provenance)}</section>
<section id="citations"><h2>Citations</h2>{_citations(citations)}</section>
<script>{SCRIPT}</script>
</body>
</html>
"""


def write_whole(path, text, force):
    """The file appears whole or not at all; an existing one only goes when `force` is given."""
    path = pathlib.Path(path)
    if not path.parent.is_dir():
        raise ReportError(f"cannot write '{path}' (there is no folder '{path.parent}') make it first")
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(temporary, 0o644)
        if force:
            os.replace(temporary, path)
        else:
            try:
                os.link(temporary, path)
            except FileExistsError:
                raise ReportError(f"'{path}' exists (files are not replaced unasked) give another name or force") from None
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
