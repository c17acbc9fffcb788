#!/usr/bin/env bash
# Lists the public declarations of each library product in Tests/Goldens/Surface, and builds the documentation of each, in
# which a link to nothing is an error. With --check it writes no list, and fails when one is not what it was.
set -euo pipefail
cd "$(dirname "$0")/../.."

swift package -Xswiftc -warnings-as-errors dump-symbol-graph --minimum-access-level public --skip-synthesized-members > /dev/null
graphs=$(find .build/ -type d -name symbolgraph | head -1)
python3 Tests/Surface/surface.py "$graphs" Tests/Goldens/Surface "$@"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for catalogue in Sources/*/*.docc; do
    module=$(basename "$catalogue" .docc)
    mkdir "$work/$module"
    cp "$graphs/$module".symbols.json "$graphs/$module"@*.symbols.json "$work/$module" 2> /dev/null || true
    docc convert "$catalogue" --additional-symbol-graph-dir "$work/$module" --warnings-as-errors \
        --fallback-bundle-identifier "certified-postbacks.$module" --fallback-display-name "$module" \
        --output-dir "$work/$module.doccarchive" > "$work/output" 2>&1 || { cat "$work/output"; exit 1; }
done
echo "the documentation of $(ls -d Sources/*/*.docc | wc -l) modules was built without a warning"
