#!/usr/bin/env python3
"""How fast postbacks are delivered to a server on loopback, and what that costs.

    throughput.py POSTBACK [PART…]

POSTBACK is an optimised build of the command. Parts are `rate`, `tls`, `waiting`, `journal`, `memory`, `hang`, `store` and
`stored`; all of them when none is named. nginx and wrk, a C compiler and libcurl's headers have to be installed (on Debian nginx-light, wrk, gcc
and libcurl4-openssl-dev). Client and servers share the machine, so that the figures are for comparison with one another.
"""
import json, os, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

postback = os.path.abspath(sys.argv[1])
parts = sys.argv[2:] or ["rate", "tls", "waiting", "journal", "memory", "hang", "store", "stored"]
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


class Broker:
    """A server of NATS, and a loop that publishes and pulls over one connection."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self):
        write("nats.conf", 'listen: 127.0.0.1:%d\njetstream { store_dir: "%s", max_file_store: 40GB }\n' % (
            self.port, path("nats")))
        self.process = subprocess.Popen(
            [shutil.which("nats-server") or "/usr/sbin/nats-server", "-c", path("nats.conf"), "-l", path("nats.log")])
        while True:
            try:
                self.connect()
                return
            except OSError:
                time.sleep(0.05)

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.stream = self.socket.makefile("rb", 1 << 20)
        self.stream.readline()
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB _INBOX.t.* 1\r\n')

    def end(self):
        self.process.kill()
        self.process.wait()

    def message(self):
        """The next message: the subject of an answer, and the body."""
        while True:
            words = self.stream.readline().split()
            if words[0] == b"PING":
                self.socket.sendall(b"PONG\r\n")
            elif words[0] in (b"MSG", b"HMSG"):
                body = self.stream.read(int(words[-1]) + 2)
                return words[3] if len(words) == (5 if words[0] == b"MSG" else 6) else b"", body

    def request(self, subject, body):
        self.socket.sendall(b"PUB %s _INBOX.t.1 %d\r\n%s\r\n" % (subject, len(body), body))
        return self.message()[1]

    def stream_named(self, name, subject):
        body = json.dumps({"name": name, "subjects": [subject], "retention": "workqueue", "storage": "file", "num_replicas": 1})
        answer = self.request(b"$JS.API.STREAM.CREATE.%s" % name.encode(), body.encode())
        assert b'"config"' in answer, answer

    def held(self, name):
        answer = self.request(b"$JS.API.STREAM.INFO.%s" % name.encode(), b"")
        return json.loads(answer)["state"]["messages"]

    def publish(self, subject, lines, window=1_000):
        """Publishes lines; how many a second are kept."""
        start, sent, answered = time.monotonic(), 0, 0
        while answered < len(lines):
            part = lines[sent:sent + 200] if sent - answered < window else []
            if part:
                self.socket.sendall(b"".join(b"PUB %s _INBOX.t.1 %d\r\n%s\r\n" % (subject, len(line), line) for line in part))
                sent += len(part)
            for _ in range(min(200, sent - answered)):
                assert b'"error"' not in self.message()[1]
                answered += 1
        return len(lines) / (time.monotonic() - start)

    def pull(self, stream, count):
        """Pulls and acknowledges messages; how many a second."""
        self.request(b"$JS.API.CONSUMER.DURABLE.CREATE.%s.c" % stream, json.dumps({
            "stream_name": stream.decode(), "config": {"durable_name": "c", "ack_policy": "explicit", "max_ack_pending": 20_000}}).encode())
        start, taken = time.monotonic(), 0
        while taken < count:
            wanted = b'{"batch":%d,"expires":5000000000}' % min(500, count - taken)
            self.socket.sendall(b"PUB $JS.API.CONSUMER.MSG.NEXT.%s.c _INBOX.t.1 %d\r\n%s\r\n" % (
                stream, len(wanted), wanted))
            answers = []
            for _ in range(min(500, count - taken)):
                answers.append(b"PUB %s 4\r\n+ACK\r\n" % self.message()[0])
            self.socket.sendall(b"".join(answers))
            taken += len(answers)
        return count / (time.monotonic() - start)


def dispatcher(broker, *options):
    return subprocess.Popen(
        [postback, "deliver", "--project", work, "--schemas", os.path.join(root, "Schemas"), "--configuration",
         path("account.json"), "--store", "nats://127.0.0.1:%d" % broker.port, "--allow-private-addresses", *options],
        stdout=open(path("acknowledged"), "w"), stderr=subprocess.DEVNULL)


def ticks(process):
    """Seconds of processor time that a process has used."""
    with open("/proc/%d/stat" % process.pid) as file:
        words = file.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def store(count=60_000):
    """Postbacks by 1, 2 and 4 dispatchers from one server, beside a bare loop over the same server."""
    partner("local_ads", port)
    account("realtime")
    with open(path(events(count)), "rb") as file:
        lines = [line.rstrip(b"\n") for line in file]
    broker = Broker()
    try:
        broker.stream_named("BARE", "bare")
        published, pulled = [], []
        for _ in range(3):
            published.append(broker.publish(b"bare", lines))
            pulled.append(broker.pull(b"BARE", count))
        bare = (statistics.median(published), statistics.median(pulled))
        print("store: a bare loop in Python: %d published a second, %d pulled and acknowledged" % bare)
        first = dispatcher(broker)
        while b'"config"' not in broker.request(b"$JS.API.STREAM.INFO.KV_POSTBACK_SHARED_1", b""):
            time.sleep(0.1)
        time.sleep(1)
        stop(first)
        for number in [1, 2, 4]:
            rates, costs, brokers = [], [], []
            for turn in range(3):
                marked = [line.replace(b'"id":"', b'"id":"%d-%d-' % (number, turn), 1) for line in lines]
                broker.publish(b"postback.events", marked)
                before = ticks(broker.process)
                start = time.monotonic()
                all_of_them = [dispatcher(broker) for _ in range(number)]
                while broker.held("POSTBACK_EVENTS_1") + broker.held("POSTBACK_WORK_1") > 0:
                    time.sleep(0.05)
                seconds = time.monotonic() - start
                rates.append(count / seconds)
                costs.append(sum(ticks(each) for each in all_of_them) / count)
                brokers.append((ticks(broker.process) - before) / count)
                for each in all_of_them:
                    stop(each)
            print("store: %d dispatchers: %d postbacks a second; %.0f us of processor time for each in dispatchers, %.0f us in the server" % (
                number, statistics.median(rates), statistics.median(costs) * 1e6, statistics.median(brokers) * 1e6))
            sys.stdout.flush()
        rates = []
        for turn in range(3):
            name = events(count, "direct")
            with open(path(name)) as file:
                text = file.read().replace('"install","id":"', '"install","id":"d%d-' % turn)
            write(name, text)
            start = time.monotonic()
            service = dispatcher(broker, "--events", path(name))
            while acknowledged() < count:
                time.sleep(0.02)
            rates.append(count / (time.monotonic() - start))
            service.wait()
        print("store: events of a file acknowledged: %d a second" % statistics.median(rates))
    finally:
        broker.end()


def stored(count=1_000_000):
    """A million postbacks that wait ten minutes in the server, and a dispatcher that starts with them."""
    partner("local_ads", port)
    account("10m")
    with open(path(events(count)), "rb") as file:
        lines = [line.rstrip(b"\n") for line in file]
    broker = Broker()
    try:
        first = dispatcher(broker)
        while b'"config"' not in broker.request(b"$JS.API.STREAM.INFO.KV_POSTBACK_SHARED_1", b""):
            time.sleep(0.1)
        start = time.monotonic()
        published = broker.publish(b"postback.events", lines)
        while broker.held("POSTBACK_EVENTS_1") > 0:
            time.sleep(0.5)
        seconds = time.monotonic() - start
        print("stored: %d events published at %d a second, taken in at %d a second; the server has %d MB, the dispatcher %d MB" % (
            count, published, count / seconds, memory(broker.process), memory(first)))
        stop(first)
        broker.process.kill()
        broker.process.wait()
        start = time.monotonic()
        broker.start()
        second = dispatcher(broker)
        account("realtime")
        while b"{" not in broker.request(b"$JS.API.CONSUMER.INFO.POSTBACK_WORK_1.partner_local_ads", b""):
            time.sleep(0.05)
        one = lines[0].replace(b'"id":"', b'"id":"new-', 1)
        broker.publish(b"postback.events", [one])
        while broker.held("POSTBACK_EVENTS_1") > 0:
            time.sleep(0.05)
        print("stored: %.1f s after the server was killed, with all of them waiting, it was back and a new event was taken in" % (
            time.monotonic() - start))
        stop(second)
    finally:
        broker.end()


nginx = subprocess.Popen(["nginx", "-c", path("nginx.conf")], stderr=subprocess.DEVNULL)
try:
    time.sleep(1)
    for part in parts:
        {"rate": rate, "tls": tls, "waiting": waiting, "journal": journal, "memory": flat, "hang": hang, "store": store, "stored": stored}[part]()
        sys.stdout.flush()
finally:
    nginx.terminate()
    nginx.wait()
    shutil.rmtree(work)
