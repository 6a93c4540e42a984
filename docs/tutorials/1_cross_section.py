# %% [markdown]
# # 1. A cross section
#
# How often does a neutrino scatter? In this tutorial you compute the cross section of the most frequent reaction of slow neutrinos, coherent
# scattering on nuclei (CEvNS, $\nu + A \to \nu + A$), look at what goes into it, and compare it with a rare one: the creation of a pair of muons
# (a *trident*). You need the Python package `tridens`, numpy and matplotlib.

# %%
import numpy as np
import tridens

# %% [markdown]
# ## One number
#
# A question names the process, the neutrino, the target and the energy. The unit stands in the name of the argument: `energy_GeV`, so that
# 30 MeV are 0.03. The answer is an object that also knows its unit, its numerical error, and what was assumed.

# %%
sigma = tridens.xsec("cevns", neutrino="numu", target="Ar40", energy_GeV=0.03)
print(sigma)
print(sigma.value, sigma.unit, "per", sigma.per, "+-", sigma.error)

# %%
for what, text in sigma.choices[:6]:
    print(f"{what}: {text}")
print("cite:", sigma.citations)

# %% [markdown]
# In a terminal the same question is
#
# ```sh
# tridens xsec cevns --nu numu --target Ar40 --energy 30MeV
# ```
#
# ## Many numbers
#
# Every argument that is a number may be an array. Below some tens of MeV the whole nucleus recoils as one, and the cross section grows with the square
# of the number of neutrons: compare argon (22 neutrons) with cesium (78).

# %%
energy = np.geomspace(0.005, 0.1, 60)  # GeV
argon = tridens.xsec("cevns", neutrino="numu", target="Ar40", energy_GeV=energy)
cesium = tridens.xsec("cevns", neutrino="numu", target="Cs133", energy_GeV=energy)
axes = argon.plot()
cesium.plot(axes)
axes.legend()
print("ratio at the lowest energy:", cesium.value[0] / argon.value[0])
print("ratio of the neutrons squared:", (78 / 22) ** 2)

# %% [markdown]
# Why is the ratio at high energy smaller? The neutrino begins to resolve the nucleus, the larger one first: that is what the *form factor* says. A calculation with
# another form factor shows how much depends on it.

# %%
other = tridens.xsec("cevns", neutrino="numu", target="Cs133", energy_GeV=energy,
                     form_factor="klein-nystrand")
change = other.value / cesium.value - 1.0
print("change at 5, 30 and 100 MeV:", np.interp([0.005, 0.03, 0.1], energy, change))

# %% [markdown]
# ## What a detector sees
#
# The nucleus that recoils is all there is to see, and its energy is small. With `recoil_keV` the answer is the distribution $d\sigma/dT$. It ends at
# $T_{max} \approx 2E^2/M$.

# %%
recoil = np.linspace(0.5, 60.0, 200)  # keV
spectrum = tridens.xsec("cevns", neutrino="numu", target="Ar40", energy_GeV=0.03,
                        recoil_keV=recoil)
axes = spectrum.plot()
mass_GeV = 37.2
print("largest recoil of the spectrum:", recoil[spectrum.value > 0].max(), "keV")
print("2 E^2/M:", 2 * 0.03**2 / mass_GeV * 1e6, "keV")

# %% [markdown]
# ## A rare reaction
#
# A muon neutrino of some GeV may make a pair of muons in the field of a nucleus. Its parts are the nucleus as a whole (coherent), and its protons and neutrons.
# The names of processes, neutrinos and pairs are those of `tridens list processes` and of `tridens xsec --help`.

# %%
tridents = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40",
                        energy_GeV=np.geomspace(1, 50, 30))
axes = tridents.plot()
print("at 50 GeV:", tridents.value[-1], "cm2")
print("coherent part:", tridents.components["coherent"][-1] / tridents.value[-1])

# %% [markdown]
# A name that does not exist is an error with the nearest one that does. Nothing is guessed:

# %%
try:
    tridens.xsec("cevns", neutrino="numu", target="Argn", energy_GeV=0.03)
except ValueError as problem:
    print(problem)

# %% [markdown]
# **Next:** [events for your detector](2_events.md). All arguments are on the page about [Python](../python.md), the formulas under [CEvNS](../physics/cevns.md) and
# [tridents](../physics/trident.md).
