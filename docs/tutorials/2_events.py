# %% [markdown]
# # 2. Events for my detector
#
# A simulation of a detector starts from events: lists of particles with their momenta. Here you make tridents $\nu_\mu A \to \nu_\mu \mu^-\mu^+ A$ in the beam
# of the DUNE near detector, look at them, put in your detector, and find out how many of them to expect.

# %%
import numpy as np
import tridens

# %% [markdown]
# ## A card
#
# What to compute stands in a *run card*: a file, or as here a dictionary with the same keys. `tridens init trident` writes one with every key explained.

# %%
card = {
    "process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
    "flux": {"name": "dune-nd-fhc"},
    "exposure": {"mass": "75 t", "pot": 1.1e21},  # a year of the near detector
    "generate": {"events": 3000, "seed": 1},
}
events = tridens.generate(card)
print(events)

# %% [markdown]
# In a terminal, with the card in a file:
#
# ```sh
# tridens init trident                # writes trident.toml
# tridens generate trident.toml       # writes the event file that it names, in the format NuHepMC
# ```
#
# ## What is in them
#
# `select` gives the final-state particles of one kind, by their number in the list of the Particle Data Group: 13 is the $\mu^-$, -13 the $\mu^+$.

# %%
minus, plus = events.select(13), events.select(-13)
print(len(minus), "muons; columns:", minus.dtype.names)
axes = events.histogram("energy_GeV", pdg=13, bins=30).plot()
events.histogram("energy_GeV", pdg=-13, bins=30).plot(axes)
axes.legend()

# %% [markdown]
# The rest is numpy. Pairs from tridents have a small invariant mass and fly forward together; that is how they are told from the background. Both muons come event by
# event in the same order.

# %%
def invariant_mass(a, b):
    energy = a["energy_GeV"] + b["energy_GeV"]
    momentum = [a[p] + b[p] for p in ("px_GeV", "py_GeV", "pz_GeV")]
    return np.sqrt(np.maximum(energy**2 - sum(p**2 for p in momentum), 0.0))


mass = invariant_mass(minus, plus)
print("half of all pairs are below", np.median(mass), "GeV")
print("none can be below two muon masses, 0.2113 GeV:", mass.min())

# %% [markdown]
# ## My detector
#
# Say that it sees muons above 0.5 GeV within 20 degrees of the beam.

# %%
def seen(muon):
    momentum = np.sqrt(sum(muon[p] ** 2 for p in ("px_GeV", "py_GeV", "pz_GeV")))
    forward = muon["pz_GeV"] > momentum * np.cos(np.radians(20))
    return forward & (muon["energy_GeV"] > 0.5)


both = seen(minus) & seen(plus)
efficiency = both.mean()
print(f"both muons are seen in {100 * efficiency:.1f} % of the events")

# %% [markdown]
# ## How many to expect
#
# The generated number of events is your choice; the expected one is flux times cross section times target. Since the card has an exposure, the cross section averaged over the
# same flux gives it.

# %%
average = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40",
                       flux="dune-nd-fhc", exposure={"mass": "75 t", "pot": 1.1e21})
expected = float(np.sum(average.events))
print(f"{expected:.1f} tridents a year, {expected * efficiency:.1f} of them seen")

# %% [markdown]
# Every event stands for the same share of them, because they are *unweighted*: a histogram of the events times `expected / 3000` is one of expected counts. For a file that another
# program reads, give its name:

# %%
tridens.generate(card, output="dimuon.hepmc3.gz")

# %% [markdown]
# The file holds the card, the cross section and the seed: [event files](../event_files.md) says how to read it. The detector can also be part of the card (`[detector]`, `[[cut]]`,
# `[[histogram]]`: [run cards](../cards.md)).
#
# **Next:** [a new mediator](3_new_mediator.md).
