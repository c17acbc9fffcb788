#!/usr/bin/env python3
"""Times the compiler on inputs that are made to be slow, once as they are and once ten times as large.

    swift build -c release --product postback && Tests/Fuzz/scaling.py

Prints a line for each input: both times and, where the first is not mostly noise, their ratio. What grows with the
square of its size has a ratio near 100. Times are medians of three runs, less that of an empty file.
"""
import os, statistics, subprocess, tempfile, time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
COMMAND = os.path.join(ROOT, ".build/release/postback")
HEAD = 'partner x "X"\nrevision 1\ncategory c\nplatforms ios, android\ndocumentation "https://x.test/"\nendpoint api "https://x.test"\n'


def query(lines):
    return HEAD + 'postback install {\n    GET api "/i"\n    query {\n' + "\n".join(lines) + "\n    }\n}\n"


INPUTS = {
    "unknown macros": (1500, lambda n: query(f"a{i} = device.idfaa{i}" for i in range(n))),
    "unknown fields": (1500, lambda n: query(f"a{i} = field.nothing{i}" for i in range(n))),
    "fields": (150, lambda n: HEAD + "".join(f'field f{i} "F" : text optional sample "x"\n' for i in range(n)) + query([f"a{i} = field.f{i}" for i in range(n)])[len(HEAD):]),
    "lets, each using the one before": (150, lambda n: HEAD + "let a0 = device.ip\n" + "".join(f"let a{i} = a{i-1} ?? device.ip\n" for i in range(1, n)) + query([f"x = a{n-1}"])[len(HEAD):]),
    "lets used before they are declared": (150, lambda n: HEAD + "".join(f"let a{i} = a{i+1}\n" for i in range(n))),
    "rows of a map": (3000, lambda n: HEAD + "map m {\n" + "".join(f'    k{i} -> "v"\n' for i in range(n)) + "    else -> skip\n}\n" + query(["a = event.name | m"])[len(HEAD):]),
    "equal rows of a map": (3000, lambda n: HEAD + "map m {\n" + '    k -> "v"\n' * n + "    else -> skip\n}\n"),
    "maps": (150, lambda n: HEAD + "".join(f'map m{i} {{\n    a -> "b"\n    else -> skip\n}}\n' for i in range(n)) + query([f"a{i} = event.name | m{i}" for i in range(n)])[len(HEAD):]),
    "endpoints": (150, lambda n: HEAD + "".join(f'endpoint e{i} "https://e{i}.x.test"\n' for i in range(n))),
    "postbacks": (150, lambda n: HEAD + "".join(f'postback "e{i}" {{\n    GET api "/{i}"\n}}\n' for i in range(n))),
    "equal postbacks": (150, lambda n: HEAD + 'postback install {\n    GET api "/i"\n}\n' * n),
    "events of one postback": (1500, lambda n: HEAD + "postback " + ", ".join(f'"e{i}"' for i in range(n)) + ' {\n    GET api "/i"\n}\n'),
    "examples": (100, lambda n: query(["a = device.ip"]) + "".join(f'example "e{i}" {{\n    postback install\n    skips condition\n}}\n' for i in range(n))),
    "keys of a query": (2500, lambda n: query(f"a{i} = device.ip" for i in range(n))),
    "equal keys of a query": (2500, lambda n: query("a = device.ip" for i in range(n))),
    "conditions": (600, lambda n: query(["when " + " and ".join('device.os == "ios"' for _ in range(n)) + " {\n a = device.ip\n}"])),
    "branches of a choice": (1200, lambda n: query(["a = when {"] + [f'device.model == "m{i}" -> "{i}"' for i in range(n)] + ["}"])),
    "elements of a list": (4000, lambda n: query(["a = [" + ", ".join("device.ip" for _ in range(n)) + '] | join(",")'])),
    "fallbacks": (1000, lambda n: query(["a = " + " ?? ".join("device.ip" for _ in range(n))])),
    "steps of a pipeline": (2000, lambda n: query(["a = device.model" + " | trim" * n])),
    "holes of a text": (2000, lambda n: query(['a = "' + "{device.ip}-" * n + '"'])),
    "holes without values": (2000, lambda n: query(['a = "' + "{}" * n + '"'])),
    "one long text": (90000, lambda n: query(['a = "' + "x" * n + '"'])),
    "percent signs and braces in a text": (30000, lambda n: query(['a = "' + "%%(" * n + '"'])),
    "invisible characters": (10000, lambda n: query(['a = "' + "\u200b" * n + '"'])),
    "semicolons": (90000, lambda n: HEAD + ";" * n),
    "open braces": (90000, lambda n: HEAD + "{" * n),
    "closing braces": (90000, lambda n: HEAD + "}" * n),
    "open parentheses in a condition": (90000, lambda n: query(["when " + "(" * n])),
    "pairs of parentheses in a condition": (3000, lambda n: query(["when " + "((device.os) == device.os) and " * n + "device.os is present {\n}"])),
    "quotes": (90000, lambda n: HEAD + '"' * n),
    "empty lines": (90000, lambda n: HEAD + "\n" * n),
    "comments": (20000, lambda n: HEAD + "// x\n" * n),
    "allowances": (1500, lambda n: query('allow click_id_twice "x" until 2099-01-01\n' + f"a{i} = device.ip" for i in range(n))),
    "broken declarations": (5000, lambda n: HEAD + "field x\n" * n),
    "hundreds of broken lines": (5000, lambda n: query("a b c" for _ in range(n))),
}


def run(folder, text):
    path = os.path.join(folder, "x.postback")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([COMMAND, "check", "--schemas", os.path.join(ROOT, "Schemas"), path], capture_output=True, timeout=300)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


with tempfile.TemporaryDirectory() as folder:
    empty = run(folder, HEAD)
    print(f"{'input':40} {'bytes':>8} {'1x ms':>8} {'10x ms':>8} {'ratio':>6}")
    for name, (count, make) in INPUTS.items():
        small, large = make(count), make(count * 10)
        if len(large.encode()) > 1 << 20:
            raise SystemExit(f"{name}: larger than a file may be")
        first, second = run(folder, small) - empty, run(folder, large) - empty
        # Below ten milliseconds a time is mostly noise, and a ratio would say nothing.
        ratio = f"{second / first:6.1f}" if first > 0.01 else "     -"
        print(f"{name:40} {len(large.encode()):8} {first * 1000:8.1f} {second * 1000:8.1f} {ratio}", flush=True)
