#!/usr/bin/env python3
"""Uses the page of `postback preview --open` in Chromium as a person does.

    python3 Tests/Pages/preview.py BINARY [--picture FILE] [--axe axe.min.js]
"""
import argparse
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request

from browser import CONTRAST, Browser


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("binary")
    arguments.add_argument("--picture", type=pathlib.Path)
    arguments.add_argument("--axe", type=pathlib.Path)
    given = arguments.parse_args()
    server = subprocess.Popen(
        [given.binary, "preview", "--open", "unity", "taboola"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True)
    wrong = []

    def expect(what, condition):
        if not condition:
            wrong.append(what)

    address = server.stdout.readline().strip()
    origin = address.split("?")[0]
    browser = Browser(pathlib.Path("."))
    try:
        browser.view(1280, "light")
        browser.go(address)
        # A script of the page answers when the page is as it should be; it asks at every change, and never by the clock.
        until = """new Promise((done) => { const look = () => { if (%s) { observer.disconnect(); done(true); } };
            const observer = new MutationObserver(look);
            observer.observe(document.body, { subtree: true, childList: true, characterData: true }); look(); })"""
        results = "document.getElementById('results').textContent"

        def wait(condition):
            return browser.run(until % condition)

        def type_into(selector, text):
            browser.run(f"document.querySelector({selector!r}).focus(); document.querySelector({selector!r}).select()")
            browser.call("Input.insertText", text=text)

        wait(f"{results}.includes('unityads') && {results}.includes('taboola')")
        expect("the address has no secret any more", browser.run("location.href") == origin)
        expect("a value has its origin", browser.run(
            "document.querySelector('#results .field').title").startswith("field.game_id"))
        type_into("#field-unity-game_id", "7654321")
        wait(f"{results}.includes('/games/7654321/')")
        type_into("#field-unity-game_id", "none")
        wait(f"{results}.includes('not sent')")
        type_into("#field-unity-game_id", "7654321")
        browser.run("document.getElementById('kind').value = 'purchase';"
                    "document.getElementById('kind').dispatchEvent(new Event('change', { bubbles: true }))")
        wait(f"{results}.includes('event=purchase')")
        browser.run("document.getElementById('partner-unity').click()")
        wait(f"!{results}.includes('unityads')")
        type_into("#event", "{ \"event\": <script>alert(1)</script>")
        wait("document.getElementById('state').textContent !== ''")
        browser.run("document.getElementById('platform').value = 'android';"
                    "document.getElementById('platform').dispatchEvent(new Event('change', { bubbles: true }))")
        wait("document.getElementById('state').textContent === ''")
        for width, scheme in ((1280, "light"), (360, "dark")):
            browser.view(width, scheme)
            expect(f"low contrast at {width}", not browser.run(CONTRAST))
            expect(f"wider than {width}", browser.run("document.documentElement.scrollWidth") <= width)
        if given.axe:
            browser.call("Page.setBypassCSP", enabled=True)
            browser.run(given.axe.read_text() + "; true")
            found = browser.run("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))")
            expect(f"{found}", not found)
        if given.picture:
            browser.view(1280, "light")
            browser.picture(given.picture)
        for event in browser.events:
            method = event.get("method")
            expect(f"the console has {event}", method not in (
                "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"))
            if method == "Network.requestWillBeSent":
                expect(f"asks for {event['params']['request']['url']}",
                       event["params"]["request"]["url"].startswith(origin))
        for path in ("", address[len(origin):]):
            try:
                urllib.request.urlopen(origin + path)
                wrong.append(f"'{path}' is answered without the cookie")
            except urllib.error.HTTPError as error:
                expect(f"'{path}' is refused with {error.code}", error.code == 403)
    finally:
        browser.end()
        server.kill()
    for line in wrong:
        print(line)
    print(f"the page of previews: {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


main()
