#!/bin/sh
# What the program does, in a few minutes: demo.sh PROGRAM FOLDER. Run from the top of the repository by ./dev demo.
set -eu
tridens=$1
folder=$2
mkdir -p "$folder"

step() { printf '\n-- %s\n' "$1"; }

step "Trident cross sections of every channel on argon-40, averaged over the flux at the DUNE near detector"
"$tridens" xsec --nu all --target Ar40 --flux dune-nd-fhc >"$folder/trident_cross_sections.txt"
cat "$folder/trident_cross_sections.txt"

step "Events of examples/01_dune_dimuon.toml: dimuons in the DUNE near detector, as a NuHepMC file"
"$tridens" generate examples/01_dune_dimuon.toml --output "$folder/dune_dimuon.hepmc3.gz" --force

step "Published figures, computed again"
"$tridens" reproduce --output "$folder/reproduce"

step "Written"
find "$folder" -type f | sort | while IFS= read -r file; do
  printf '%10s  %s\n' "$(du -h "$file" | cut -f1)" "$file"
done
