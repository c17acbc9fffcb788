#!/usr/bin/env python3
"""Dispatchers that share a store in a cluster of NATS, and what they promise while both are killed.

    cluster.py POSTBACK [FAULTS] [SEED] [SERVERS] [DISPATCHERS] [KINDS, such as server,dispatcher]

A publisher that only knows NATS gives events to a cluster of three servers on loopback, from which four dispatchers
take them and send postbacks to a partner on loopback. Meanwhile one thing after the other fails, in an order that the
seed decides:

    server      is killed with SIGKILL and started again
    dispatcher  is killed with SIGKILL and started again
    stopped     a dispatcher is stopped for a while (in runs of 24 faults and more, sometimes for longer than a lease)
    partition   neither the other servers nor any bytes of theirs reach a server, which its clients still do
    disk        a server's disk is full until somebody makes room and starts the server again (needs leave to mount)
    clock       a dispatcher begins anew with a clock that is an hour off (needs faketime)

Every event that the cluster has acknowledged has to reach the partner; what reaches it twice is no more than what was
under way, and what a server handed out that did not know yet that it was cut off; of each device one session at most is sent for its period. NATS_SERVER names another server than the one that
is installed.
"""
import json, os, random, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time, urllib.error
import urllib.request

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
postback = os.path.abspath(sys.argv[1])
faults = int(sys.argv[2]) if len(sys.argv) > 2 else 10
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1_000_000)
server_count = int(sys.argv[4]) if len(sys.argv) > 4 else 3
dispatcher_count = int(sys.argv[5]) if len(sys.argv) > 5 else 4
chosen = sys.argv[6].split(",") if len(sys.argv) > 6 else None
program = os.environ.get("NATS_SERVER") or shutil.which("nats-server") or "/usr/sbin/nats-server"
if not os.access(program, os.X_OK):
    print("passed over: nats-server is not installed")
    sys.exit(0)
print("seed %d" % seed)
chance = random.Random(seed)
in_flight = 32
work = tempfile.mkdtemp(prefix="postback-cluster-")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Door:
    """Where the other servers reach a server: everything between two servers goes through one, and is held back there
    while one of them is cut off."""

    cut_off = None
    lock = threading.Condition()

    def __init__(self, index, target):
        self.index, self.target = index, target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            guest, _ = self.listener.accept()
            try:
                host = socket.create_connection(("127.0.0.1", self.target), timeout=5)
                host.settimeout(None)
            except OSError:
                guest.close()
                continue
            names = {self.index}
            threading.Thread(target=self.carry, args=(host, guest, names, False), daemon=True).start()
            threading.Thread(target=self.carry, args=(guest, host, names, True), daemon=True).start()

    def carry(self, source, sink, names, has_name):
        """Carries bytes one way; who connects says its name in its first lines."""
        first = b""
        try:
            while True:
                data = source.recv(1 << 16)
                if not data:
                    break
                if has_name and len(first) < 1 << 16:
                    first += data
                    found = re.search(rb'"server_name":"n(\d+)"', first)
                    if found:
                        names.add(int(found.group(1)))
                        has_name = False
                with Door.lock:
                    while Door.cut_off in names:
                        Door.lock.wait()
                sink.sendall(data)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    @staticmethod
    def cut(index):
        with Door.lock:
            Door.cut_off = index
            Door.lock.notify_all()


class Server:
    def __init__(self, index):
        self.index, self.port, self.cluster, self.monitor = index, free_port(), free_port(), free_port()
        self.process = None
        self.door = Door(index, self.cluster)
        self.path = os.path.join(work, "server%d" % index)
        os.makedirs(self.path)
        self.has_own_disk = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=300m", "none", self.path], stderr=subprocess.DEVNULL).returncode == 0

    def start(self, routes):
        path = self.path
        with open(path + ".conf", "w") as file:
            file.write('server_name: n%d\nlisten: 127.0.0.1:%d\nhttp: 127.0.0.1:%d\n'
                       'jetstream { store_dir: "%s", max_file_store: 20GB }\n' % (
                           self.index, self.port, self.monitor, path))
            if server_count > 1:
                others = [port for port in routes if port != self.door.port]
                file.write('cluster { name: c, listen: 127.0.0.1:%d, advertise: "127.0.0.1:%d", routes: [%s] }\n' % (
                    self.cluster, self.door.port, ", ".join('"nats://127.0.0.1:%d"' % port for port in others)))
        self.process = subprocess.Popen(
            [program, "-c", path + ".conf", "-l", path + ".log"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def fill_disk(self):
        with open(os.path.join(self.path, "ballast"), "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError:
                pass

    def make_room(self):
        os.unlink(os.path.join(self.path, "ballast"))

    def is_whole(self):
        """Whether it has all that it should have: streams and consumers have caught up with the others."""
        try:
            with urllib.request.urlopen("http://127.0.0.1:%d/healthz" % self.monitor, timeout=2) as answer:
                return b'"ok"' in answer.read()
        except (OSError, urllib.error.URLError):
            return False


def wait_until_whole():
    """A server that was started again counts as gone until it has caught up."""
    end = time.monotonic() + 60
    while not all(server.is_whole() for server in servers) and time.monotonic() < end:
        time.sleep(0.1)


class Client:
    """A client of NATS that publishes and waits for what is acknowledged."""

    def __init__(self, ports):
        self.ports, self.lock = ports, threading.Lock()
        self.acknowledged, self.pending, self.next, self.socket = set(), {}, 0, None
        self.ended, self.last = False, time.monotonic()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while not self.ended:
            try:
                connection = socket.create_connection(("127.0.0.1", random.choice(self.ports)), timeout=5)
                connection.settimeout(5)
                stream = connection.makefile("rb")
                stream.readline()
                connection.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB _INBOX.py.* 1\r\nPING\r\n')
                with self.lock:
                    self.socket = connection
                while True:
                    line = stream.readline()
                    if not line:
                        break
                    if line.startswith(b"PING"):
                        connection.sendall(b"PONG\r\n")
                    elif line.startswith((b"MSG", b"HMSG")):
                        parts = line.split()
                        body = stream.read(int(parts[-1]) + 2)
                        number = int(parts[1].split(b".")[-1])
                        if b'"stream"' in body and b'"error"' not in body:
                            with self.lock:
                                if number in self.pending:
                                    self.acknowledged.add(self.pending.pop(number)[0])
                                    self.last = time.monotonic()
            except (OSError, ValueError):
                pass
            with self.lock:
                self.socket = None
            time.sleep(0.05)

    def publish(self, name, payload):
        with self.lock:
            self.next += 1
            number = self.next
        self.send(number, name, payload)

    def send(self, number, name, payload):
        with self.lock:
            self.pending[number] = (name, payload, time.monotonic())
            connection = self.socket
        try:
            if connection:
                connection.sendall(b"PUB postback.events _INBOX.py.%d %d\r\n%s\r\n" % (number, len(payload), payload))
        except OSError:
            pass

    def retry(self):
        """Publishes anew what was not acknowledged for a while; from a server that acknowledges nothing it goes away."""
        now = time.monotonic()
        with self.lock:
            old = [(number, *sent[:2]) for number, sent in self.pending.items() if now - sent[2] > 3]
            connection = self.socket
            is_deaf = old and now - self.last > 8
            if is_deaf:
                self.last = now
        if is_deaf and connection:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            return
        for number, name, payload in old[:500]:
            self.send(number, name, payload)


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
postback session {
    POST api "/ok"
    json { require id = event.id, session = device.idfv }
}
""" % port)
with open(os.path.join(work, "account.json"), "w") as file:
    json.dump({"account": "acme", "apps": [{
        "id": "a", "platform": "ios", "bundle_id": "com.acme.a",
        "partners": [{"partner": "local_ads", "postbacks": {"install": {}, "session": {}}}]}]}, file)

servers = [Server(index) for index in range(server_count)]
dispatchers = [None] * dispatcher_count


# A library that shows a program another time.
faketime = next((os.path.join(folder, "libfaketimeMT.so.1") for folder, _, files in os.walk("/usr/lib")
                 if "libfaketimeMT.so.1" in files), None)


def start_dispatcher(index, hours=0):
    environment, prefix = dict(os.environ), []
    if hours:
        # The first process with a false clock loses its arguments: here it is a shell, which becomes the dispatcher.
        prefix = ["sh", "-c", 'exec "$@"', "sh"]
        environment.update(LD_PRELOAD=faketime, FAKETIME="%+dh" % hours, FAKETIME_DONT_FAKE_MONOTONIC="1")
    dispatchers[index] = subprocess.Popen(
        [*prefix, postback, "deliver", "--project", work, "--schemas", os.path.join(root, "Schemas"), "--configuration",
         os.path.join(work, "account.json"), "--store",
         "nats://" + ",".join("127.0.0.1:%d" % server.port for server in servers), "--store-replicas",
         str(server_count), "--in-flight", str(in_flight), "--allow-private-addresses"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment,
        stderr=open(os.path.join(work, "dispatcher%d.log" % index), "a"))


def event(number):
    if number % 10 == 0:
        # A few devices, each with many sessions in its second day.
        device = "%08X-0000-4000-8000-000000000000" % (number // 10 % 50 + 1)
        return ('{"event":{"kind":"session","id":"s%d","time":"2026-11-23T%02d:00:00Z"},"app":{"id":"a"},'
                '"device":{"idfv":"%s"},"attribution":{"install_time":"2026-11-22T00:00:00Z"}}' % (number, number // 500 % 24, device)).encode()
    return ('{"event":{"kind":"install","id":"e%d","time":"2026-11-23T08:00:00Z"},"app":{"id":"a"}}' % number).encode()


def received():
    names, devices = {}, {}
    with open(log) as file:
        for line in file:
            body = json.loads(line.split("\t")[1])
            names[body["id"]] = names.get(body["id"], 0) + 1
            if "session" in body:
                devices.setdefault(body["session"], set()).add(body["id"])
    return names, devices


failure = None
try:
    routes = [server.door.port for server in servers]
    for server in servers:
        server.start(routes)
    time.sleep(3)
    for index in range(dispatcher_count):
        start_dispatcher(index)
    client = Client([server.port for server in servers])
    offered = 0
    stop = threading.Event()

    def offer():
        global offered
        while not stop.is_set():
            if len(client.pending) < 2_000:
                for _ in range(30):
                    client.publish("%s%d" % ("s" if offered % 10 == 0 else "e", offered), event(offered))
                    offered += 1
            time.sleep(0.1)

    # The streams are there once a dispatcher has begun.
    time.sleep(2)
    publisher = threading.Thread(target=offer)
    publisher.start()
    kinds = ["server", "dispatcher", "dispatcher", "stopped"]
    if server_count > 1:
        kinds.append("partition")
        kinds += ["disk"] if all(server.has_own_disk for server in servers) else []
    kinds += ["clock"] if faketime else []
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    if "v2.9." in version and "partition" in kinds and not chosen:
        print("passed over: partitions, after which %s resets streams again and again" % version.strip())
        kinds.remove("partition")
    kinds = [kind for kind in kinds if not chosen or kind in chosen]
    counts = {}
    deck = []
    for done in range(faults):
        if not deck:
            deck = chance.sample(kinds, len(kinds))
        kind = deck.pop()
        server, index = chance.choice(servers), chance.randrange(dispatcher_count)
        if kind in ("server", "partition", "disk"):
            # Two at once would be a majority of three.
            wait_until_whole()
        if kind == "server":
            server.process.kill()
            server.process.wait()
            time.sleep(chance.uniform(0.2, 2))
            server.start(routes)
        elif kind == "partition":
            Door.cut(server.index)
            # In long runs now and then for longer than a dispatcher stays with a server that answers nothing.
            time.sleep(chance.uniform(25, 45) if faults >= 24 and chance.randrange(3) == 0 else chance.uniform(5, 15))
            Door.cut(None)
        elif kind == "disk":
            server.fill_disk()
            time.sleep(chance.uniform(1, 4))
            server.process.kill()
            server.process.wait()
            server.make_room()
            server.start(routes)
        elif kind in ("dispatcher", "clock"):
            dispatchers[index].kill()
            dispatchers[index].wait()
            time.sleep(chance.uniform(0, 1))
            start_dispatcher(index, chance.choice([-1, 1]) if kind == "clock" else 0)
            time.sleep(chance.uniform(0, 1))
        else:
            # A dispatcher's lease is thirty seconds.
            is_long = faults >= 24 and chance.randrange(3) == 0
            dispatchers[index].send_signal(signal.SIGSTOP)
            time.sleep(chance.uniform(35, 60) if is_long else chance.uniform(0.5, 3))
            dispatchers[index].send_signal(signal.SIGCONT)
            kind = "stopped for longer than a lease" if is_long else kind
        counts[kind] = counts.get(kind, 0) + 1
        time.sleep(chance.uniform(0, 1))
        client.retry()
    stop.set()
    publisher.join()
    ended = [index for index in range(dispatcher_count) if dispatchers[index].poll() is not None]
    if ended:
        for index in ended:
            with open(os.path.join(work, "dispatcher%d.log" % index)) as file:
                print("dispatcher %d ended by itself with %d: %s" % (
                    index, dispatchers[index].returncode, file.read()[-2_000:]))
            start_dispatcher(index)
    end = time.monotonic() + 120
    while client.pending and time.monotonic() < end:
        time.sleep(1)
        client.retry()
    # What a dispatcher held that was killed comes again after its lease.
    while time.monotonic() < end:
        names, _ = received()
        if all(name in names for name in client.acknowledged if name.startswith("e")):
            break
        time.sleep(0.5)
    time.sleep(1)
    names, devices = received()
    lost = [name for name in client.acknowledged if name.startswith("e") and name not in names]
    repeats = sum(count - 1 for count in names.values())
    several = [device for device, ids in devices.items() if len(ids) > 1]
    status = subprocess.run(
        [postback, "status", "--store", "nats://" + ",".join("127.0.0.1:%d" % server.port for server in servers)],
        capture_output=True, text=True)
    print(status.stdout + status.stderr, end="")
    print("%s: %d events offered, %d acknowledged, %d postbacks received, "
          "%d repeated, %d devices with one session, %d with more, %d lost" % (
              ", ".join("%s %d" % pair for pair in sorted(counts.items())), offered, len(client.acknowledged), len(names),
              repeats, len(devices) - len(several), len(several), len(lost)))
    if lost or client.pending:
        failure = "an acknowledged event was lost: %s" % lost[:5] if lost else "%d were never acknowledged" % len(client.pending)
    elif several:
        failure = "a device had two sessions: %s" % [(device, devices[device]) for device in several[:3]]
    # A server that is cut off hands out postbacks until it notices, which the others hand out once more.
    elif repeats > faults * in_flight * 2 + counts.get("partition", 0) * 1_000:
        failure = "more was repeated than was under way"
    elif not client.acknowledged or not devices:
        failure = "nothing was acknowledged"
finally:
    for process in dispatchers + [server.process for server in servers]:
        if process:
            process.kill()
            process.wait()
    partner.stdin.close()
    partner.wait()
    for server in servers:
        if server.has_own_disk:
            if failure:
                shutil.copytree(server.path, server.path + ".kept", dirs_exist_ok=True)
            subprocess.run(["umount", "-l", server.path])
if failure:
    sys.exit(failure + "; what was written is in " + work)
shutil.rmtree(work)
