#!/bin/sh
# clang-tidy over one source file, quietly: lint.sh BUILD_FOLDER FILE. Prints only what it finds.
set -u
output=$(clang-tidy-14 --quiet --warnings-as-errors='*' -p "$1" "$2" 2>/dev/null)
status=$?
[ -z "$output" ] || printf '%s\n' "$output"
if [ $status -ne 0 ] && [ -z "$output" ]; then
  clang-tidy-14 --quiet -p "$1" "$2" 2>&1 | tail -n 20
fi
# xargs stops altogether at 255 and reports every other failure when all files are done.
[ $status -eq 0 ] || exit 1
