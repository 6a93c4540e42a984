# %% [markdown]
# # 3. A new mediator in ten lines
#
# Suppose that there is one more force, carried by a boson $Z'$ of mass $M$ that couples to leptons or quarks with $g' Q$, where $Q$ is a charge that you choose. What would it do to neutrino scattering, and
# would it have been seen?

# %%
import numpy as np
import tridens

# %% [markdown]
# ## The ten lines
#
# A boson with charges of your own is the model `u1`. Here muons and their neutrinos have the charge 1, taus -1, and nothing else any: the gauged difference $L_\mu - L_\tau$.

# %%
def boson(mass_GeV, coupling):
    return tridens.Model("u1", mass=f"{mass_GeV} GeV", coupling=coupling,
                         charge_mu=1, charge_tau=-1)


energy = np.geomspace(1, 50, 25)
question = {"neutrino": "numu", "pair": "mu-mu+", "target": "Ar40", "energy_GeV": energy}
standard = tridens.xsec("trident", **question)
for mass_GeV, coupling in [(0.01, 5e-4), (0.1, 1e-3), (1.0, 2e-3)]:
    changed = tridens.xsec("trident", **question, model=boson(mass_GeV, coupling))
    ratio = changed.value / standard.value
    print(f"M = {mass_GeV} GeV, g' = {coupling}: times {ratio[0]:.2f} at 1 GeV, {ratio[-1]:.2f} at 50 GeV")

# %% [markdown]
# A light boson acts at low energy, a heavy one everywhere: its propagator is $1/(Q^2+M^2)$. The amplitudes add before they are squared, so that small couplings interfere.
#
# ```sh
# tridens xsec trident --nu numu --pair mu-mu+ --target Ar40 --energy 1GeV,50GeV \
#     --model u1 --set mass=10MeV --set coupling=1e-3 --set charge_mu=1 --set charge_tau=-1
# ```
#
# ## Would it have been seen?
#
# CCFR has counted tridents: $0.82 \pm 0.28$ of the Standard Model. How strong may the coupling of a boson of 100 MeV be?

# %%
ccfr = {
    "fit": {"title": "CCFR, M = 100 MeV", "confidence": [0.90, 0.95]},
    "model": {"name": "u1", "mass": "100 MeV", "coupling": "{g}",
              "charge_mu": 1, "charge_tau": -1},
    "parameter": [{"name": "g", "min": 1e-4, "max": 1e-1, "scale": "log", "points": 40}],
    "experiment": [{"name": "ccfr-trident"}],
}
best = tridens.fit(ccfr)
for parameter, method, confidence, low, high in best.intervals:
    print(f"g' below {high:.2e} at {100 * confidence:.0f} %")
axes = tridens.scan(ccfr).plot()
axes.set_ylim(0, 10)

# %% [markdown]
# ## The same boson on nuclei
#
# One model serves every process in which it has a meaning. Give the quarks a charge and the boson shows itself in coherent scattering; $B - L$, for instance, has the charge 1/3 for quarks and
# -1 for leptons.

# %%
recoil = np.linspace(1, 60, 100)
spectrum = {"neutrino": "numu", "target": "Ar40", "energy_GeV": 0.03, "recoil_keV": recoil}
axes = tridens.xsec("cevns", **spectrum).plot()
b_l = tridens.Model("u1", mass="20 MeV", coupling=1e-4, charge_u=1 / 3, charge_d=1 / 3,
                    charge_e=-1, charge_mu=-1, charge_tau=-1)
changed = tridens.xsec("cevns", **spectrum, model=b_l)
axes.plot(recoil, changed.value, label="with the boson")
axes.legend()

# %% [markdown]
# Thirty more models are in `tridens list models`; `tridens show light-vector` names the settings of one. A model that no list has is
# [one C++ file](../contributing.md#a-model).
#
# **Next:** [a limit from the data of COHERENT](4_limit.md).
