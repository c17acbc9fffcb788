#!/usr/bin/env python3
"""How fast postbacks are delivered to a server on loopback, and what that costs.

    throughput.py POSTBACK [PART…]

POSTBACK is an optimised build of the command. Parts are `rate`, `tls`, `waiting`, `journal`, `memory` and `hang`; all of
them when none is named. nginx and wrk, a C compiler and libcurl's headers have to be installed (on Debian nginx-light, wrk, gcc
and libcurl4-openssl-dev). Client and servers share the machine, so that the figures are for comparison with one another.
"""
import json, os, shutil, signal, statistics, subprocess, sys, tempfile, time

postback = os.path.abspath(sys.argv[1])
parts = sys.argv[2:] or ["rate", "tls", "waiting", "journal", "memory", "hang"]
here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
work = tempfile.mkdtemp(prefix="postback-throughput-")
port = 18_099


def path(name):
    return os.path.join(work, name)


def write(name, text):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "w") as file:
        file.write(text)


write("nginx.conf", """worker_processes 1; daemon off; pid %s; error_log %s crit;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 100000000;
client_body_temp_path %s; proxy_temp_path %s; fastcgi_temp_path %s; uwsgi_temp_path %s; scgi_temp_path %s;
server { listen 127.0.0.1:%d; listen 127.0.0.1:%d ssl; ssl_certificate %s; ssl_certificate_key %s;
location / { return 200 "ok\\n"; } } }
""" % (path("pid"), path("errors"), path("b"), path("p"), path("f"), path("u"), path("s"), port, port + 1, path("cert"),
       path("key")))
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", path("key"),
                "-out", path("cert")], check=True, stderr=subprocess.DEVNULL)


def partner(name, port, location="/i", origin="http://127.0.0.1"):
    write("Integrations/%s.postback" % name, """partner %s "Local Ads"
revision 1
category test
platforms ios, android
documentation "https://partner.test/docs"
endpoint api "%s:%d"%s
postback install {
    POST api "%s"
    json {
        require id = event.id
        ifa = device.idfa | lowercase | sha256
        agent = device.user_agent
        country = geo.country
    }
}
""" % (name, origin, port, "" if origin.startswith("https") else " insecure", location))


def account(delay, partners=("local_ads",)):
    write("account.json", json.dumps({"account": "acme", "apps": [{
        "id": "a", "platform": "ios", "bundle_id": "com.acme.a",
        "partners": [{"partner": name, "postbacks": {"install": {"delay": delay}}} for name in partners]}]}))


def events(number, name="events"):
    line = ('{"event":{"kind":"install","id":"%d","time":"2026-11-23T08:00:00Z","data":{"level":3}},"app":{"id":"a"},'
            '"device":{"os":"ios","idfa":"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707",'
            '"user_agent":"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)"},"geo":{"country":"US"}}\n')
    with open(path(name), "w") as file:
        for index in range(number):
            file.write(line % index)
    return name


def deliver(journal, name, *options):
    return subprocess.Popen(
        [postback, "deliver", "--project", work, "--schemas", os.path.join(root, "Schemas"), "--configuration",
         path("account.json"), "--journal", path(journal), "--events", path(name), "--allow-private-addresses",
         *options], stdout=open(path("acknowledged"), "w"), stderr=subprocess.DEVNULL)


def acknowledged():
    with open(path("acknowledged"), "rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def memory(service, what="VmRSS"):
    with open("/proc/%d/status" % service.pid) as file:
        return int([line for line in file if line.startswith(what)][0].split()[1]) / 1000


def metric(name, file):
    try:
        with open(path(file)) as lines:
            return sum(float(line.split()[1]) for line in lines if line.startswith(name))
    except OSError:
        return 0


def stop(service):
    service.send_signal(signal.SIGTERM)
    service.wait()


def rate(count=200_000):
    """The same postbacks by libcurl alone and by `deliver`, in turn."""
    partner("local_ads", port)
    compare("rate", "http://127.0.0.1:%d/i" % port, count)


def tls(count=100_000):
    """The same over HTTPS."""
    partner("local_ads", port + 1, origin="https://localhost")
    compare("tls", "https://localhost:%d/i" % (port + 1), count, path("cert"))


def compare(name, url, count, *certificates):
    subprocess.run(["cc", "-O2", os.path.join(here, "bare.c"), "-lcurl", "-o", path("bare")], check=True)
    body = json.dumps({"id": "123456", "ifa": "494a3979beb32c0fe480049c3c038403ae3526e447532dd7cafcb66ac9c9a962",
                       "agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)", "country": "US"})
    account("realtime")
    lines = events(count)
    options = [word for file in certificates for word in ("--certificates", file)]
    rates = {"wrk": [], "bare": [], "deliver": []}
    for turn in range(3):
        output = subprocess.run(["wrk", "-t1", "-c64", "-d3s", url], capture_output=True, text=True).stdout
        rates["wrk"].append(float([line for line in output.splitlines() if "Requests/sec" in line][0].split()[1]))
        for kind in ["bare", "deliver"]:
            start = time.monotonic()
            if kind == "bare":
                subprocess.run([path("bare"), url, str(count), "64", body, *certificates], check=True)
            else:
                deliver("journal-%d" % turn, lines, *options).wait()
                shutil.rmtree(path("journal-%d" % turn))
            rates[kind].append(count / (time.monotonic() - start))
    wrk, bare, ours = [statistics.median(rates[kind]) for kind in ["wrk", "bare", "deliver"]]
    print("%s: deliver %d a second, journal included; libcurl alone %d (%.2f of it); wrk %d" % (
        name, ours, bare, ours / bare, wrk))


def waiting(count=1_000_000):
    """Events that wait ten minutes: how fast they are acknowledged, and what they take."""
    partner("local_ads", port)
    account("10m")
    name = events(count)
    start = time.monotonic()
    service = deliver("waiting", name)
    while acknowledged() < count:
        time.sleep(0.1)
    seconds = time.monotonic() - start
    print("waiting: %d events acknowledged at %d a second; all of them wait in %d MB of memory" % (
        count, count / seconds, memory(service, "VmHWM")))
    stop(service)


def journal(count=2_300_000):
    """A journal of a gigabyte, and a service that starts with it."""
    partner("local_ads", port)
    account("10m")
    service = deliver("large", events(count))
    while acknowledged() < count:
        time.sleep(0.1)
    stop(service)
    size = sum(os.path.getsize(os.path.join(path("large"), name)) for name in os.listdir(path("large")))
    write("one", '{"event":{"kind":"install","id":"new"},"app":{"id":"a"}}\n')
    start = time.monotonic()
    service = deliver("large", "one")
    while acknowledged() < 1:
        time.sleep(0.01)
    print("journal: a service was ready %.1f s after it started with a journal of %d MB, %d postbacks waiting" % (
        time.monotonic() - start, size / 1e6, count))
    stop(service)
    shutil.rmtree(path("large"))


def flat(count=1_200_000):
    """Memory while a million requests are made: events go in no faster than they are delivered."""
    partner("local_ads", port)
    account("realtime")
    service = subprocess.Popen(
        [postback, "deliver", "--project", work, "--schemas", os.path.join(root, "Schemas"), "--configuration",
         path("account.json"), "--journal", path("flat"), "--metrics", path("metrics"), "--window", "1",
         "--allow-private-addresses"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    samples, sent = [], 0
    with open(path(events(count)), "rb") as lines:
        while sent < count:
            while sent - metric("postback_delivered_total", "metrics") > 60_000:
                time.sleep(0.02)
            service.stdin.write(b"".join(lines.readline() for _ in range(2_000)))
            sent += 2_000
            if sent % 200_000 == 0:
                samples.append("%d" % memory(service))
    service.stdin.close()
    service.wait()
    print("memory: MB after each 200000 requests: " + ", ".join(samples))


def hang(count=15_000):
    """One of twenty partners never answers; the others do not notice."""
    hanging = subprocess.Popen(
        [sys.executable, os.path.join(here, "partner.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    silent = int(hanging.stdout.readline())
    names = ["ads_%02d" % number for number in range(20)]
    account("realtime", names)
    name = events(count)
    rates = {False: [], True: []}
    try:
        for turn in range(10):
            hangs = turn % 2 == 1
            for number, partner_name in enumerate(names):
                partner(partner_name, *((silent, "/hang") if hangs and number == 7 else (port, "/i")))
            others = [n for number, n in enumerate(names) if number != 7]
            start = time.monotonic()
            service = deliver("hang-%d" % turn, name, "--metrics", path("hang.prom"))

            def done():
                try:
                    with open(path("hang.prom")) as lines:
                        totals = [line for line in lines if line.startswith("postback_delivered_total")]
                except OSError:
                    return False
                found = {line.split('"')[1]: int(line.split()[1]) for line in totals}
                return all(found.get(n) == count for n in others)

            while not done():
                time.sleep(0.01)
            rates[hangs].append(19 * count / (time.monotonic() - start))
            service.kill()
            service.wait()
            os.remove(path("hang.prom"))
            shutil.rmtree(path("hang-%d" % turn))
    finally:
        hanging.stdin.close()
        hanging.wait()
        for partner_name in names:
            os.remove(path("Integrations/%s.postback" % partner_name))
    alone, beside = statistics.median(rates[False]), statistics.median(rates[True])
    print("hang: 19 partners get %d a second beside one that hangs, %d beside one that does not (%.2f)" % (
        beside, alone, beside / alone))


nginx = subprocess.Popen(["nginx", "-c", path("nginx.conf")], stderr=subprocess.DEVNULL)
try:
    time.sleep(1)
    for part in parts:
        {"rate": rate, "tls": tls, "waiting": waiting, "journal": journal, "memory": flat, "hang": hang}[part]()
        sys.stdout.flush()
finally:
    nginx.terminate()
    nginx.wait()
    shutil.rmtree(work)
