#!/bin/sh
# What the program does, in a few minutes: demo.sh PROGRAM FOLDER. Run from the top of the repository by ./dev demo.
set -eu
tridens=$1
folder=$2
mkdir -p "$folder"

step() { printf '\n-- %s\n' "$1"; }

step "Trident cross sections of every channel on argon-40, averaged over the flux at the DUNE near detector"
table=$folder/trident_cross_sections.txt
: >"$table"
for pair in e-e+ mu-mu+ e-mu+ mu-e+ e-tau+ tau-e+ mu-tau+ tau-mu+ tau-tau+; do
  printf '\n%s\n' "$pair" >>"$table"
  "$tridens" xsec --nu all --pair "$pair" --target Ar40 --flux dune-nd-fhc >>"$table"
done
# The totals; the file has the components, the settings and the papers too.
grep -E '^[a-z]+-[a-z]+\+$|^neutrino|total' "$table"

step "Events of examples/01_dune_dimuon.toml: dimuons in the DUNE near detector, as a NuHepMC file"
"$tridens" generate examples/01_dune_dimuon.toml --output "$folder/dune_dimuon.hepmc3.gz" --force

step "Published figures, computed again"
"$tridens" reproduce --output "$folder/reproduce"

step "Written"
find "$folder" -type f ! -name '*.svg' | sort | while IFS= read -r file; do
  printf '%10s  %s\n' "$(du -h "$file" | cut -f1)" "$file"
done
printf '%10s  %s\n' "$(find "$folder" -name '*.svg' | wc -l)" "plots in $folder/reproduce (the page shows them all)"
