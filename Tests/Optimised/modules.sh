# Sourced by scripts that measure an optimised build: compiles the modules that a service has into $build, those named
# behind it too, and leaves out what has not changed.
#
# They are compiled by themselves: `swift build -c release` would build the command for it too, for minutes, since the
# command generates the partners' Swift.
build=.build/optimised
rm -rf "$build/generated"
mkdir -p "$build/generated"
[ -x .build/debug/postback ] || swift build --product postback
.build/debug/postback generate swift --output "$build/generated"

flags=(-swift-version 6 -O -wmo -enable-default-cmo -parse-as-library -package-name certified-postbacks -I "$build" -ISources/HashInstructions/include
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-experimental-feature Lifetimes)
# compile MODULE FILE…
compile() {
    swiftc "${flags[@]}" -module-name "$1" -emit-module -emit-module-path "$build/$1.swiftmodule" -emit-object \
        -o "$build/$1.o" "${@:2}"
}
# A digest of everything compiled so far: a module depends on those before it.
digest=$(swiftc --version 2> /dev/null | cksum)
module() {
    digest=$(cat "${@:2}" | cksum | cat - <(echo "$digest $1") | cksum)
    [ "$(cat "$build/$1.digest" 2> /dev/null)" = "$digest" ] && [ -e "$build/$1.o" ] && return
    compile "$@"
    echo "$digest" > "$build/$1.digest"
}
clang -c -O2 -ISources/HashInstructions/include Sources/HashInstructions/HashInstructions.c -o "$build/HashInstructions.o"
objects=("$build/HashInstructions.o")
# modules NAME…: those of the package, each with all of its files.
modules() {
    local name files
    for name in "$@"; do
        mapfile -d '' files < <(find "Sources/$name" -name '*.swift' -print0 | sort -z)
        module "$name" "${files[@]}"
        objects+=("$build/$name.o")
    done
}
modules PostbackSupport PostbackTemplate PostbackRuntime
module CertifiedIntegrations Sources/CertifiedIntegrations/*.swift "$build"/generated/*.swift
objects+=("$build/CertifiedIntegrations.o")
