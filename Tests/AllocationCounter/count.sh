#!/usr/bin/env bash
# Rendering and reading allocate nothing once warm, and bound postbacks are small: counted in an optimised build.
#
# The modules that a service has are compiled by themselves: `swift build -c release` would build the command for it too, for
# minutes, since the command generates the partners' Swift.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname)" = Linux ] || { echo "allocations are counted on Linux"; exit 0; }
build=.build/allocations
mkdir -p "$build/generated"
[ -x .build/debug/postback ] || swift build --product postback
.build/debug/postback generate swift --output "$build/generated"

flags=(-swift-version 6 -O -wmo -enable-default-cmo -parse-as-library -package-name certified-postbacks -I "$build"
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-experimental-feature Lifetimes)
compile() {
    swiftc "${flags[@]}" -module-name "$1" -emit-module -emit-module-path "$build/$1.swiftmodule" -emit-object \
        -o "$build/$1.o" "${@:2}"
}
for module in PostbackSupport PostbackTemplate PostbackRuntime; do
    mapfile -d '' files < <(find "Sources/$module" -name '*.swift' -print0 | sort -z)
    compile "$module" "${files[@]}"
done
compile CertifiedIntegrations Sources/CertifiedIntegrations/*.swift "$build"/generated/*.swift
hooks=Tests/AllocationHooks
clang -c -O2 -I "$hooks/include" "$hooks/AllocationHooks.c" -o "$build/AllocationHooks.o"
printf 'module AllocationHooks { header "%s" export * }\n' "$PWD/$hooks/include/AllocationHooks.h" > "$build/module.modulemap"
compile AllocationCounter Tests/AllocationCounter/AllocationCounter.swift
swiftc "$build"/*.o -o "$build/allocation-counter"

output=$(head -n 1 Tests/Fixtures/events.jsonl | "$build/allocation-counter")
echo "$output"
fail() { echo "allocations: $1" >&2; exit 1; }
grep -q '^render 0 0$' <<< "$output" || fail "rendering allocates memory"
grep -q '^decode 0 0$' <<< "$output" || fail "reading an event allocates memory"
grep -q '^typed 0 0$' <<< "$output" || fail "making an event allocates memory"
read -r _ largest _ total <<< "$(grep '^memory' <<< "$output")"
[ "$largest" -le 4352 ] || fail "a bound GET postback takes $largest bytes"
[ "$total" -le 500000000 ] || fail "100,000 bound postbacks take $total bytes"
