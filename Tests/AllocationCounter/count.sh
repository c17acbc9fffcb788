#!/usr/bin/env bash
# Rendering and reading allocate nothing once warm, and bound postbacks are small: counted in an optimised build.
set -euo pipefail
cd "$(dirname "$0")/../.."
swift build -c release --product allocation-counter
output=$(head -n 1 Tests/Fixtures/events.jsonl | .build/release/allocation-counter)
echo "$output"
[ "$(uname)" = Linux ] || exit 0
fail() { echo "allocations: $1" >&2; exit 1; }
grep -q '^render 0 0$' <<< "$output" || fail "rendering allocates memory"
grep -q '^decode 0 0$' <<< "$output" || fail "reading an event allocates memory"
grep -q '^typed 0 0$' <<< "$output" || fail "making an event allocates memory"
read -r _ largest _ total <<< "$(grep '^memory' <<< "$output")"
[ "$largest" -le 4352 ] || fail "a bound GET postback takes $largest bytes"
[ "$total" -le 500000000 ] || fail "100,000 bound postbacks take $total bytes"
