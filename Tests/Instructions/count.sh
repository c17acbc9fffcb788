#!/usr/bin/env bash
# Counts the instructions of each case of the benchmark and compares them with baseline.tsv: more than 3 % above is an error.
# `Tests/Instructions/count.sh --write` writes what came out; the commit says why.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(uname -sm)" = "Linux x86_64" ] || { echo "instructions are counted on Linux with x86-64"; exit 0; }
command -v valgrind > /dev/null || { echo "instructions are not counted: there is no valgrind"; exit 0; }
. Tests/Optimised/modules.sh
modules PostbackLanguage PostbackCompiler
# Delivery, with what is its own in reach.
transport=Sources/HTTPTransport
mkdir -p "$build/transport"
echo "module HTTPTransport { umbrella \"$PWD/$transport/include\" export * }" > "$build/transport/module.modulemap"
for file in "$transport"/*.c; do
    clang -c -O2 -I"$transport/include" "$file" -o "$build/transport/$(basename "$file" .c).o"
done
objects+=("$build"/transport/*.o)
flags+=(-I "$build/transport" -enable-testing)
modules NATSClient PostbackDelivery
compile InstructionCounter Sources/postback-benchmark/Counted/*.swift Tests/Instructions/*.swift
swiftc "${objects[@]}" "$build/InstructionCounter.o" -o "$build/instruction-counter"
"$build/instruction-counter" --instructions --baseline Tests/Instructions/baseline.tsv "$@"
