#!/bin/sh
# A bounded run of one fuzz target: run_fuzz.sh PROGRAM FOLDER NAME. New inputs go to the build folder, never to the sources.
# Each run begins anew from the same seed, inputs and addresses: a run of 60 s tries first what one of 10 s tries.
set -eu
program=$1 folder=$2 name=$3
work=$program.work
rm -rf "$work/corpus"
mkdir -p "$work/corpus" "$work/broken"
set -- "$work/corpus"
if [ -d "$folder/corpus/$name" ]; then set -- "$@" "$folder/corpus/$name"; fi
if [ -f "$folder/dictionary/$name.dict" ]; then set -- -dict="$folder/dictionary/$name.dict" "$@"; fi
if setarch -R true 2>/dev/null; then set -- setarch -R "$program" "$@"; else set -- "$program" "$@"; fi
exec "$@" -seed=1 -reload=0 -max_total_time="${TRIDENS_FUZZ_SECONDS:-10}" -timeout=10 -rss_limit_mb=2048 -max_len=8192 \
  -print_final_stats=1 -artifact_prefix="$work/broken/"
