#!/usr/bin/env python3
"""How fast postbacks are delivered to a server on loopback, and what a million waiting ones cost.

    throughput.py POSTBACK [EVENTS]

POSTBACK is an optimised build of the command. nginx and wrk have to be installed; wrk says what the same server does for
a client that does nothing else. Client and servers share the machine, so that the figures are for comparison.
"""
import json, os, shutil, signal, subprocess, sys, tempfile, time

postback = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 300_000
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
work = tempfile.mkdtemp(prefix="postback-throughput-")
port = 18_099


def path(name):
    return os.path.join(work, name)


def write(name, text):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "w") as file:
        file.write(text)


write("nginx.conf", """worker_processes 1; daemon off; pid %s; error_log %s crit;
events { worker_connections 2048; }
http { access_log off; keepalive_requests 100000000;
client_body_temp_path %s; proxy_temp_path %s; fastcgi_temp_path %s; uwsgi_temp_path %s; scgi_temp_path %s;
server { listen 127.0.0.1:%d; location / { return 200 "ok\\n"; } } }
""" % (path("pid"), path("errors"), path("b"), path("p"), path("f"), path("u"), path("s"), port))
write("Integrations/local_ads.postback", """partner local_ads "Local Ads"
revision 1
category test
platforms ios, android
documentation "https://partner.test/docs"
endpoint api "http://127.0.0.1:%d" insecure
postback install {
    POST api "/i"
    json {
        require id = event.id
        ifa = device.idfa | lowercase | sha256
        agent = device.user_agent
        country = geo.country
    }
}
""" % port)


def account(delay):
    write("account.json", json.dumps({"account": "acme", "apps": [{
        "id": "a", "platform": "ios", "bundle_id": "com.acme.a",
        "partners": [{"partner": "local_ads", "postbacks": {"install": {"delay": delay}}}]}]}))


def events(name, number):
    line = ('{"event":{"kind":"install","id":"%d","time":"2026-11-23T08:00:00Z","data":{"level":3}},"app":{"id":"a"},'
            '"device":{"os":"ios","idfa":"8C6CBC0D-5F43-4765-A6E6-84DFF3D24707",'
            '"user_agent":"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)"},"geo":{"country":"US"}}\n')
    with open(path(name), "w") as file:
        for index in range(number):
            file.write(line % index)


def deliver(journal, name, acknowledgements):
    return subprocess.Popen(
        [postback, "deliver", "--project", work, "--schemas", os.path.join(root, "Schemas"), "--configuration",
         path("account.json"), "--journal", path(journal), "--events", path(name), "--allow-private-addresses"],
        stdout=open(path(acknowledgements), "w"), stderr=subprocess.DEVNULL)


def lines(name):
    with open(path(name), "rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


nginx = subprocess.Popen(["nginx", "-c", path("nginx.conf")], stderr=subprocess.DEVNULL)
try:
    time.sleep(1)
    wrk = subprocess.run(
        ["wrk", "-t1", "-c64", "-d4s", "http://127.0.0.1:%d/" % port], capture_output=True, text=True).stdout
    bare = float([line for line in wrk.splitlines() if "Requests/sec" in line][0].split()[1])
    account("realtime")
    events("events", count)
    start = time.monotonic()
    service = deliver("journal", "events", "acknowledged")
    service.wait()
    seconds = time.monotonic() - start
    print("wrk: %d requests a second" % bare)
    print("deliver: %d postbacks in %.1f s, %d a second, journal included" % (count, seconds, count / seconds))
    account("10m")
    events("million", 1_000_000)
    start = time.monotonic()
    service = deliver("waiting", "million", "waiting-acknowledged")
    while lines("waiting-acknowledged") < 1_000_000:
        time.sleep(0.1)
    seconds = time.monotonic() - start
    with open("/proc/%d/status" % service.pid) as file:
        memory = [line for line in file if line.startswith("VmHWM")][0].split()[1]
    print("a million events acknowledged in %.1f s, %d a second; all wait in %d MB of memory" % (
        seconds, 1e6 / seconds, int(memory) / 1000))
    service.send_signal(signal.SIGTERM)
    service.wait()
    size = sum(os.path.getsize(os.path.join(path("waiting"), name)) for name in os.listdir(path("waiting")))
    start = time.monotonic()
    subprocess.run([postback, "status", "--journal", path("waiting")], check=True, stdout=subprocess.DEVNULL)
    print("a journal of %d MB read in %.1f s" % (size / 1e6, time.monotonic() - start))
finally:
    nginx.terminate()
    nginx.wait()
    shutil.rmtree(work)
