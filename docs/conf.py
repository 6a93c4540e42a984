"""Sphinx configuration: Markdown pages, formulas drawn by KaTeX, nothing fetched from the network by a reader."""

import re
import shutil
import sys
from pathlib import Path

here = Path(__file__).parent
root = here.parent

# Pages of the tutorials come from their scripts.
sys.path.insert(0, str(root / "tools"))
import tutorials  # noqa: E402

tutorials.write_pages()

project = "Tridens"
author = "the Tridens developers"
copyright = "the Tridens developers, GPL-3.0-or-later"
release = re.search(r"project\(tridens VERSION ([\d.]+)", (root / "CMakeLists.txt").read_text())[1]

extensions = ["myst_parser", "sphinx.ext.mathjax"]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"Tridens {release}"
html_show_sphinx = False
html_static_path = ["_static", "_build/katex"]

# The calculator for browsers, one file, is written by ./dev web.
if not (here / "_build" / "web" / "tridens-calculator.html").exists():
    raise SystemExit("the calculator is missing: build the documentation by ./dev docs")
html_extra_path = ["_build/web"]

# KaTeX comes from the Debian packages libjs-katex and fonts-katex, copied next to the pages so that they stand alone.
# The extension mathjax only marks the formulas; what it loads instead of MathJax is render_formulas.js.
katex = Path("/usr/share/javascript/katex")
if not (katex / "katex.min.js").exists():
    raise SystemExit("KaTeX is missing (package libjs-katex): build the documentation by ./dev docs")
copy = here / "_build" / "katex" / "katex"
shutil.rmtree(copy, ignore_errors=True)
copy.mkdir(parents=True)
for name in ("katex.min.css", "katex.min.js", "contrib/auto-render.js"):
    shutil.copy(katex / name, copy)
shutil.copytree(katex / "fonts", copy / "fonts")
html_css_files = ["katex/katex.min.css"]
html_js_files = ["katex/katex.min.js", "katex/auto-render.js"]
mathjax_path = "render_formulas.js"
