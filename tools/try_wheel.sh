#!/bin/sh
# Installs a wheel into an empty environment and uses it as a newcomer would: try_wheel.sh WHEEL PYTHON
# Nothing of this clone, and none of the libraries that were needed to build, may be used.
set -eu
wheel=$1
python=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset LD_LIBRARY_PATH PYTHONPATH TRIDENS_DATA TRIDENS_TABLES TRIDENS_PYTHON || true

"$python" -m venv "$folder/environment"
"$folder/environment/bin/python" -m pip install --quiet --disable-pip-version-check "$wheel"
cd "$folder"
package=$(environment/bin/python -c 'import importlib.util; print(importlib.util.find_spec("tridens").submodule_search_locations[0])')

# Whatever auditwheel does not promise to be on every Linux has to come out of the wheel.
for file in "$package"/_core*.so "$package/bin/tridens"; do
  ldd "$file" >libraries
  if grep 'not found' libraries; then
    echo "try_wheel.sh: $file lacks libraries (see above)" >&2
    exit 1
  fi
  for library in gsl gslcblas nlopt HepMC3 fmt crypto; do
    if grep -E "^[[:space:]]*lib$library[-.]" libraries | grep -v -F "$package" | grep -v -F tridens.libs; then
      echo "try_wheel.sh: $file uses a library of the system (see above)" >&2
      exit 1
    fi
  done
done

environment/bin/tridens --version
for script in bash-completion/completions/tridens zsh/site-functions/_tridens fish/vendor_completions.d/tridens.fish; do
  grep -q histogram "environment/share/$script" || { echo "try_wheel.sh: share/$script is missing" >&2; exit 1; }
done
bash --norc -c '. environment/share/bash-completion/completions/tridens; complete -p tridens' >/dev/null
environment/bin/tridens xsec trident --nu numu --pair mu-mu+ --target Ar40 --energy 5GeV >of_program
environment/bin/python - <<'PYTHON'
import pathlib
import sys

import numpy as np
import tridens

assert pathlib.Path(tridens.__file__).is_relative_to(pathlib.Path(sys.prefix).resolve()), tridens.__file__
tridents = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=np.array([5.0, 20.0]))
assert np.all(tridents.value > 0.0)
counts = tridens.rate("coherent-csi-2021")
assert 300.0 < counts.signal.sum() < 400.0
card = {
    "process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
    "flux": {"name": "dune-nd-fhc"},
    "generate": {"events": 50, "seed": 7},
}
events = tridens.generate(card)
assert len(events) == 50
written = tridens.generate(card, output="events.hepmc3.gz")
assert written.events == 50 and pathlib.Path("events.hepmc3.gz").stat().st_size > 1000
print(tridents, counts, events, sep="\n")
PYTHON
echo "the wheel works: $(basename "$wheel")"
