# %% [markdown]
# # 4. A limit from COHERENT
#
# The COHERENT experiment has seen neutrinos scatter on the nuclei of cesium and iodine, and of argon. Its data are part of Tridens, with their backgrounds and uncertainties. In this tutorial you ask them how
# large a new coupling of electron neutrinos to down quarks may be.

# %%
import numpy as np
import tridens

# %% [markdown]
# ## What was expected and what was seen

# %%
csi = tridens.rate("coherent-csi-2021")
print(csi)
print("signal", csi.signal.sum(), "background", csi.background.sum())
print("observed", csi.observed.sum())
axes = csi.plot()

# %% [markdown]
# ## A fit
#
# A *fit card* names a model, one of its settings as a parameter, and the experiments. `{down}` stands where the value goes. `tridens init fit --experiment coherent-csi-2021 --model nsi` writes such a card, commented.

# %%
card = {
    "fit": {"title": "Electron neutrinos and down quarks", "confidence": [0.6827, 0.90]},
    "model": {"name": "nsi", "eps_ee_dV": "{down}"},
    "parameter": [{"name": "down", "title": r"$\epsilon_{ee}^{dV}$",
                   "min": -0.3, "max": 0.7, "points": 61}],
    "experiment": [{"name": "coherent-csi-2021"}, {"name": "coherent-lar-2020"}],
}
best = tridens.fit(card)
print("best fit:", best.best, "chi2:", best.chi2)
for parameter, method, confidence, low, high in best.intervals:
    print(f"{low:.3f} to {high:.3f} at {100 * confidence:.1f} %")

# %% [markdown]
# ```sh
# tridens fit examples/09_coherent_nsi_down.toml
# ```
#
# There are two allowed ranges. Near 0.36 the new coupling turns the sign of the whole amplitude, and the square of it is the same: no measurement of the rate alone can tell the two apart. The curve shows both:

# %%
scan = tridens.scan(card)
axes = scan.plot()
axes.axhline(2.71, color="gray", lw=1)  # 90 % of one parameter
axes.set_ylim(0, 10)

# %% [markdown]
# Is the limit the one that the interval states? At its ends chi2 must have risen by 2.71.

# %%
likelihood = tridens.Likelihood(card)
for parameter, method, confidence, low, high in best.intervals:
    if np.isclose(confidence, 0.90):
        print([round(likelihood(end) - best.chi2, 3) for end in (low, high)])

# %% [markdown]
# ## What the limit stands on
#
# Nuisances are the uncertainties that the fit may use: each is pulled away from zero as far as the data want, and that costs. Large pulls would be a warning.

# %%
for name, (value, width) in best.nuisances.items():
    print(f"{name}: {value:+.3f}, width {width:.3g}")

# %% [markdown]
# Another form factor, another limit? Change it in the card and fit again.

# %%
for experiment in card["experiment"]:
    experiment["change"] = {"form_factor": "klein-nystrand,r0=1.23fm"}
changed = tridens.fit(card)
print("best fit:", changed.best, "chi2:", changed.chi2)

# %% [markdown]
# Planes of two parameters, toys, large scans and what to check before you quote a limit: [a limit from COHERENT, in depth](../start/limit.md).
#
# **Next:** [your own experiment](5_my_experiment.md).
