"""What the results of all calculations have in common: where they come from, and how they are drawn."""

import numpy as np


class Result:
    """A result with its provenance.

    Attributes:
        version: of Tridens.
        choices: list of (property, text): everything that was chosen or left at its default.
        warnings: list of texts about what was asked.
        citations: arXiv numbers of the papers to cite.
        data_checksums: table -> SHA-256 of the data that were read.
    """

    def __init__(self, provenance):
        self.version = provenance.version
        self.choices = list(provenance.choices)
        self.warnings = list(provenance.warnings)
        self.citations = list(provenance.citations_arxiv)
        self.data_checksums = dict(provenance.data_checksums)

    def plot(self, axes=None, **style):
        """Draws the result; returns the matplotlib axes."""
        raise NotImplementedError


def shape_text(array):
    return "x".join(str(length) for length in np.shape(array)) or "one number"
