#!/usr/bin/env python3
"""Kills a delivering service again and again, and checks what it promised.

    kill.py POSTBACK [RUNS] [SEED] [park]

For each run a service takes in events and delivers them to a partner on loopback until it is killed with SIGKILL; every
second one is killed while it starts and reads its journal. The last one is left to finish. Every event that was acknowledged has to reach the partner; what reaches it twice carries the
same id, and is no more than what was under way, or was being written down, when a service was killed. With `park`
nothing may reach it twice, and what did not reach it is parked.
"""
import json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
postback = os.path.abspath(sys.argv[1])
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1_000_000)
parks = "park" in sys.argv[4:]
print("seed %d" % seed)
chance = random.Random(seed)
in_flight = 64

work = tempfile.mkdtemp(prefix="postback-kill-")
log = os.path.join(work, "log")
partner = subprocess.Popen(
    [sys.executable, os.path.join(here, "partner.py"), "--log", log], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
port = int(partner.stdout.readline())
os.mkdir(os.path.join(work, "Integrations"))
with open(os.path.join(work, "Integrations", "local_ads.postback"), "w") as file:
    file.write("""partner local_ads "Local Ads"
revision 1
category test
platforms ios, android
documentation "https://partner.test/docs"
endpoint api "http://127.0.0.1:%d" insecure
postback install {
    POST api "/ok"
    json { require id = event.id }
}
""" % port)
with open(os.path.join(work, "account.json"), "w") as file:
    json.dump({"account": "acme", "apps": [{
        "id": "a", "platform": "ios", "bundle_id": "com.acme.a",
        "partners": [{"partner": "local_ads", "on_unknown": "park" if parks else "resend",
                      "postbacks": {"install": {}}}]}]}, file)

acknowledged, offered = set(), 0
# Seconds from the start of a service to its first acknowledgement, and services that were killed within that.
starting, early = 0.2, 0


def start():
    return subprocess.Popen(
        [postback, "deliver", "--project", work, "--schemas", os.path.join(root, "Schemas"), "--configuration",
         os.path.join(work, "account.json"), "--journal", os.path.join(work, "journal"), "--in-flight",
         str(in_flight), "--allow-private-addresses"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def collect(stream, begun):
    for line in stream:
        begun.set()
        try:
            answer = json.loads(line)
        except ValueError:
            continue  # the last line of a process that was killed
        if "refused" not in answer:
            acknowledged.add(answer["event_id"])


def event(number):
    return ('{"event":{"kind":"install","id":"e%d","time":"2026-11-23T08:00:00Z"},"app":{"id":"a"}}\n' % number).encode()


try:
    for run in range(runs):
        service = start()
        begun = threading.Event()
        reader = threading.Thread(target=collect, args=(service.stdout, begun))
        reader.start()
        delay = chance.uniform(0, 0.3)
        moment = time.monotonic()

        def kill():
            global starting, early
            if run % 2 == 1:
                early += not begun.wait(chance.uniform(0, starting))
            else:
                # From the first acknowledgement on.
                begun.wait(10)
                starting = time.monotonic() - moment
                time.sleep(delay)
            service.send_signal(signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            first = offered
            while service.poll() is None:
                if offered - first >= 2_500:
                    # What is left for the end stays within what a partner in Python takes in minutes.
                    time.sleep(0.01)
                    continue
                service.stdin.write(b"".join(event(offered + index) for index in range(20)))
                service.stdin.flush()
                offered += 20
        except BrokenPipeError:
            pass
        service.wait()
        reader.join()
        killer.join()
    service = start()
    reader = threading.Thread(target=collect, args=(service.stdout, threading.Event()))
    reader.start()
    service.stdin.close()
    code = service.wait(timeout=60 + 2 * runs)
    reader.join()
    status = subprocess.run(
        [postback, "status", "--journal", os.path.join(work, "journal")], capture_output=True, text=True).stdout
finally:
    partner.stdin.close()
    partner.wait()

received = {}
with open(log) as file:
    for line in file:
        name = json.loads(line.split("\t")[1])["id"]
        received[name] = received.get(name, 0) + 1
parked = int(status.split(" parked")[0].split()[-1]) if " parked" in status else 0
lost = [name for name in acknowledged if name not in received]
# Nobody can tell which of the parked ones arrived.
if parks and len(lost) <= parked:
    lost = []
repeats = sum(count - 1 for count in received.values())
print("%d kills, %d of them while it started, %d events offered, %d acknowledged, %d received, %d repeated, %d parked, %d lost" % (
    runs, early, offered, len(acknowledged), len(received), repeats, parked, len(lost)))
shutil.rmtree(work)
if lost or code != 0 or not acknowledged:
    sys.exit("an acknowledged event was lost: %s" % lost[:5] if lost else "the service ended with %d" % code)
if repeats > (0 if parks else runs * in_flight * 2):
    sys.exit("more was repeated than was under way")
