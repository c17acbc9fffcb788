#!/usr/bin/env python3
"""How long an editor waits: random edits and requests over the pipes of a language server, in the project around it.

    python3 Tests/Editors/latency.py BINARY [COUNT] [SEED]

Each measurement is a request right behind an edit of the same file, from its first byte to the last of its answer; the
server works on what the edit has changed in between. Prints the 50th and the 99th percentile and the longest, for each
kind of request and for all.
"""
import json
import pathlib
import random
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Client:
    """A client of a server in a process of its own."""

    def __init__(self, binary):
        self.process = subprocess.Popen(
            [binary, "language-server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
        self.number = 0
        self.findings = 0
        self.request("initialize", {"rootUri": ROOT.as_uri(), "capabilities": {}})
        self.notify("initialized", {})

    def send(self, message):
        content = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def read(self):
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            if not line:
                sys.exit("the server has ended")
            length = int(line.split(b":")[1])
        return self.process.stdout.read(length)

    def request(self, method, params):
        """The answer, and how long it took in seconds."""
        self.number += 1
        start = time.perf_counter()
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        while True:
            content = self.read()
            took = time.perf_counter() - start
            answer = json.loads(content)
            if answer.get("id") == self.number:
                return answer, took
            self.findings += answer.get("method") == "textDocument/publishDiagnostics"

    def end(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(20)


def position(text, offset):
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return {"line": line, "character": len(text[start:offset].encode("utf-16-le")) // 2}


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1_000


def main():
    binary = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1, 10**6)
    chance = random.Random(seed)
    client = Client(binary)
    partners = sorted((ROOT / "Integrations").glob("*.postback"))
    # A file of the middle and the largest, as a person has several open.
    sizes = sorted(partners, key=lambda path: path.stat().st_size)
    opened = chance.sample(partners, 6) + [sizes[-1], sizes[len(sizes) // 2]]
    texts = {path: path.read_text() for path in opened}
    versions = dict.fromkeys(texts, 1)
    for path, text in texts.items():
        document = {"uri": path.as_uri(), "languageId": "postback", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": document})
    original = dict(texts)
    client.request("workspace/symbol", {"query": "none"})
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 60, "character": 0}}
    kinds = {
        "completion": 6, "hover": 4, "signatureHelp": 2, "definition": 2, "references": 1, "documentHighlight": 2,
        "documentSymbol": 1, "formatting": 1, "foldingRange": 1, "semanticTokens/full": 3, "inlayHint": 2,
        "codeAction": 2, "codeLens": 1,
    }
    pieces = ["a", ".", " ", "|", "\n", "}", "{", '"', "device.", " | sha256", "x = ", "é", "\b", "\b\b\b"]
    times = {kind: [] for kind in kinds}
    for step in range(count):
        path = chance.choice(opened)
        text = texts[path]
        if chance.random() < 0.1 and text != original[path]:
            # What was broken is mended, as people do.
            change, text, place = {"text": original[path]}, original[path], 0
        else:
            place = chance.randrange(len(text) + 1)
            piece = chance.choice(pieces)
            start = place - piece.count("\b") if piece[0] == "\b" else place
            start, new = max(0, start), piece.replace("\b", "")
            change = {"range": {"start": position(text, start), "end": position(text, place)}, "text": new}
            text = text[:start] + new + text[place:]
            place = start + len(new)
        texts[path] = text
        versions[path] += 1
        client.notify("textDocument/didChange", {
            "textDocument": {"uri": path.as_uri(), "version": versions[path]}, "contentChanges": [change]})
        kind = chance.choices(list(kinds), list(kinds.values()))[0]
        params = {
            "textDocument": {"uri": path.as_uri()}, "position": position(text, place), "range": whole,
            "context": {"includeDeclaration": True, "diagnostics": []}, "options": {},
        }
        answer, took = client.request("textDocument/" + kind, params)
        if "error" in answer:
            sys.exit(f"seed {seed}: {kind}: {answer['error']}")
        times[kind].append(took)
    status = client.end()
    print(f"{len(partners)} partners, {count} edits with a request each, seed {seed}; milliseconds")
    print(f"{'':22}{'50th':>8}{'99th':>8}{'longest':>9}")
    for kind, values in sorted(times.items()) + [("all", sum(times.values(), []))]:
        if values:
            print(f"{kind:22}{percentile(values, 0.5):8.1f}{percentile(values, 0.99):8.1f}{max(values) * 1_000:9.1f}")
    return status


sys.exit(main())
