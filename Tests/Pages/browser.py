#!/usr/bin/env python3
"""Looks at the pages of the catalogue in Chromium, as people do: wide, narrow, dark, printed, by keyboard, without a script.

    postback generate pages --output DIR && python3 Tests/Pages/browser.py DIR [--pictures FOLDER] [--axe axe.min.js]

It speaks to the browser over pipes, so that nothing but Python and Chromium is needed. Exit status 1 where something is not
as it has to be; with --axe, the rules of that accessibility checker count, too.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CONTRAST = """
(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const low = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !node.offsetParent) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.add(node.tagName + "." + node.className);
  }
  return [...low];
})()
"""


class Browser:
    """A browser, and one page of it."""

    def __init__(self, folder):
        name = next((n for n in ("chromium", "chromium-browser", "google-chrome") if shutil.which(n)), None)
        if name is None:
            sys.exit("there is no chromium")
        self.profile = tempfile.mkdtemp(prefix="postback-")
        to_read, self.writing = os.pipe()
        self.reading, to_write = os.pipe()
        flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={self.profile}", "about:blank",
        ]
        command = f"exec {name} {' '.join(flags)} 3<&{to_read} 4>&{to_write} > /dev/null 2>&1"
        self.process = subprocess.Popen(["bash", "-c", command], pass_fds=(to_read, to_write))
        os.close(to_read)
        os.close(to_write)
        self.folder = folder
        self.buffer = b""
        self.number = 0
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def read(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.reading, 1 << 20)
            if not piece:
                sys.exit("the browser has ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def open(self, path):
        self.go((self.folder / path).resolve().as_uri())

    def go(self, address):
        self.events = []
        self.call("Page.navigate", url=address)
        self.wait_for_load()

    def wait_for_load(self):
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.read())

    def run(self, script):
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            sys.exit(f"{script[:60]}: {result['exceptionDetails']['text']}")
        return result["result"].get("value")

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def view(self, width, scheme, media=""):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        self.call(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, file):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        file.write_bytes(base64.b64decode(data))

    def end(self):
        os.write(self.writing, json.dumps({"id": 0, "method": "Browser.close"}).encode() + b"\0")
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--pictures", type=pathlib.Path)
    arguments.add_argument("--axe", type=pathlib.Path)
    given = arguments.parse_args()
    browser = Browser(given.folder)
    wrong = []
    looked = 0

    def expect(what, condition):
        if not condition:
            wrong.append(what)

    def quiet(page):
        for event in browser.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                wrong.append(f"{page}: the console has {json.dumps(parameters)[:300]}")
            if method == "Network.requestWillBeSent":
                address = parameters["request"]["url"]
                expect(f"{page}: asks for {address}", address.startswith(given.folder.resolve().as_uri()))

    partners = sorted(path.name for path in (given.folder / "partners").glob("*.html"))
    largest = max(partners, key=lambda name: (given.folder / "partners" / name).stat().st_size)
    pages = ["index.html", "categories.html", "events.html", "macros.html", "fields.html"]
    pages += [f"partners/{name}" for name in dict.fromkeys([partners[0], largest, partners[-1]])]
    for page in pages:
        for width, scheme in ((1280, "light"), (360, "dark"), (1280, "dark"), (360, "light")):
            browser.view(width, scheme)
            browser.open(page)
            quiet(page)
            looked += 1
            name = f"{page} at {width}, {scheme}"
            expect(f"{name}: is wider than the screen", browser.run("document.documentElement.scrollWidth") <= width)
            low = browser.run(CONTRAST)
            expect(f"{name}: low contrast of {low}", not low)
            if given.pictures:
                given.pictures.mkdir(parents=True, exist_ok=True)
                browser.picture(given.pictures / f"{page.replace('/', '-')[:-5]}-{width}-{scheme}.png")
            if given.axe and width == 1280:
                browser.run(given.axe.read_text() + "; true")
                found = browser.run("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))")
                expect(f"{name}: {found}", not found)
        tree = browser.call("Accessibility.getFullAXTree")["nodes"]
        roles = {node["role"]["value"] for node in tree if not node.get("ignored")}
        expect(f"{page}: lacks roles, has {sorted(roles)}", {"banner", "navigation", "main", "contentinfo"} <= roles)
        expect(f"{page}: has one heading of the first level", browser.run("document.querySelectorAll('h1').length") == 1)

    browser.view(1280, "light")
    browser.open("index.html")
    visible = "[...document.querySelectorAll('#partners tr')].filter((row) => row.offsetParent).length"
    everything = browser.run(visible)
    expect("the table has every partner", everything == len(partners))
    browser.press("Tab", 9)
    expect("the first key leads to the content", browser.run("document.activeElement.className") == "skip")
    browser.press("Enter", 13)
    expect("and goes there", browser.run("document.activeElement.id") == "content")
    browser.run("document.querySelector('input').focus()")
    name = partners[0][:-5]
    browser.call("Input.insertText", text=name)
    expect("a search finds what it is for", 0 < browser.run(visible) < everything)
    expect("and says how much", f"of {everything}" in browser.run("document.querySelector('[role=status]').textContent"))
    browser.press("Escape", 27)
    expect("and is taken back", browser.run(visible) == everything)
    browser.call("Input.insertText", text="no such partner")
    expect("a search for nothing finds nothing", browser.run(visible) == 0)
    quiet("index.html")
    browser.events = []
    browser.run("document.querySelector('#partners tr:first-child a') && location.assign("
                "document.querySelector('#partners tr:first-child a').href)")
    browser.wait_for_load()
    browser.events = []
    expect("a link leads to a partner", "/partners/" in browser.run("location.pathname"))
    expect("a link leads back", browser.run("document.querySelector('nav a').href").endswith("/index.html"))
    printed = browser.call("Page.printToPDF")["data"]
    expect("it is printed", base64.b64decode(printed).startswith(b"%PDF"))

    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open("index.html")
    quiet("index.html")
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    expect("without a script all is there", browser.run(visible) == everything)
    expect("and no box that does nothing", browser.run("document.querySelector('.search').offsetParent") is None)

    browser.end()
    for line in wrong:
        print(line)
    print(f"{looked} views of {len(pages)} pages: {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
