# %% [markdown]
# # 5. My own experiment file
#
# A detector is one text file: target, neutrinos, exposure, how energies are measured, backgrounds. In this tutorial you write one for a kilogram of germanium beside a research reactor, count with it, and find
# out what it could say about the magnetic moment of the neutrino.

# %%
from pathlib import Path

import tridens

# %% [markdown]
# ## The file
#
# `tridens init experiment` writes it with every key explained. The essential ones are few:

# %%
Path("my_detector.toml").write_text("""
title = "One kilogram of germanium at a research reactor"
sources = ["my notebook"]
processes = ["cevns", "nu-e"]

[target]
material = "Ge"
mass = "1 kg"

[flux]
source = "reactor,power=100MW,distance=10m,fractions=pure-u235"

[exposure]
time = "1 y"

[observable]
name = "electron_equivalent_energy"
unit = "keV"
bins = 20
from = 0.2
to = 1.2

[response]
quenching = "lindhard,k=0.157,Z=32"
resolution = "gaussian,noise=50eV,fano=0.11,pair_energy=2.96eV"

[[background]]
name = "flat"
events = 365
relative_uncertainty = 0.1
energy = "flat"

[[uncertainty]]
name = "flux"
relative = 0.05

[likelihood]
statistic = "poisson"
""")

# %% [markdown]
# ## What it counts
#
# ```sh
# tridens show my_detector.toml         # what was understood
# tridens rate my_detector.toml --bins
# ```

# %%
rate = tridens.rate("my_detector.toml")
print(rate)
print("signal", rate.signal.sum(), "background", rate.background.sum())
axes = rate.plot()

# %% [markdown]
# The bins are in *electron-equivalent* energy: a nuclear recoil of 1 keV looks like 0.2 keV, the rest goes into motion of atoms (*quenching*). Is the detector limited by its threshold? Change a key, without a new file:

# %%
for mass in ("1 kg", "10 kg"):
    print(mass, tridens.rate("my_detector.toml", mass=mass).signal.sum())
for quenching in (0.14, 0.157, 0.18):
    text = Path("my_detector.toml").read_text().replace("k=0.157", f"k={quenching}")
    Path("changed.toml").write_text(text)
    print("k =", quenching, tridens.rate("changed.toml").signal.sum())

# %% [markdown]
# The rate hangs on the quenching: before you quote a limit, this must become an uncertainty of the file (`[[response_variation]]`, see [experiments](../experiments.md)).
#
# ## What it could say
#
# There are no counts yet. A fit to *Asimov data*, which are what the Standard Model makes expect, tells the limit that the experiment would set on average.

# %%
card = {
    "fit": {"title": "Magnetic moment of the electron neutrino", "data": "asimov",
            "confidence": [0.90]},
    "model": {"name": "magnetic-moment", "magnetic_moment_nue": "{moment}e-11 muB"},
    "parameter": [{"name": "moment", "unit": "1e-11 muB",
                   "min": 0, "max": 100, "points": 51}],
    "experiment": [{"name": "my_detector.toml", "change": {"recoil_min": "10 eV"}}],
}
best = tridens.fit(card)
for parameter, method, confidence, low, high in best.intervals:
    print(f"below {high:.1f}e-11 muB at {100 * confidence:.0f} %")
axes = tridens.scan(card).plot()
axes.set_ylim(0, 10)

# %% [markdown]
# `recoil_min` is needed because the rate of a magnetic moment grows without end towards zero recoil energy; nothing below 10 eV can reach the lowest bin. A hundred times the mass, and even then the same background: the limit falls by little more than two, since
# the rate goes with the square of the moment.

# %%
for mass in ("1 kg", "100 kg"):
    card["experiment"][0]["change"]["mass"] = mass
    limit = tridens.fit(card).intervals[0][-1]
    print(f"{mass}: below {limit:.1f}e-11 muB")

# %% [markdown]
# When counts are there, they go into the file (`[observed]`), and the same card fits them with `data = "observed"`. All keys are on the page about [experiments](../experiments.md).
