"""A germanium detector of a user at a reactor, as a dictionary, and a fit to it."""

GERMANIUM = {
    "title": "A germanium detector at a reactor",
    "sources": ["test"],
    "processes": ["cevns"],
    "target": {"material": "Ge", "mass": "1 kg"},
    "flux": {"source": "reactor,power=0.1GW,distance=10m,fractions=pure-u235"},
    "exposure": {"time": "1 y"},
    "observable": {"name": "electron_equivalent_energy", "unit": "keV", "bins": 4, "from": 0.2, "to": 0.6},
    "response": {"quenching": "lindhard,k=0.157,Z=32"},
    "likelihood": {"statistic": "poisson", "nuisances": []},
}
WEAK_ANGLE = {
    "fit": {"title": "weak mixing angle", "data": "asimov"},
    "model": {"name": "sm", "sin2thetaW": "{angle}"},
    "parameter": [{"name": "angle", "min": 0.2, "max": 0.28, "points": 9}],
}
