// Draws every formula of the page with KaTeX. An error in a formula is shown in red where it stands.
document.addEventListener("DOMContentLoaded", () => {
  renderMathInElement(document.body, {
    delimiters: [
      { left: "\\[", right: "\\]", display: true },
      { left: "\\(", right: "\\)", display: false },
    ],
    macros: { "\\slashed": "\\mathrlap{\\,/}{#1}" }, // as in LaTeX's slashed
    throwOnError: false,
  });
});
