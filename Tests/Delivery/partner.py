#!/usr/bin/env python3
"""A partner on loopback that answers as its path says, one thread for each connection.

    partner.py [--log FILE]        prints its port; ends with its standard input

/status/503          that status, with Retry-After: 7
/ok                  200 and {"code":0}
/hang                nothing, ever
/drip                a byte of body every 50 ms, without end
/reset               a TCP reset after the request has been read
/close               an orderly close without an answer
/big                 64 MiB of body
/long                100 kB of JSON that ends with what it says
/garbage             something that is no HTTP
/cut                 fewer bytes than Content-Length says
/head                headers without end
/redirect            302 to /ok
/continue            100 and then 200
/slow                200 after a second
/fuzz                an answer that was damaged by chance, or one that was not
"""
import random, socket, struct, sys, threading, time

log = open(sys.argv[2], "a", buffering=1) if len(sys.argv) > 2 and sys.argv[1] == "--log" else None
lock = threading.Lock()


def read(stream):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        head += line
    lines = head.decode("latin-1").split("\r\n")
    length = 0
    for line in lines[1:]:
        if line.lower().startswith("content-length:"):
            length = int(line.split(":")[1])
    return lines[0], head, stream.read(length)


def answer(status, body, extra=b""):
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n%s\r\n%s" % (status, len(body), extra, body)


chance = random.Random(7)


def damaged():
    """A sound answer in which bytes were changed, left out or repeated."""
    sound = [
        answer(200, b'{"code":0}', b"Retry-After: 5\r\nSet-Cookie: a=b\r\n"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.1 503 No\r\nContent-Length: 4\r\nRetry-After: Mon, 23 Nov 2026 08:02:00 GMT\r\n\r\nbusy",
        b"HTTP/1.0 200 OK\r\n\r\nuntil the end",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\n\r\n",
    ]
    text = bytearray(chance.choice(sound))
    for _ in range(chance.randrange(6)):
        place = chance.randrange(len(text))
        kind = chance.randrange(4)
        if kind == 0:
            text[place] = chance.randrange(256)
        elif kind == 1:
            del text[place:place + chance.randrange(1, 9)]
        elif kind == 2:
            text[place:place] = text[place:place + 20] * chance.randrange(1, 50)
        else:
            text[place:place] = chance.choice([b"\r\n", b"\0", b"99999999999999999999", b"-1", b"\xff\xfe"])
        if not text:
            return b""
    return bytes(text)


def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = connection.makefile("rb")
    try:
        while True:
            request = read(stream)
            if request is None:
                return
            line, head, body = request
            path = line.split(" ")[1].split("?")[0]
            if log:
                with lock:
                    log.write("%s\t%s\t%.3f\n" % (line, body.decode("utf-8", "replace"), time.time()))
            if path.startswith("/status/"):
                connection.sendall(answer(int(path.split("/")[2]), b"no", b"Retry-After: 7\r\n"))
            elif path == "/hang":
                time.sleep(60)
            elif path == "/drip":
                connection.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n")
                while True:
                    connection.sendall(b"x")
                    time.sleep(0.05)
            elif path == "/reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            elif path == "/close":
                return
            elif path == "/big":
                connection.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 67108864\r\n\r\n")
                for _ in range(1024):
                    connection.sendall(b"b" * 65536)
            elif path == "/long":
                connection.sendall(answer(200, b'{"x":"' + b"x" * 99_994 + b'","code":0}'))
            elif path == "/garbage":
                connection.sendall(b"\x00\x01\x02 what?\r\n\r\n")
                return
            elif path == "/cut":
                connection.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 50\r\n\r\nshort")
                return
            elif path == "/head":
                connection.sendall(b"HTTP/1.1 200 X\r\n")
                while True:
                    connection.sendall(b"X-More: " + b"h" * 1000 + b"\r\n")
            elif path == "/redirect":
                connection.sendall(answer(302, b"", b"Location: /ok\r\n"))
            elif path == "/continue":
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" + answer(200, b"{}"))
            elif path == "/slow":
                time.sleep(1)
                connection.sendall(answer(200, b"{}"))
            elif path == "/fuzz":
                connection.sendall(damaged() if chance.random() < 0.5 else answer(200, b"{}"))
                if chance.random() < 0.5:
                    return
            elif path == "/echo":
                connection.sendall(answer(200, head + body))
            else:
                connection.sendall(answer(200, b'{"code":0}', b"X:noblank\r\n"))
    except OSError:
        pass
    finally:
        connection.close()


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen(512)
print(server.getsockname()[1], flush=True)


def accept():
    while True:
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
