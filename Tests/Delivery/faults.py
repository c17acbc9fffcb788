#!/usr/bin/env python3
"""Faults that need a real process: a disk that is full or fails, clocks that jump, partners, TLS and names that misbehave.

    faults.py POSTBACK [--long] [ROW…]

Without ROW all of them run. --long makes them what a night is for. A row that needs what this machine does not have (root,
strace, faketime, openssl) says so and is passed over; the last line counts.
"""
import contextlib, ctypes, json, os, random, re, resource, shutil, signal, socket, struct, subprocess, sys, tempfile
import threading, time

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
postback = os.path.abspath(sys.argv[1])
is_long = "--long" in sys.argv
wanted = [word for word in sys.argv[2:] if not word.startswith("--")]
rows = []


class Missing(Exception):
    """What a row needs is not here."""


def row(function):
    rows.append(function)
    return function


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def need(tool):
    path = shutil.which(tool) or (os.path.exists("/usr/bin/" + tool) and "/usr/bin/" + tool)
    if not path:
        raise Missing(tool)
    return path


class Place:
    """A project, an account and a journal in a folder of their own, with a partner on loopback."""

    def __init__(self, stack):
        self.folder = tempfile.mkdtemp(prefix="postback-faults-")
        stack.callback(shutil.rmtree, self.folder, True)
        os.mkdir(self.path("Integrations"))
        self.log = self.path("log")
        open(self.log, "w").close()
        self.server = subprocess.Popen(
            [sys.executable, os.path.join(here, "partner.py"), "--log", self.log], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        stack.callback(self.server.kill)
        self.port = int(self.server.stdout.readline())
        self.partners = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def partner(self, name, location="/ok", origin=None, timeout=2, settings=None, method="POST", unknown="resend"):
        """Adds a partner; `location` says what it does."""
        origin = origin or "http://127.0.0.1:%d" % self.port
        with open(self.path("Integrations/%s.postback" % name), "w") as file:
            file.write("""partner %s "Ads"
revision 1
category test
platforms ios, android
documentation "https://partner.test/docs"
endpoint api "%s"%s
delivery {
    timeout %ds
}
postback install {
    %s api "%s"
    %s { require id = event.id }
}
""" % (name, origin, "" if origin.startswith("https") else " insecure", timeout, method, location,
       "json" if method == "POST" else "query"))
        self.partners.append({"partner": name, "on_unknown": unknown, "postbacks": {"install": settings or {"retries": 0}}})
        with open(self.path("account.json"), "w") as file:
            json.dump({"account": "acme", "apps": [{
                "id": "a", "platform": "ios", "bundle_id": "com.acme.a", "partners": self.partners}]}, file)

    def command(self, *options, open_to_all=True):
        return [postback, "deliver", "--project", self.folder, "--schemas", os.path.join(root, "Schemas"),
                "--configuration", self.path("account.json"), "--journal", self.path("journal"), "--log",
                self.path("attempts")] + (["--allow-private-addresses"] if open_to_all else []) + list(options)

    def start(self, *options, prefix=(), environment=None, prepare=None, **keys):
        return subprocess.Popen(
            [*prefix, *self.command(*options, **keys)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=prepare,
            stderr=open(self.path("errors"), "a"), env={**os.environ, "SWIFT_BACKTRACE": "enable=no",
                                                        **(environment or {})})

    def deliver(self, ids, *options, **keys):
        """Delivers events to the end; the exit status."""
        service = self.start(*options, **keys)
        service.communicate(b"".join(event(name) for name in ids), timeout=120)
        return service.returncode

    def attempts(self):
        with open(self.path("attempts")) as file:
            return [json.loads(line) for line in file]

    def received(self):
        # The partner may be in the middle of its last line.
        with open(self.log) as file:
            return [json.loads(line.split("\t")[1])["id"] for line in file if line.endswith("\n")]

    def status(self):
        return subprocess.run(
            [postback, "status", "--journal", self.path("journal")], capture_output=True, text=True).stdout

    def errors(self):
        with open(self.path("errors")) as file:
            return file.read()


def event(name):
    return b'{"event":{"kind":"install","id":"%s"},"app":{"id":"a"}}\n' % str(name).encode()


def offer(service, name):
    """Offers an event and waits for its acknowledgement."""
    service.stdin.write(event(name))
    service.stdin.flush()
    line = service.stdout.readline()
    if not line:
        raise BrokenPipeError("the service has ended with %s" % service.wait())
    return json.loads(line)


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < end, "it did not come about in %d s" % seconds)
        time.sleep(0.01)


# A process that is started with a false clock finds its arguments only when another one starts it.
patient = ["timeout", "300"]


def faketime(**more):
    """The environment of a process whose wall clock is false and whose monotonic one is not."""
    found = [os.path.join(folder, "libfaketimeMT.so.1") for folder, _, files in os.walk("/usr/lib")
             if os.path.basename(folder) == "faketime" and "libfaketimeMT.so.1" in files]
    if not found:
        raise Missing("faketime")
    return {"LD_PRELOAD": found[0], "FAKETIME_DONT_FAKE_MONOTONIC": "1", **more}


@row
def torn_writes(stack):
    """The kernel cuts a write off at every byte, and kills the process there."""
    count = 400 if is_long else 6
    for number in range(count):
        with contextlib.ExitStack() as inner:
            place = Place(inner)
            place.partner("local_ads", settings={"delay": "10m"})
            service = place.start()
            acknowledged = 0
            try:
                expect(offer(service, 0)["accepted"] == 1, "the first event is taken")
                acknowledged = 1
                limit = 400 + (number * 7 if is_long else random.randrange(2_800))
                resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (limit, limit))
                for name in range(1, 60):
                    answer = offer(service, name)
                    acknowledged += answer.get("accepted", 0)
            except (BrokenPipeError, ValueError):
                pass
            service.kill()
            service.wait()
            waiting = int(place.status().split(" waiting")[0].split()[-1])
            expect(waiting >= acknowledged, "%d of %d acknowledged events are left" % (waiting, acknowledged))
            service = place.start()
            expect(offer(service, "after")["accepted"] == 1, "it starts again")
            service.kill()
            service.wait()
    return "%d cuts, nothing acknowledged was lost" % count


@row
def failing_sync(stack):
    """The disk refuses to sync: the service ends, and acknowledges nothing from then on."""
    strace = need("strace")
    place = Place(stack)
    place.partner("local_ads", settings={"delay": "10m"})
    service = place.start(prefix=[strace, "-f", "-qq", "-o", place.path("trace"), "-e", "trace=fdatasync", "-e",
                                  "inject=fdatasync:error=EIO:when=6+"])
    acknowledged = 0
    try:
        for name in range(200):
            offer(service, name)
            acknowledged += 1
    except (BrokenPipeError, ValueError):
        pass
    service.stdin.close()
    code = service.wait(30)
    if acknowledged == 0 and "ptrace" in place.errors():
        raise Missing("leave to trace")
    expect(code == 3, "it ended with %d" % code)
    expect("Input/output error" in place.errors() and "cannot bring to the disk" in place.errors(), place.errors())
    with open(place.path("trace")) as file:
        failed = sum("EIO" in line for line in file)
    expect(failed == 1, "it synced %d times over lost pages" % failed)
    expect(0 < acknowledged < 10, "%d events were acknowledged" % acknowledged)
    waiting = int(place.status().split(" waiting")[0].split()[-1])
    expect(waiting >= acknowledged, "what was acknowledged is there")
    return "%d acknowledged before, none after; exit status 3" % acknowledged


@row
def full_disk(stack):
    """A disk without room: nothing is taken in, what waits is delivered, and it recovers."""
    place = Place(stack)
    os.mkdir(place.path("journal"))
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", place.path("journal")],
                           capture_output=True)
    if mount.returncode != 0:
        raise Missing("leave to mount")
    stack.callback(subprocess.run, ["umount", "-l", place.path("journal")])
    place.partner("local_ads")
    service = place.start()
    padding = b'{"event":{"kind":"install","id":"%d","data":{"x":"' + b"x" * 100_000 + b'"}},"app":{"id":"a"}}\n'
    taken, refusal = 0, None
    while refusal is None and taken < 200:
        service.stdin.write(padding % taken)
        service.stdin.flush()
        answer = json.loads(service.stdout.readline())
        refusal = answer.get("refused")
        taken += answer.get("accepted", 0)
    expect(refusal and "No space left on device" in refusal, "events were refused: %s" % refusal)
    until(lambda: len(place.received()) == taken)
    subprocess.run(["mount", "-o", "remount,size=200m", place.path("journal")], check=True)
    expect(offer(service, "after")["accepted"] == 1, "there is room again")
    service.stdin.close()
    expect(service.wait(30) == 1, "refusals are findings")
    expect(len(place.received()) == taken + 1, "all of it was delivered")
    return "%d taken in, then refused; all delivered, and taken in again with room" % taken


@row
def clock_jumps(stack):
    """The wall clock jumps by days while postbacks wait: none is early, none is kept back."""
    fake = faketime(FAKETIME_NO_CACHE="1")
    place = Place(stack)
    place.partner("waits", "/ok", settings={"delay": "30s"})
    place.partner("realtime", "/ok")
    file = place.path("faketime")

    def jump(text):
        with open(file + ".new", "w") as new:
            new.write(text)
        os.rename(file + ".new", file)

    jump("+0d")
    service = place.start(prefix=patient, environment={**fake, "FAKETIME_TIMESTAMP_FILE": file})
    for number, text in enumerate(["+2d", "-2d", "+1h", "-1s", "+0d"]):
        offer(service, number)
        jump(text)
        until(lambda: len(place.received()) == number + 1)
        time.sleep(0.3)
        expect(len(place.received()) == number + 1, "what waits was sent when the clock jumped by %s" % text)
    service.send_signal(signal.SIGTERM)
    service.wait()
    return "5 jumps of up to two days"


@row
def crash_while_waiting(stack):
    """Killed just after it took in what has to wait, and started again at once and after the delay."""
    fake = faketime()
    place = Place(stack)
    place.partner("waits", "/ok", settings={"delay": "30s"})
    count = 30 if is_long else 4
    for number in range(count):
        service = place.start()
        offer(service, number)
        service.kill()
        service.wait()
    for offset, sent in [("+20s", 0), ("+45s", count)]:
        service = place.start(prefix=patient, environment={**fake, "FAKETIME": offset})
        time.sleep(1.5)
        service.send_signal(signal.SIGTERM)
        service.wait()
        expect(len(place.received()) == sent, "%d were sent at %s" % (len(place.received()), offset))
    return "%d kills; none sent at 20 s, all at 45 s" % count


@row
def real_delay(stack):
    """Thirty real seconds."""
    if not is_long:
        raise Missing("--long")
    place = Place(stack)
    place.partner("waits", "/ok", settings={"delay": "30s"})
    service = place.start()
    start = time.time()
    offer(service, 0)
    until(lambda: place.received(), 40)
    with open(place.log) as file:
        late = float(file.readline().split("\t")[2]) - start - 30
    service.stdin.close()
    service.wait()
    expect(0 <= late < 0.3, "it was %.3f s late" % late)
    return "%.0f ms late" % (late * 1_000)


@row
def suspended(stack):
    """Stopped by a signal while requests are under way, in the long form beyond their deadline: nothing is sent twice."""
    place = Place(stack)
    place.partner("slow", "/slow", timeout=10, settings={"retries": 3}, unknown="park" if is_long else "resend")
    service = place.start()
    for number in range(8):
        offer(service, number)
    until(lambda: len(place.received()) == 8)
    service.send_signal(signal.SIGSTOP)
    time.sleep(30 if is_long else 3)
    service.send_signal(signal.SIGCONT)
    service.stdin.close()
    expect(service.wait(30) == 0, "it ends well")
    expect(sorted(place.received()) == sorted(str(n) for n in range(8)), "sent: %s" % place.received())
    return "8 requests, each sent once"


@row
def deadlines(stack):
    """A body without end, a handshake that hangs, a host that does not answer: each ends at its deadline."""
    place = Place(stack)
    silent = socket.create_server(("127.0.0.1", 0))
    full = socket.socket()
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    fillers = [socket.socket() for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            filler.connect(full.getsockname())
    stack.callback(lambda: [each.close() for each in [silent, full, *fillers]])
    place.partner("drips", "/drip")
    place.partner("hangs", "/hang")
    place.partner("handshake", origin="https://127.0.0.1:%d" % silent.getsockname()[1])
    place.partner("dropped", origin="http://127.0.0.1:%d" % full.getsockname()[1])
    count = 5
    service = place.start()
    for number in range(count):
        offer(service, number)
    until(lambda: len(os.listdir("/proc/%d/fd" % service.pid)) > 20 or os.path.getsize(place.path("attempts")), 20)
    until(lambda: "4 waiting" not in place.status() and len(place.status().split("0 waiting")) == 5, 600)
    sockets = sum("socket" in os.readlink("/proc/%d/fd/%s" % (service.pid, name))
                  for name in os.listdir("/proc/%d/fd" % service.pid))
    service.stdin.close()
    service.wait(60)
    outcomes = {}
    for attempt in place.attempts():
        outcomes.setdefault(attempt["partner"], set()).add(attempt["outcome"])
        seconds = attempt["microseconds"] / 1e6
        expect(1.9 < seconds < 2.3, "%s ended after %.2f s" % (attempt["partner"], seconds))
    expect(outcomes == {"drips": {"timeout"}, "hangs": {"timeout"}, "handshake": {"timeout_before_sending"},
                        "dropped": {"timeout_before_sending"}}, outcomes)
    expect(sockets < 4, "%d sockets are left" % sockets)
    return "%d requests, each ended within 0.3 s of its deadline" % (4 * count)


@row
def certificates(stack):
    """Certificates and versions of TLS that must not be accepted, and one that must."""
    openssl = need("openssl")
    place = Place(stack)

    def run(*arguments):
        subprocess.run([openssl, *arguments], check=True, capture_output=True, cwd=place.folder)

    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test CA", "-keyout", "ca.key",
        "-out", "ca.pem")

    def certificate(name, host, *dates):
        with open(place.path(name + ".ext"), "w") as file:
            file.write("subjectAltName=DNS:%s\n" % host)
        run("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + host, "-keyout", name + ".key", "-out",
            name + ".csr")
        run("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile",
            name + ".ext", "-out", name + ".pem", *(dates or ("-days", "2")))

    certificate("good", "localhost")
    certificate("wronghost", "elsewhere.test")
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", "selfsigned.key", "-out", "selfsigned.pem")
    # Valid until yesterday.
    certificate("expired", "localhost", "-days", "-1")
    old = ["-cipher", "DEFAULT@SECLEVEL=0"]
    cases = [("good", []), ("wronghost", []), ("selfsigned", []), ("expired", []), ("good", ["-tls1_1", *old]),
             ("good", ["-tls1", *old]), ("good", ["-tls1_2"])]
    for number, (name, options) in enumerate(cases):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [openssl, "s_server", "-accept", "127.0.0.1:%d" % port, "-cert", name + ".pem", "-key", name + ".key",
             "-www", "-quiet", *options], cwd=place.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        stack.callback(server.kill)
        until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        place.partner("case%d" % number, "/", origin="https://localhost:%d" % port, method="GET")
    place.deliver(["e"], "--certificates", place.path("ca.pem"))
    outcomes = [attempt["outcome"] for attempt in sorted(place.attempts(), key=lambda each: each["partner"])]
    expect(outcomes == ["http_200", "tls", "tls", "tls", "tls", "tls", "http_200"], outcomes)
    return "5 refused, 2 accepted"


@row
def names(stack):
    """Names that do not exist, fail, hang, or lead to private addresses, alone or among others."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        raise Missing("leave to unshare")
    place = Place(stack)
    answers = {"private": ["10.1.2.3"], "loopback": ["127.0.0.1"], "mixed": ["10.1.2.3", "127.0.0.1"],
               "metadata": ["169.254.169.254"], "nx": 3, "fail": 2, "slow": None}
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        resolver.bind(("127.0.0.99", 53))
    except OSError:
        raise Missing("port 53")
    stack.callback(resolver.close)

    def resolve():
        while True:
            try:
                question, address = resolver.recvfrom(512)
            except OSError:
                return
            end = question.index(b"\0", 12) + 5
            label, kind = question[13:13 + question[12]].decode(), question[end - 4:end - 2]
            found = answers.get(label, 3)
            if found is None:
                continue
            addresses = found if isinstance(found, list) and kind == b"\0\1" else []
            code = found if isinstance(found, int) else 0
            head = question[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, len(addresses), 0, 0)
            body = b"".join(b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(each) for each in addresses)
            resolver.sendto(head + question[12:end] + body, address)

    threading.Thread(target=resolve, daemon=True).start()
    with open(place.path("resolv.conf"), "w") as file:
        file.write("nameserver 127.0.0.99\noptions timeout:1 attempts:1\n")
    for name in answers:
        place.partner(name, origin="http://%s.ads.example:%d" % (name, place.port), timeout=4)
    script = "mount --bind %s /etc/resolv.conf && exec \"$@\"" % place.path("resolv.conf")
    place.deliver(["e"], prefix=["unshare", "-m", "sh", "-c", script, "sh"], open_to_all=False)
    outcomes = {attempt["partner"]: attempt["outcome"] for attempt in place.attempts()}
    for name in ["private", "loopback", "mixed", "metadata"]:
        expect(outcomes[name] == "forbidden_address", outcomes)
    for name in ["nx", "fail"]:
        expect(outcomes[name] == "no_address", outcomes)
    expect(outcomes["slow"] in ["no_address", "timeout_before_sending"], outcomes)
    expect(place.received() == [], "a private address was connected to")
    return "7 names, no connection"


@row
def resets(stack):
    """Partners that reset every connection: nothing crashes, no descriptor stays."""
    partners = 400 if is_long else 20
    place = Place(stack)
    for number in range(partners):
        place.partner("resets_%d" % number, "/reset", settings={"retries": 0})
    service = place.start()
    # It runs once it has answered.
    service.stdin.write(event("x").replace(b'"id":"a"', b'"id":"nobody"'))
    service.stdin.flush()
    service.stdout.readline()
    threading.Thread(target=service.stdout.read, daemon=True).start()
    before = len(os.listdir("/proc/%d/fd" % service.pid))
    # A breaker opens after twenty failures, and spares its partner from then on.
    service.stdin.write(b"".join(event(name) for name in range(40)))
    service.stdin.flush()
    until(lambda: len(place.attempts()) >= 20 * partners, 120)
    until(lambda: len(os.listdir("/proc/%d/fd" % service.pid)) <= before + 4)
    outcomes = {attempt["outcome"] for attempt in place.attempts()}
    expect(service.poll() is None and outcomes == {"reset"}, outcomes)
    service.kill()
    service.wait()
    return "%d resets" % len(place.attempts())


@row
def damaged_answers(stack):
    """Answers that were damaged by chance: each attempt has an outcome, memory stays small."""
    count = 3_000 if is_long else 50
    place = Place(stack)
    place.partner("fuzz", "/fuzz", timeout=2, settings={"retries": 0})
    service = place.start("--in-flight", "16")
    reader = threading.Thread(target=service.stdout.read, daemon=True)
    reader.start()
    service.stdin.write(b"".join(event(name) for name in range(count)))
    service.stdin.flush()
    until(lambda: os.path.exists(place.path("attempts")) and len(place.attempts()) >= count, 600)
    with open("/proc/%d/status" % service.pid) as file:
        memory = int([line for line in file if line.startswith("VmRSS")][0].split()[1]) / 1000
    expect(service.poll() is None, "the service goes on")
    service.kill()
    service.wait()
    outcomes = {}
    for attempt in place.attempts():
        outcomes[attempt["outcome"]] = outcomes.get(attempt["outcome"], 0) + 1
    return "%s; %d MB" % (", ".join("%s %d" % pair for pair in sorted(outcomes.items())), memory)


@row
def duplicates(stack):
    """Each event one to five times in any order, over a restart: one delivery each."""
    count = 20_000 if is_long else 300
    place = Place(stack)
    place.partner("local_ads")
    offered = [name for name in range(count) for _ in range(random.randrange(1, 6))]
    random.shuffle(offered)
    half = len(offered) // 2
    for part in [offered[:half], offered[half:]]:
        expect(place.deliver(part) == 0, "it ends well")
    received = place.received()
    expect(len(received) == len(set(received)) == count, "%d received, %d expected" % (len(received), count))
    return "%d events offered %d times, each delivered once" % (count, len(offered))


@row
def unread_output(stack):
    """Nobody reads the acknowledgements: sending goes on, memory stays small, and the service ends when it is told to."""
    count = 30_000
    place = Place(stack)
    place.partner("local_ads")
    service = place.start()
    feeder = threading.Thread(target=feed, args=(service, count), daemon=True)
    feeder.start()
    # What was read is delivered, although far more acknowledgements wait than a pipe holds.
    until(lambda: len(place.received()) >= 10_000, 120)
    service.send_signal(signal.SIGTERM)
    expect(service.wait(20) == 0, "it ended with %s" % service.returncode)
    expect("acknowledgements were not read" in place.errors(), place.errors()[-300:])
    received = place.received()
    expect(len(received) == len(set(received)), "nothing is sent twice")
    return "%d delivered with nobody reading, ended in order" % len(received)


@row
def unread_errors(stack):
    """Nobody reads what the service says: sending goes on, and it ends when it is told to."""
    place = Place(stack)
    place.partner("local_ads", "/status/410")
    service = subprocess.Popen(place.command(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    count = 20_000
    threading.Thread(target=feed, args=(service, count), daemon=True).start()
    until(lambda: len(place.received()) >= 12_000, 120)
    service.send_signal(signal.SIGTERM)
    expect(service.wait(20) == 0, "it ended with %s" % service.returncode)
    return "%d dead letters told to nobody" % len(place.received())


def feed(service, count):
    try:
        for start in range(0, count, 100):
            service.stdin.write(b"".join(event(name) for name in range(start, start + 100)))
            service.stdin.flush()
    except (BrokenPipeError, ValueError):
        pass


@row
def gone_reader(stack):
    """Whoever read the acknowledgements goes away: everything is delivered all the same."""
    count = 3_000
    place = Place(stack)
    place.partner("local_ads")
    service = place.start()
    offer(service, "first")
    service.stdout.close()
    feed(service, count)
    service.stdin.close()
    expect(service.wait(60) == 0, "it ended with %s" % service.returncode)
    expect(len(set(place.received())) == count + 1, "%d of %d delivered" % (len(set(place.received())), count + 1))
    return "%d delivered" % (count + 1)


@row
def early_signals(stack):
    """SIGHUP from the first moment on, and while a journal is read, ends nothing; SIGTERM ends it in order."""
    place = Place(stack)
    place.partner("local_ads", settings={"delay": "10m"})
    place.deliver([])
    service = place.start()
    feed(service, 20_000)
    until(lambda: "20000 waiting" in place.status() or service.poll() is not None, 60)
    service.kill()
    service.wait()
    for number in range(20 if not is_long else 200):
        service = place.start()
        # As soon as its own code runs: a process that is being loaded has no way to say no.
        until(lambda: takes(service.pid, signal.SIGHUP) or service.poll() is not None)
        for _ in range(3):
            service.send_signal(signal.SIGHUP)
            time.sleep(random.random() * 0.02)
        expect(offer(service, "e%d" % number)["accepted"] == 1, "it takes in events")
        service.send_signal(signal.SIGTERM)
        expect(service.wait(20) == 0, "it ended with %s" % service.returncode)
        service = place.start()
        until(lambda: takes(service.pid, signal.SIGTERM) or service.poll() is not None)
        service.send_signal(signal.SIGTERM)
        expect(service.wait(20) == 0, "it ended with %s" % service.returncode)
    return "told to read its configuration while it reads a journal, and goes on"


@row
def blocked_signals(stack):
    """Started by a process that has the signals blocked, or ignores them, the service hears them all the same, those too
    that came before its first instruction."""
    numbers = [signal.SIGHUP, signal.SIGTERM, signal.SIGINT]

    def block():
        signal.pthread_sigmask(signal.SIG_BLOCK, numbers)

    def ignore():
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)

    def block_and_send():
        block()
        os.kill(os.getpid(), signal.SIGHUP)

    for prepare in [block, ignore, block_and_send]:
        place = Place(stack)
        place.partner("local_ads")
        service = place.start(prepare=prepare)
        expect(offer(service, 1)["accepted"] == 1, "an event is taken")
        reloads = lambda: place.errors().count("the configuration was read anew")
        if prepare is not block_and_send:
            service.send_signal(signal.SIGHUP)
        until(lambda: reloads() == 1 or service.poll() is not None)
        service.send_signal(signal.SIGINT if prepare is ignore else signal.SIGTERM)
        expect(service.wait(20) == 0, "it ended with %s" % service.returncode)
    return "read its configuration anew, and ended in order"


@row
def unread_log(stack):
    """A log that is a pipe which nobody reads, and an input that nobody writes, keep no service from what signals ask."""
    place = Place(stack)
    place.partner("local_ads")
    os.mkfifo(place.path("attempts"))
    reader = os.open(place.path("attempts"), os.O_RDONLY | os.O_NONBLOCK)
    stack.callback(os.close, reader)
    service = place.start()
    feed(service, 3_000)
    until(lambda: len(place.received()) == 3_000, 60)
    service.send_signal(signal.SIGHUP)
    until(lambda: "the configuration was read anew" in place.errors())
    service.send_signal(signal.SIGTERM)
    expect(service.wait(20) == 0, "it ended with %s" % service.returncode)
    os.mkfifo(place.path("events"))
    service = place.start("--events", place.path("events"))
    until(lambda: takes(service.pid, signal.SIGTERM) or service.poll() is not None)
    service.send_signal(signal.SIGTERM)
    expect(service.wait(20) == 0, "it ended with %s" % service.returncode)
    return "read its configuration anew, and ended in order"


def takes(pid, number):
    """Whether a signal does something else to a process than to end it."""
    try:
        with open("/proc/%d/status" % pid) as file:
            for line in file:
                if line.startswith(("SigIgn:", "SigCgt:")) and int(line.split()[1], 16) >> (number - 1) & 1:
                    return True
    except FileNotFoundError:
        pass
    return False


@row
def folder_gone(stack):
    """The journal's folder is deleted, or replaced, under a running service: nothing is acknowledged from then on."""
    for replaced, name in [(False, 2), (True, 2), (False, 1), (True, 1)]:
        place = Place(stack)
        place.partner("local_ads", settings={"delay": "10m"})
        service = place.start()
        expect(offer(service, 1)["accepted"] == 1, "the first is taken")
        if replaced:
            os.rename(place.path("journal"), place.path("elsewhere"))
            os.mkdir(place.path("journal"))
        else:
            shutil.rmtree(place.path("journal"))
        # One that is new, and one that would be acknowledged because of what was kept.
        service.stdin.write(event(name))
        service.stdin.flush()
        expect(service.stdout.readline() == b"", "an event was acknowledged that nobody will find")
        expect(service.wait(20) == 3, "it ended with %s" % service.returncode)
        expect("was removed or replaced while it was in use" in place.errors(), place.errors())
    return "deleted and replaced"


@row
def private_folder(stack):
    """A folder of the service's own that others can read is closed to them; one of somebody else is refused."""
    place = Place(stack)
    place.partner("local_ads")
    os.mkdir(place.path("journal"), 0o755)
    os.chmod(place.path("journal"), 0o755)
    expect(place.deliver(["e"]) == 0, place.errors())
    expect(os.stat(place.path("journal")).st_mode & 0o777 == 0o700, "it can still be read")
    if os.geteuid() != 0:
        return "closed; the rest needs root"
    shutil.rmtree(place.path("journal"))
    os.mkdir(place.path("journal"), 0o755)
    os.chmod(place.path("journal"), 0o755)
    os.chown(place.path("journal"), 65534, 65534)
    expect(place.deliver(["f"]) == 3 and "belongs to another user" in place.errors(), place.errors())
    os.chmod(place.folder, 0o755)
    os.chmod(place.path("journal"), 0o700)
    os.chown(place.path("journal"), 0, 0)
    status = subprocess.run([postback, "status", "--journal", place.path("journal")], capture_output=True, text=True,
                            user=65534, group=65534, extra_groups=[])
    expect(status.returncode == 3 and "ermission" in status.stderr, "%d %s" % (status.returncode, status.stderr))
    return "closed, refused, and said so without permission"


@row
def closed_descriptors(stack):
    """Standard input, output and error are closed at the start: no file of the service takes their numbers."""
    place = Place(stack)
    place.partner("local_ads")
    with open(place.path("events"), "wb") as file:
        file.write(event("a") + event("b"))
    script = "exec \"$@\" <&- >&- 2>&-"
    done = subprocess.run(["sh", "-c", script, "sh", *place.command("--events", place.path("events"))], timeout=60)
    expect(done.returncode == 0, "it ended with %d" % done.returncode)
    expect(sorted(place.received()) == ["a", "b"], place.received())
    # What would have been said on standard error is in no file of the journal.
    for name in os.listdir(place.path("journal")):
        with open(os.path.join(place.path("journal"), name), "rb") as file:
            expect(b'"accepted"' not in file.read(), "an acknowledgement is in the journal")
    return "2 delivered"


@row
def environment(stack):
    """Variables that would write down keys, trust other certificates or go another way change nothing."""
    openssl = need("openssl")
    place = Place(stack)
    run = lambda *arguments: subprocess.run([openssl, *arguments], check=True, capture_output=True, cwd=place.folder)
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "own.pem")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [openssl, "s_server", "-accept", "127.0.0.1:%d" % port, "-cert", "own.pem", "-key", "key.pem", "-www", "-quiet"],
        cwd=place.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(server.kill)
    until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
    place.partner("secure", "/", origin="https://localhost:%d" % port, method="GET")
    place.deliver(["e"], environment={"SSL_CERT_FILE": place.path("own.pem")})
    expect([each["outcome"] for each in place.attempts()] == ["tls"], place.attempts())
    # Trusted by name, over a connection whose keys nobody writes down, and no proxy that nobody is.
    place.deliver(["f"], "--certificates", place.path("own.pem"), environment={
        "SSLKEYLOGFILE": place.path("keys"), "https_proxy": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9",
        "OPENSSL_CONF": "/dev/null/none"})
    expect([each["outcome"] for each in place.attempts()] == ["tls", "http_200"], place.attempts())
    expect(not os.path.exists(place.path("keys")), "keys were written down")
    return "not trusted, not written down, not routed"


@row
def places_that_cannot_be_used(stack):
    """Certificates, metrics and logs that cannot be used are found at the start, before anything is taken in."""
    place = Place(stack)
    place.partner("local_ads")
    with open(place.path("none.pem"), "w") as file:
        file.write("no certificate")
    os.mkfifo(place.path("pipe"))
    for option, value in [("--certificates", place.path("missing.pem")), ("--certificates", place.path("none.pem")),
                          ("--metrics", place.path("missing/metrics")), ("--log", place.path("missing/log")),
                          ("--log", place.path("pipe"))]:
        expect(place.deliver(["e"], option, value) == 3, "%s %s" % (option, value))
        expect(value in place.errors(), place.errors())
    expect(place.received() == [], "something was sent")
    return "5 places"


@row
def shortage(stack):
    """A lack of descriptors on our side uses up no attempt: all is delivered when there are enough again."""
    place = Place(stack)
    count = 60
    for number in range(count):
        place.partner("p%d" % number, "/slow", settings={"retries": 0}, timeout=20)
    service = place.start("--in-flight", "200")
    expect(offer(service, "first")["accepted"] == count, "the first event")
    until(lambda: len(place.received()) >= count, 60)
    used = max(int(name) for name in os.listdir("/proc/%d/fd" % service.pid))
    # Room for few more than those that are open.
    before = resource.prlimit(service.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(service.pid, resource.RLIMIT_NOFILE, (used + 3, before[1]))
    for name in range(4):
        offer(service, name)
    until(lambda: any(each["outcome"] == "shortage" for each in place.attempts()), 60)
    resource.prlimit(service.pid, resource.RLIMIT_NOFILE, before)
    until(lambda: len(place.received()) >= 5 * count, 120)
    service.stdin.close()
    expect(service.wait(60) == 0, "it ended with %s" % service.returncode)
    attempts = place.attempts()
    short = [each for each in attempts if each["outcome"] == "shortage"]
    expect(all(each["result"] == "again" and each["attempt"] == 0 for each in short), short[:3])
    expect(all(each["attempt"] == 1 for each in attempts if each["outcome"] == "http_200"), "an attempt was used up")
    return "%d attempts put off, %d delivered at the first" % (len(short), 5 * count)


@row
def no_name_server(stack):
    """No name server answers: no attempt is used up, and the host's own fault is told apart."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        raise Missing("leave to unshare")
    place = Place(stack)
    place.partner("local_ads", origin="http://one.ads.example:%d" % place.port, settings={"retries": 0})
    with open(place.path("resolv.conf"), "w") as file:
        file.write("nameserver 127.0.0.97\noptions timeout:1 attempts:1\n")
    script = "mount --bind %s /etc/resolv.conf && exec \"$@\"" % place.path("resolv.conf")
    service = place.start(prefix=["unshare", "-m", "sh", "-c", script, "sh"])
    offer(service, "e")
    until(lambda: os.path.exists(place.path("attempts")) and place.attempts(), 30)
    service.send_signal(signal.SIGTERM)
    service.wait(30)
    first = place.attempts()[0]
    expect((first["outcome"], first["result"], first["attempt"]) == ("shortage", "again", 0), first)
    expect("1 waiting" in place.status(), place.status())
    return "put off"


failures = passed = 0
for each in rows:
    if wanted and each.__name__ not in wanted:
        continue
    start = time.monotonic()
    with contextlib.ExitStack() as stack:
        try:
            said = each(stack)
            passed += 1
            print("%s: %s (%.1f s)" % (each.__name__, said, time.monotonic() - start), flush=True)
        except Missing as missing:
            print("%s: passed over, needs %s" % (each.__name__, missing), flush=True)
        except (AssertionError, subprocess.SubprocessError, KeyError, IndexError, ValueError, OSError) as problem:
            failures += 1
            print("%s: FAILED: %s: %s" % (each.__name__, type(problem).__name__, problem), flush=True)
print("%d rows passed, %d failed" % (passed, failures))
sys.exit(1 if failures else 0)
