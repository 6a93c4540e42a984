"""Histograms that follow the UHI protocol (PlottableHistogram): hist, boost-histogram and mplhep take them as they are."""

import numpy as np


class _Traits:
    circular = False
    discrete = False


class Axis:
    """An axis of bins between edges. Attributes: edges, name, unit, label, traits."""

    traits = _Traits()

    def __init__(self, edges, name, unit=""):
        self.edges = np.asarray(edges, dtype=float)
        self.name = name
        self.unit = unit

    @property
    def label(self):
        text = self.name.replace("_", " ")
        return f"{text} [{self.unit}]" if self.unit else text

    @property
    def centers(self):
        return 0.5 * (self.edges[1:] + self.edges[:-1])

    def __len__(self):
        return len(self.edges) - 1

    def __getitem__(self, index):
        if index >= len(self):
            raise IndexError(index)
        return float(self.edges[index]), float(self.edges[index + 1])

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __eq__(self, other):
        return isinstance(other, Axis) and self.name == other.name and np.array_equal(self.edges, other.edges)

    def __repr__(self):
        return f"<Axis {self.label}: {len(self)} bins from {self.edges[0]:g} to {self.edges[-1]:g}>"


class Histogram:
    """Contents of bins with their variances.

    Attributes:
        axes: list of Axis.
        name: what is counted.
        unit: of the contents: "events", "fb".
    """

    kind = "COUNT"

    def __init__(self, axes, values, variances=None, name="", unit="events"):
        self.axes = list(axes)
        self._values = np.asarray(values, dtype=float)
        self._variances = None if variances is None else np.asarray(variances, dtype=float)
        self.name = name
        self.unit = unit

    def values(self):
        return self._values

    def variances(self):
        return self._variances

    def counts(self):
        """Effective number of entries per bin: the contents themselves without variances."""
        if self._variances is None:
            return self._values
        return np.divide(self._values**2, self._variances, out=np.zeros_like(self._values),
                         where=self._variances != 0.0)

    def project(self, axis):
        """The sum over every axis but one, by number."""
        others = tuple(i for i in range(len(self.axes)) if i != axis)
        variances = None if self._variances is None else self._variances.sum(axis=others)
        return Histogram([self.axes[axis]], self._values.sum(axis=others), variances, self.name, self.unit)

    def __eq__(self, other):
        return (isinstance(other, Histogram) and self.axes == other.axes and
                np.array_equal(self._values, other._values))

    def __repr__(self):
        bins = " x ".join(str(len(axis)) for axis in self.axes)
        return f"<Histogram {self.name}: {bins} bins, {self._values.sum():.6g} {self.unit}>"

    def plot(self, axes=None, **style):
        """Steps with error bars; of two axes, a map of colours."""
        from .figures import axes_or_new

        axes = axes_or_new(axes)
        if len(self.axes) == 2:
            mesh = axes.pcolormesh(self.axes[0].edges, self.axes[1].edges, self._values.T, **style)
            axes.figure.colorbar(mesh, ax=axes, label=self.unit)
            axes.set(xlabel=self.axes[0].label, ylabel=self.axes[1].label)
            return axes
        axis = self.axes[0]
        steps = axes.stairs(self._values, axis.edges, label=self.name, **style)
        if self._variances is not None:
            axes.errorbar(axis.centers, self._values, yerr=np.sqrt(self._variances), fmt="none",
                          ecolor=steps.get_edgecolor(), lw=1.0)
        axes.set(xlabel=axis.label, ylabel=f"{self.unit} per bin")
        axes.legend()
        return axes
