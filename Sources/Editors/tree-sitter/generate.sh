#!/usr/bin/env bash
# Makes src/ of grammar.js. It takes the command `tree-sitter` (0.22 to 0.24; a package of Debian 13) and Node.js. What is made goes
# into the repository, so that editors need a C compiler alone; a test says when grammar.js was changed after it.
set -euo pipefail
cd "$(dirname "$0")"
"${TREE_SITTER:-tree-sitter}" generate --abi 14 --no-bindings
# The scanner takes no memory, and no editor reads the lists.
rm -f src/tree_sitter/alloc.h src/tree_sitter/array.h src/grammar.json src/node-types.json
{ sha256sum grammar.js 2> /dev/null || shasum -a 256 grammar.js; } | cut -d " " -f 1 > src/grammar.sha256
