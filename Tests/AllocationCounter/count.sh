#!/usr/bin/env bash
# Rendering and reading allocate nothing once warm, and bound postbacks are small: counted in an optimised build.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname)" = Linux ] || { echo "allocations are counted on Linux"; exit 0; }
. Tests/Optimised/modules.sh
hooks=Tests/AllocationHooks
clang -c -O2 -I "$hooks/include" "$hooks/AllocationHooks.c" -o "$build/AllocationHooks.o"
printf 'module AllocationHooks { header "%s" export * }\n' "$PWD/$hooks/include/AllocationHooks.h" > "$build/module.modulemap"
compile AllocationCounter Tests/AllocationCounter/AllocationCounter.swift
swiftc "${objects[@]}" "$build"/{AllocationHooks,AllocationCounter}.o -o "$build/allocation-counter"

output=$(head -n 1 Tests/Fixtures/events.jsonl | "$build/allocation-counter")
echo "$output"
fail() { echo "allocations: $1" >&2; exit 1; }
grep -q '^render 0 0$' <<< "$output" || fail "rendering allocates memory"
grep -q '^decode 0 0$' <<< "$output" || fail "reading an event allocates memory"
grep -q '^typed 0 0$' <<< "$output" || fail "making an event allocates memory"
read -r _ largest _ total <<< "$(grep '^memory' <<< "$output")"
[ "$largest" -le 4352 ] || fail "a bound GET postback takes $largest bytes"
[ "$total" -le 500000000 ] || fail "100,000 bound postbacks take $total bytes"
