#!/usr/bin/env python3
"""Writes the public declarations of each library product, one a line, from the symbol graphs of a build.

usage: surface.py SYMBOL_GRAPHS FOLDER [--check]
"""

import json
import pathlib
import sys

MODULES = [
    "CertifiedIntegrations", "PostbackCompiler", "PostbackDelivery", "PostbackLanguage", "PostbackRuntime",
    "PostbackStoreConformance", "PostbackSupport", "PostbackTemplate",
]


def surface(graphs: pathlib.Path, module: str) -> str:
    lines = set()
    for path in sorted(graphs.glob(f"{module}.symbols.json")) + sorted(graphs.glob(f"{module}@*.symbols.json")):
        for symbol in json.loads(path.read_text())["symbols"]:
            text = "".join(piece["spelling"] for piece in symbol["declarationFragments"])
            lines.add(".".join(symbol["pathComponents"]) + "\t" + " ".join(text.split()))
    if not lines:
        sys.exit(f"surface.py: no symbol graph of {module} in {graphs}")
    return "".join(line + "\n" for line in sorted(lines))


def main() -> None:
    graphs, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    changed = []
    for module in MODULES:
        path = folder / f"{module}.txt"
        text = surface(graphs, module)
        if not path.exists() or path.read_text() != text:
            changed.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(text)
    if "--check" in sys.argv and changed:
        sys.exit(
            "the public declarations have changed: " + ", ".join(changed)
            + "\nTests/Surface/surface.sh writes them anew; the changelog says what changed")


main()
