#!/usr/bin/env bash
# Feeds damaged and invented files to the compiler, and damaged words of a server to the client of NATS, with libFuzzer
# and AddressSanitizer.
#
#   Tests/Fuzz/fuzz.sh                 a bounded run of each harness, as in CI
#   Tests/Fuzz/fuzz.sh partner 600     one harness, for so many seconds
#
# What breaks a promise is left in .build/fuzz/findings.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=.build/fuzz
mkdir -p "$build/findings"

flags=(-swift-version 6 -O -g -parse-as-library -sanitize=address,fuzzer -package-name fuzz -I "$build"
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault)

newest=$(find Sources/PostbackSupport Sources/PostbackLanguage Sources/PostbackTemplate Sources/PostbackCompiler \
    Sources/NATSClient Sources/HTTPTransport Tests/Fuzz -name '*.[swch]*' -newer "$build/nats" 2> /dev/null | head -1 || true)
if [[ ! -x "$build/nats" || -n "$newest" ]]; then
    echo "building the harnesses"
    for module in PostbackSupport PostbackLanguage PostbackTemplate PostbackCompiler; do
        find "Sources/$module" -name '*.swift' -print0 | xargs -0 swiftc "${flags[@]}" -wmo -module-name "$module" \
            -emit-module -emit-module-path "$build/$module.swiftmodule" -emit-object -o "$build/$module.o"
    done
    for harness in Partner Schema; do
        swiftc "${flags[@]}" -wmo -module-name "${harness}Fuzzer" "Tests/Fuzz/${harness}Fuzzer.swift" \
            Tests/Fuzz/Promises.swift "$build"/Postback*.o -o "$build/$(echo "$harness" | tr '[:upper:]' '[:lower:]')" \
            2>&1 | grep -v "Cannot export local symbol" || true
    done
    # The client of NATS as a whole, with the C that it loads libcurl by.
    mkdir -p "$build/transport"
    for file in Sources/HTTPTransport/*.c; do
        clang -c -O1 -g -fsanitize=address -ISources/HTTPTransport/include "$file" -o "$build/transport/$(basename "$file" .c).o"
    done
    printf 'module HTTPTransport { umbrella "%s" export * }\n' "$PWD/Sources/HTTPTransport/include" > "$build/module.modulemap"
    swiftc "${flags[@]}" -wmo -module-name NatsFuzzer Tests/Fuzz/NatsFuzzer.swift Tests/Fuzz/Promises.swift \
        Sources/NATSClient/*.swift \
        -emit-module -emit-module-path "$build/NatsFuzzer.swiftmodule" -emit-object -o "$build/NatsFuzzer.o"
    swiftc "${flags[@]}" "$build/NatsFuzzer.o" "$build"/transport/*.o "$build"/Postback*.o -o "$build/nats" 2>&1 |
        grep -v "Cannot export local symbol" || true
fi

# The corpus: the project's own files, and every wrong file of the tests.
for harness in partner schema nats; do mkdir -p "$build/corpus-$harness"; done
cp -n Integrations/*.postback Tests/Goldens/Diagnostics/*.postback Tests/Goldens/Templates/*.postback "$build/corpus-partner/" || true
cp -n Tests/Fuzz/Seeds/*.nats "$build/corpus-nats/" || true
cp -n Schemas/*.schema Tests/Fuzz/Seeds/*.schema "$build/corpus-schema/" || true

run() {
    echo "== $1"
    # What a process keeps until its end, such as type metadata, is no leak of an input's.
    ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no "$build/$1" -dict=Tests/Fuzz/language.dict -artifact_prefix="$build/findings/" \
        -timeout=20 -rss_limit_mb=4096 -max_len="$2" -print_final_stats=1 "${@:3}" "$build/corpus-$1" 2>&1 |
        grep -E "^stat::|broken promise|ERROR|SUMMARY|^#[0-9]+.*DONE|Test unit" || true
    return "${PIPESTATUS[0]}"
}

if [[ $# -gt 0 ]]; then
    run "$1" 65536 -max_total_time="${2:-60}"
else
    run partner 4096 -runs=2000
    run schema 4096 -runs=2000
    run nats 4096 -runs=20000
fi
