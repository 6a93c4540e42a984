"""Makes the browsable gallery: FOLDER/gallery.json in; an index, one page, figures and CSV files per entry out.

Computes nothing: every number comes from `tridens reproduce`. Usage: pages.py FOLDER [--png]
"""

import argparse
import concurrent.futures
import csv
import html
import json
import os
import pathlib
import re
import shutil
import sys

import draw
import matplotlib.pyplot as plt

VERDICTS = {"agrees": "agrees", "differs": "differs, with the reason", "shown": "shown, nothing to compare with", "failed": "failed"}
GREEK = {"nu": "ν", "mu": "μ", "tau": "τ", "to": " → ", "sigma": "σ", "gamma": "γ", "epsilon": "ε", "chi": "χ", "alpha": "α", "ell": "ℓ"}
GREEK |= {"theta": "θ", "Delta": "Δ", "pi": "π", "eta": "η", "beta": "β", "Lambda": "Λ", "Psi": "Ψ", "times": " × ", "sqrt": "√"}


# ---- text


def plain(text):
    """Mathtext to readable HTML."""

    def convert(match):
        formula = re.sub(r"\\bar\{?\\nu\}?", "ν̄", match.group(1))
        formula = re.sub(r"\\(?:mathrm|rm|text|mathcal)\{([^}]*)\}", r"\1", formula)
        for name, sign in GREEK.items():
            formula = re.sub(r"\\" + name + r"(?![A-Za-z])\s?", sign, formula)
        formula = re.sub(r"\\[,;! ]", " ", formula)
        for mark, tag in (("_", "sub"), ("^", "sup")):
            formula = re.sub(rf"\{mark}\{{([^{{}}]*)\}}", rf"<{tag}>\1</{tag}>", formula)
            formula = re.sub(rf"\{mark}([A-Za-z0-9+\-νμτ'])", rf"<{tag}>\1</{tag}>", formula)
        return formula.replace("{", "").replace("}", "").replace("-", "−")

    return re.sub(r"\$([^$]*)\$", convert, html.escape(text, quote=False))


NEUTRINOS = {"nue": "ν<sub>e</sub>", "numu": "ν<sub>μ</sub>", "nutau": "ν<sub>τ</sub>"}
NEUTRINOS |= {name + "bar": "ν̄" + sign[1:] for name, sign in NEUTRINOS.items()}
WORDS = {"mu": "μ", "tau": "τ", "nu": "ν", "sigma": "σ", "theta": "θ", "eps": "ε", "alpha": "α", "gamma": "γ", "chi": "χ", "phi": "φ", "Delta": "Δ"}


def readable(text):
    """Plain text to HTML with its names of particles, indices and powers as they are written by hand."""
    text = plain(text)
    text = re.sub(r"\b(nue|numu|nutau)(bar)?\b", lambda m: NEUTRINOS[m[0]], text)
    text = text.replace("-&gt;", "→")
    index = lambda m: f"{WORDS.get(m[1], m[1])}<sub>{WORDS.get(m[2], m[2])}</sub>"
    text = re.sub(r"\b([A-Za-z]|sigma|theta|eps|nu|Delta|alpha)_([A-Za-z]{1,3}|\d)(?![A-Za-z_])", index, text)
    text = re.sub(r"\b(sigma|theta|eps|alpha|chi|phi)\b(?![-.])", lambda m: WORDS[m[0]], text)
    text = re.sub(r"\^(?:\((-?\d+/?\d*)\)|([+-]?\d+))", lambda m: f"<sup>{m[1] or m[2]}</sup>", text)
    text = re.sub(r"\b(cm|GeV|MeV|eV|m)([23])\b", r"\1<sup>\2</sup>", text)
    return re.sub(r"\b(\d+(?:\.\d+)?)e([+-]?)0*(\d+)\b", lambda m: f"{m[1]} × 10<sup>{m[2].replace('+', '').replace('-', '−')}{m[3]}</sup>", text)


def linked(text):
    """Text with the numbers of arXiv as links."""
    return re.sub(
        r"(?<![\d./])(?:arXiv:)?(\d{4}\.\d{4,5}|(?:hep-ph|hep-ex|nucl-ex|astro-ph)/\d{7})(?!\d)",
        r'<a href="https://arxiv.org/abs/\1">\1</a>',
        html.escape(text, quote=False),
    )


def number(value):
    if value is None:
        return ""
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        mantissa, power = f"{value:.4e}".split("e")
        return f"{float(mantissa):.5g} × 10<sup>{int(power)}</sup>".replace("-", "−")
    return f"{value:.5g}".replace("-", "−")


def duration(seconds):
    if seconds >= 120:
        return f"{seconds / 60:.0f} min"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s" if seconds >= 0.1 else f"{1000 * seconds:.0f} ms"


def verdict_counts(rows):
    return {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in ("agrees", "differs", "shown")}


def chips(entry):
    """The verdicts of an entry as short labels."""
    if entry["problem"]:
        return "<span class='verdict failed'>failed</span>"
    counts = {verdict: count for verdict, count in verdict_counts(entry["rows"]).items() if count}
    words = {"agrees": "agree", "differs": "differ", "shown": "shown"}
    if not counts:
        return "<span class='verdict shown'>figure</span>" if entry["figures"] else "<span class='verdict shown'>table</span>"
    return "".join(f"<span class='verdict {verdict}'>{count} {verdict if count == 1 else words[verdict]}</span>" for verdict, count in counts.items())


def table_html(columns, rows, classes=""):
    head = "".join(f"<th>{plain(name)}" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{plain(cell)}" for cell in row) for row in rows)
    return f"<table class='{classes}'><thead><tr>{head}<tbody>{body}</table>"


def page(title, body, gallery, documentation, script=""):
    home = "<a href='../index.html'>Documentation</a>" if documentation else ""
    return (
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'>"
        f"<title>{html.escape(title)}</title><link rel=stylesheet href=gallery.css></head><body>"
        f"<nav class=way>{home}<a href=index.html>Gallery</a><a href=slides.html>The talks, slide by slide</a></nav>{body}"
        f"<p class=quiet>Tridens {html.escape(gallery['version'])}. All numbers: <a href=gallery.json>gallery.json</a>.</p>"
        f"{script}</body></html>\n"
    )


# ---- files of an entry


class Drawing:
    """One figure of an entry: its file names and its caption."""

    def __init__(self, stem, caption, data):
        self.svg, self.csv, self.caption = stem + ".svg", data, caption


def write_csv(path, entry, gallery, about, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        for line in (f"{entry['id']}: {entry['title']}", *about, f"computed by Tridens {gallery['version']}; source: {entry['source']}"):
            file.write("# " + line.replace("\n", " ") + "\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def curve_rows(figure):
    """A line per point: name, x (of steps: both edges), y, band or error bar."""
    name = ""
    for curve in figure["curves"]:
        name = curve["label"] or name
        steps = curve["style"] == "steps"
        for i, y in enumerate(curve["y"]):
            band = [curve["low"][i], curve["high"][i]] if curve["low"] else ["", ""]
            yield [name, repr(curve["x"][i]), repr(curve["x"][i + 1]) if steps else "", repr(y), *band]


def save(fig, path, **options):
    metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
    fig.savefig(path, metadata=metadata, **options)
    plt.close(fig)


def draw_entry(folder, entry, gallery, png):
    """Figures, their data and the thumbnail."""
    drawings = []
    for count, figure in enumerate(entry["figures"], 1):
        stem = f"{entry['id']}-{count}"
        save(draw.draw_figure(figure), folder / f"{stem}.svg")
        if png:
            save(draw.draw_figure(figure), folder / f"{stem}.png", dpi=150)
        about = [figure["title"], f"x: {figure['x_label']}", f"y: {figure['y_label']}"]
        about += [f"x = {i}: {name}" for i, name in enumerate(figure["categories"], 1)]
        write_csv(folder / f"{stem}.csv", entry, gallery, about, ["curve", "x", "x_high", "y", "low", "high"], curve_rows(figure))
        drawings.append(Drawing(stem, figure["title"], f"{stem}.csv"))
    if drawings:
        save(draw.draw_small_figure(entry["figures"][0]), folder / f"{entry['id']}.png", dpi=110)
    elif draw.with_published(entry["rows"]):
        save(draw.draw_agreement(entry["title"], entry["rows"]), folder / f"{entry['id']}-1.svg")
        save(draw.draw_small_agreement(entry["rows"]), folder / f"{entry['id']}.png", dpi=110)
        drawings.append(Drawing(f"{entry['id']}-1", "Computed over published numbers", ""))
    write_tables(folder, entry, gallery)
    return drawings


def draw_all(folder, gallery, png):
    """Every entry by itself, on all processors."""
    entries = gallery["entries"]
    processors = min(len(os.sched_getaffinity(0)), 8, len(entries) // 4)
    if processors < 2:
        return {entry["id"]: draw_entry(folder, entry, gallery, png) for entry in entries}
    about = {"version": gallery["version"]}
    with concurrent.futures.ProcessPoolExecutor(processors) as pool:
        futures = {entry["id"]: pool.submit(draw_entry, folder, entry, about, png) for entry in entries}
        return {name: future.result() for name, future in futures.items()}


def write_tables(folder, entry, gallery):
    if entry["rows"]:
        names = ["quantity", "unit", "published", "computed", "tolerance", "at_most", "verdict", "reason"]
        rows = [["" if row.get(name) is None else row[name] for name in names] for row in entry["rows"]]
        write_csv(folder / f"{entry['id']}-numbers.csv", entry, gallery, ["the tolerance is relative"], names, rows)
    for count, table in enumerate(entry["tables"], 1):
        write_csv(folder / f"{entry['id']}-table-{count}.csv", entry, gallery, [table["title"]], table["columns"], table["rows"])


# ---- the page of an entry


def comparison_table(entry):
    if not entry["rows"]:
        return ""
    compared = any(row["published"] is not None for row in entry["rows"])
    lines = []
    for row in entry["rows"]:
        published, tolerance = row["published"], row["tolerance"]
        ratio = f"{row['computed'] / published:.4f}" if published else ""
        width = "" if tolerance is None else f"{100 * tolerance:.2g} %"
        reason = f"<div class=reason>{readable(row['reason'])}</div>" if row.get("reason") else ""
        bound = "&lt; " if row["at_most"] else ""
        cells = [f"<td class=wide>{readable(row['quantity'])}{reason}"]
        cells += [f"<td class=number>{bound}{number(published)}"] if compared else []
        cells += [f"<td class=number>{number(row['computed'])}<td>{readable(row['unit'])}"]
        cells += [f"<td class=number>{ratio}<td class=number>{width}<td><span class='verdict {row['verdict']}'>{row['verdict']}</span>"] if compared else []
        lines.append("<tr>" + "".join(cells))
    head = "<th>quantity<th class=number>published<th class=number>computed<th>unit<th class=number>ratio<th class=number>tolerance<th>verdict"
    head = head if compared else "<th>quantity<th class=number>computed<th>unit"
    return (
        f"<h2>{'Published against computed' if compared else 'Numbers'}</h2><div class=scroll><table class=numbers><thead><tr>{head}<tbody>"
        f"{''.join(lines)}</table></div><p class=quiet><a href='{entry['id']}-numbers.csv' download>these numbers as CSV</a></p>"
    )


def data_tables(entry):
    parts = []
    for count, table in enumerate(entry["tables"], 1):
        content = f"<div class=scroll>{table_html(table['columns'], table['rows'])}</div>"
        title = readable(table["title"])
        if len(table["rows"]) > 14:
            content = f"<details><summary>{len(table['rows'])} rows</summary>{content}</details>"
        link = f"<p class=quiet><a href='{entry['id']}-table-{count}.csv' download>this table as CSV</a></p>"
        parts.append(f"<h3>{title}</h3>{content}{link}")
    return "<h2>Tables</h2>" + "".join(parts) if parts else ""


def figure_html(drawing):
    data = f" · <a href='{drawing.csv}' download>data as CSV</a>" if drawing.csv else ""
    return (
        f"<figure><a href='{drawing.svg}'><img src='{drawing.svg}' alt='{html.escape(drawing.caption, quote=True)}' loading=lazy></a>"
        f"<figcaption>{readable(drawing.caption)} · <a href='{drawing.svg}'>enlarge (SVG)</a>{data}</figcaption></figure>"
    )


def repeat_html(entry):
    lines = [f"tridens reproduce {entry['id']}"] + ([entry["command"]] if entry["command"] else [])
    return "<h2>To repeat it</h2><pre>" + "\n".join(html.escape(line) for line in lines) + "</pre>"


def provenance_html(entry, gallery):
    slides = [slide for slide in gallery["slides"] if entry["id"] in slide["entries"]]
    shown = "; ".join(f"{readable(slide['heading'])} ({readable(slide['shows'])})" for slide in slides)
    rows = [("source", linked(entry["source"]))]
    rows += [("slides", shown)] if shown else []
    rows += [("topics", html.escape(", ".join(entry["topics"])))] if entry["topics"] else []
    rows += [("computed in", duration(entry["seconds"])), ("by", f"Tridens {html.escape(gallery['version'])}")]
    return "<h2>Where it comes from</h2><dl>" + "".join(f"<dt>{name}<dd>{text}" for name, text in rows) + "</dl>"


def entry_html(entry, drawings, neighbours, gallery):
    before, after = neighbours
    way = "".join(f"<a href='{e['id']}.html'>{sign}</a>" for e, sign in ((before, f"← {before and before['id']}"), (after, f"{after and after['id']} →")) if e)
    problem = f"<p><span class='verdict failed'>failed</span> {html.escape(entry['problem'])}</p>" if entry["problem"] else ""
    note = f"<p>{readable(entry['note'])}</p>" if entry["note"] else ""
    computes = f"<p>{readable(entry['computes'])}</p>" if entry["computes"] else ""
    figures = "".join(figure_html(drawing) for drawing in drawings)
    return (
        f"<nav class=way>{way}</nav><main id='{entry['id']}'><div class=id>{entry['id']}</div><h1>{readable(entry['title'])}</h1>"
        f"<div class=chips>{chips(entry)}</div>{problem}<div class=figures>{figures}</div>"
        f"<h2>What is computed, and what is assumed</h2>{computes}<p>{readable(entry['assumptions'])}</p>{note}"
        f"{comparison_table(entry)}{data_tables(entry)}{repeat_html(entry)}{provenance_html(entry, gallery)}</main>"
    )


# ---- the index


def thumbnail(entry, drawings):
    if drawings:
        return f"<img src='{entry['id']}.png' alt='' loading=lazy>"
    if entry["tables"]:
        table = entry["tables"][0]
        return table_html(table["columns"][:4], [row[:4] for row in table["rows"][:7]])
    rows = [[row["quantity"][:40], f"{row['computed']:.4g} {row['unit']}"] for row in entry["rows"][:7]]
    return table_html(["quantity", "computed"], rows) if rows else ""


def card(entry, drawings):
    verdicts = {row["verdict"] for row in entry["rows"]} or {"shown"}
    text = " ".join([entry["id"], entry["title"], entry["source"], entry["computes"], entry["assumptions"], *entry["topics"]]).lower()
    return (
        f"<a class=card href='{entry['id']}.html' data-id='{entry['id']}' data-verdicts='{'failed' if entry['problem'] else ' '.join(sorted(verdicts))}' "
        f"data-text='{html.escape(text, quote=True)}'><div class=thumbnail>{thumbnail(entry, drawings)}</div><div class=words>"
        f"<span class=id>{entry['id']}</span><b>{readable(entry['title'])}</b><div class=chips>{chips(entry)}</div></div></a>"
    )


def sections(groups, cards):
    parts = []
    for title, entries in groups:
        if entries:
            body = "".join(cards[entry["id"]] for entry in entries)
            parts.append(f"<section><h2>{plain(title)} <span class=quiet>({len(entries)})</span></h2><div class=cards>{body}</div></section>")
    return "".join(parts)


def counts_html(entries):
    counts = verdict_counts([row for entry in entries for row in entry["rows"]])
    failed = sum(bool(entry["problem"]) for entry in entries)
    words = {"agrees": "numbers agree", "differs": "differ, with the reason", "shown": "shown, nothing published to compare with"}
    items = [f"<li class=shown><b>{len(entries)}</b> entries</li>"]
    items += [f"<li class={verdict}><b>{counts[verdict]}</b> {text}</li>" for verdict, text in words.items()]
    items += [f"<li class=failed><b>{failed}</b> failed</li>"] if failed else []
    return f"<ul class=counts>{''.join(items)}</ul>"


def index_html(gallery, drawings):
    entries = gallery["entries"]
    cards = {entry["id"]: card(entry, drawings[entry["id"]]) for entry in entries}
    talks = [(talk["title"], [e for e in entries if e["id"].startswith(talk["key"] + ".")]) for talk in gallery["talks"]]
    topics = [(name, [e for e in entries if name in e["topics"]]) for name in gallery["topics"]]
    options = "".join(f"<option value={verdict}>{text}" for verdict, text in VERDICTS.items())
    uncovered = sum(bool(slide["not_possible"]) for slide in gallery["slides"])
    return (
        "<h1>Gallery</h1><p>Figures, tables and numbers of five talks and of the papers behind them, computed again. A number <em>agrees</em> "
        "when it lies within the stated tolerance of the published one; beside each that <em>differs</em> stands the reason, as far as it is known. "
        f"Nothing is adjusted to agree. What is left out, with the reason ({uncovered} of {len(gallery['slides'])} slides, in part or in full), "
        "stands in <a href=slides.html>the list of slides</a>.</p>"
        f"{counts_html(entries)}<p class=quiet>The calculations took {duration(sum(entry['seconds'] for entry in entries))} in all.</p>"
        "<div class=filter role=search hidden><input id=words type=search placeholder='words: dune trident, 2211.11905, ...' aria-label='words'>"
        f"<select id=verdict aria-label=verdict><option value=''>every verdict{options}</select>"
        "<select id=group aria-label='grouped by'><option value=talk>by talk<option value=topic>by topic</select><output id=count></output></div>"
        f"<div data-grouping=talk>{sections(talks, cards)}</div><div data-grouping=topic hidden>{sections(topics, cards)}</div>"
    )


def slides_html(gallery):
    known = {entry["id"] for entry in gallery["entries"]}
    parts = []
    for talk in gallery["talks"]:
        rows = []
        for slide in gallery["slides"]:
            if slide["talk"] != talk["key"]:
                continue
            links = "<br>".join(f"<a href='{i}.html'>{i}</a>" if i in known else html.escape(i) for i in slide["entries"])
            rows.append(f"<tr><td>{readable(slide['heading'])}<td>{readable(slide['shows'])}<td class='id links'>{links}<td class=reason>{readable(slide['not_possible'])}")
        head = "<tr><th>slide<th>shows<th>entries<th>not computed, and why"
        parts.append(f"<h2>{plain(talk['title'])}</h2><div class=scroll><table class=slides><thead>{head}<tbody>{''.join(rows)}</table></div>")
    return (
        "<h1>The talks, slide by slide</h1><p>Every slide with a figure, a table or a number, the entries that compute it, and what of it is not "
        f"computed. Drawings, photographs and titles are left out.</p>{''.join(parts)}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--png", action="store_true", help="every figure also as PNG")
    options = parser.parse_args()
    folder = options.folder
    gallery = json.loads((folder / "gallery.json").read_text(encoding="utf-8"))
    # Within the pages of Sphinx there is a way back to them.
    documentation = (folder.resolve().parent / "searchindex.js").exists()
    entries, drawings = gallery["entries"], draw_all(folder, gallery, options.png)
    for before, entry, after in zip([None, *entries], entries, [*entries[1:], None]):
        body = entry_html(entry, drawings[entry["id"]], (before, after), gallery)
        (folder / f"{entry['id']}.html").write_text(page(f"{entry['id']}: {entry['title']}", body, gallery, documentation), encoding="utf-8")
    for name in ("gallery.css", "gallery.js"):
        shutil.copyfile(pathlib.Path(__file__).parent / name, folder / name)
    (folder / "slides.html").write_text(page("The talks, slide by slide", slides_html(gallery), gallery, documentation), encoding="utf-8")
    script = "<script src=gallery.js></script>"
    (folder / "index.html").write_text(page("Tridens gallery", index_html(gallery, drawings), gallery, documentation, script), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
