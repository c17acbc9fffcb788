#!/usr/bin/env bash
# Builds a package that has its own Integrations/ and uses the plugin of this checkout, and runs it.
# It works on a copy, because a package that depends on this one cannot stand inside it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$root/Tests/Consumer/." "$work/"
sed -i.bak "s|path: \"../..\"|path: \"$root\"|" "$work/Package.swift"
cd "$work"
swift build --product Demo
output=$(.build/debug/Demo)
expected='POST https://ads.acme.example/v1/installs {"click":"c1"}'
[ "$output" = "$expected" ] || { echo "consumer: expected $expected, got $output" >&2; exit 1; }
# A change to the partner file reaches the program by building again, and rewrites its file alone.
generated=$(find .build/ -name house_ads.postback.swift | head -n 1)
registry=$(dirname "$generated")/Integrations.swift
before=$(cksum < "$registry")
touch -t 202001010000 "$registry"
sed -i.bak 's|"/installs"|"/installs/v2"|; s|/v1/installs"|/v1/installs/v2"|' Integrations/house_ads.postback
swift build --product Demo
[ "$(.build/debug/Demo)" = 'POST https://ads.acme.example/v1/installs/v2 {"click":"c1"}' ] || { echo "consumer: the change did not arrive" >&2; exit 1; }
[ "$(cksum < "$registry")" = "$before" ] && [ "$registry" -ot Integrations/house_ads.postback ] || { echo "consumer: an unchanged file was rewritten" >&2; exit 1; }
# A partner file that is new is found by building again, though the build's plan is of before.
sed 's|house_ads|other_ads|; s|House Ads|Other Ads|' Integrations/house_ads.postback > Integrations/other_ads.postback
sed -i.bak 's|func main() throws {|& _ = OtherAds.self|' Sources/Demo/Demo.swift
swift build --product Demo || { echo "consumer: a new partner file did not arrive" >&2; exit 1; }
# A mistake in the partner file fails the build, with the place of the mistake.
sed -i.bak 's|device.idfa|device.idfaa|' Integrations/house_ads.postback
if swift build --product Demo > broken.log 2>&1; then echo "consumer: a wrong file was built" >&2; exit 1; fi
grep -q "house_ads.postback:.*: error: there is no macro 'device.idfaa'" broken.log || { cat broken.log >&2; exit 1; }
# The command, called by the package's own name for it.
if swift package postback check > checked.log 2>&1; then echo "consumer: a wrong file passed" >&2; exit 1; fi
grep -q "there is no macro 'device.idfaa'" checked.log || { cat checked.log >&2; exit 1; }
for file in Integrations/*.postback; do sed -i.bak 's|device.idfaa|device.idfa|; s|^    GET|  GET|; s|^    POST|  POST|' "$file"; done
swift package --allow-writing-to-package-directory postback-format > /dev/null 2>&1
grep -q '^    POST' Integrations/house_ads.postback || { echo "consumer: it was not formatted" >&2; exit 1; }
swift package postback check Integrations/house_ads.postback > checked.log 2>&1 || true
grep -q ': 0 errors' checked.log || { cat checked.log >&2; exit 1; }
echo "consumer: built, changed, refused, checked and formatted as expected"
