#!/bin/sh
# What the program does, in a few minutes: demo.sh PROGRAM FOLDER. Run from the top of the repository by ./dev demo.
set -eu
tridens=$1
folder=$2
mkdir -p "$folder"

step() { printf '\n-- %s\n' "$1"; }

step "Trident cross sections of every channel on argon, averaged over the flux at the DUNE near detector; events in 75 t and a year"
"$tridens" xsec trident --nu all --pair all --target Ar --flux dune-nd-fhc --pot 1.1e21 --mass 75t \
  >"$folder/trident_cross_sections.txt"
cat "$folder/trident_cross_sections.txt"

step "Events of examples/01_dune_dimuon.toml: dimuons in the DUNE near detector, as a NuHepMC file"
"$tridens" generate examples/01_dune_dimuon.toml --output "$folder/dune_dimuon.hepmc3.gz" --force

step "The selection of examples/05_dune_selection_histogram.toml: distributions and cut efficiencies"
"$tridens" histogram examples/05_dune_selection_histogram.toml --output "$folder/dune_selection.csv" --force

step "Published figures, computed again"
"$tridens" reproduce --threads "$(nproc)" --output "$folder/reproduce"

step "Written"
find "$folder" -type f | sort | while IFS= read -r file; do
  printf '%10s  %s\n' "$(du -h "$file" | cut -f1)" "$file"
done
