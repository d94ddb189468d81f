# SPDX-License-Identifier: Apache-2.0
"""hostile_nats.py ADDRESS PORT CERTIFICATE KEY: a server of a realm that answers with nonsense.

It prints "ready", and then the command of each client line.
"""

import itertools
import json
import socket
import ssl
import sys
import threading

ADDRESS, PORT, CERTIFICATE, KEY = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
BODY = b"ben\0ann\0Never sent\0messngr=1\0id=" + b"9" * 32 + b"\0"
ACKNOWLEDGEMENTS = itertools.cycle([
    b'{"stream":"MSGR_lab","seq":0}', b"", b"not JSON", b"{}", b"[]", b'{"seq":-5}', b'{"seq":"7"}',
    b'{"seq":99999999999999999999999}', b'{"error":{"code":503,"description":"\\u0007\\u202e"}}',
    b'{"error":7}', b'{"seq":0,"duplicate":true}', b'{"seq":5,"duplicate":true}', b"\xff\xfe" * 4000,
    b'{"seq":18446744073709551615}',
])
PENDING = itertools.cycle([b"3", b"0", b"-1", b"18446744073709551615", b"1e3", b'"x"', b"null"])
REPLIES = [
    "$JS.ACK.MSGR_lab.desk7.1.0.1.1.1", "$JS.ACK.MSGR_lab.desk7.1.18446744073709551615.1.1.1",
    "$JS.ACK.MSGR_lab.desk7.1.9.2.1.1", "$JS.ACK.MSGR_lab.other.1.9.1.1.1", "$JS.ACK.x", "x",
    "$JS.ACK.MSGR_lab.desk7.1.9.1.-9223372036854775808.1", "$JS.ACK.....1.1.1.1",
]
HEADERS = [
    b"NATS/1.0\r\n\r\n", b"NATS/1.0\r\nNats-Sequence: 0\r\n\r\n", b"NATS/1.0\r\nNats-Sequence: -1\r\n\r\n",
    b"NATS/1.0\r\nNats-Sequence: 18446744073709551615\r\n\r\n", b"NATS/1.0\r\nNats-Sequence: x\r\n\r\n",
    b"NATS/1.0\r\nNats-Sequence: 1\r\nNats-Sequence: 2\r\n\r\n", b"NATS/1.0 404 \x07\r\n\r\n",
]


def message(subject, sid, payload, reply="", header=b""):
    sizes = f"{len(header)} {len(header) + len(payload)}" if header else str(len(payload))
    words = [("HMSG" if header else "MSG"), subject, sid] + ([reply] if reply else []) + [sizes]
    return " ".join(words).encode() + b"\r\n" + header + payload + b"\r\n"


def live(pattern, sid):
    for subject in ["to.ann.from.web1.ben", "to.root.from.web1.ben", "rcpt.web1.from.desk7.ann",
                    "to.ann.from.web1.%zz", "to.ann.from.web1.ben.x", "nosuch"]:
        for header in HEADERS:
            for payload in [BODY, b"", b"\0" * 3, b"\xff" * 70_000, b"9" * 32 + b" read\n" * 5000]:
                yield message("live.lab." + subject, sid, payload, header=header)
        yield message("live.lab." + subject, sid, BODY)


class Client:
    def __init__(self, connection):
        self.lock = threading.Lock()
        self.subscriptions = {}
        info = {"server_id": "x", "version": "2.9.10", "max_payload": 1 << 20, "headers": True,
                "tls_required": True, "jetstream": True, "proto": 1, "host": ADDRESS, "port": PORT}
        connection.sendall(b"INFO " + json.dumps(info).encode() + b"\r\n")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, KEY)
        self.stream = context.wrap_socket(connection, server_side=True)
        self.file = self.stream.makefile("rb")

    def send(self, data):
        with self.lock:
            self.stream.sendall(data)

    def answer(self, subject, payload, reply="", header=b""):
        for pattern, sid in list(self.subscriptions.items()):
            if subject == pattern or pattern.endswith("*") and subject.startswith(pattern[:-1]):
                self.send(message(subject, sid, payload, reply, header))

    def published(self, subject, reply):
        if subject.startswith("$JS.API.CONSUMER.CREATE"):
            self.answer(reply, b'{"num_pending":' + next(PENDING) + b"}")
        elif subject.startswith("$JS.API.CONSUMER.MSG.NEXT"):
            for place in REPLIES:
                for name in ["msgr.lab.to.ann.from.web1.ben", "live.lab.to.ann.from.web1.ben", "x"]:
                    sid = self.subscriptions.get(reply, "0")
                    self.send(message(name, sid, BODY, place, HEADERS[3]))
            self.answer(reply, b"", header=b"NATS/1.0 408 \r\n\r\n")
        elif reply:
            self.answer(reply, next(ACKNOWLEDGEMENTS))

    def run(self):
        for line in self.file:
            words = line.decode(errors="replace").split()
            command = words[0].upper() if words else ""
            print(command, words[1] if len(words) > 1 else "", flush=True)
            if command == "PING":
                self.send(b"PONG\r\n")
            elif command == "SUB":
                self.subscriptions[words[1]] = words[-1]
                if words[1].startswith("live."):
                    for data in live(words[1], words[-1]):
                        self.send(data)
            elif command in ("PUB", "HPUB"):
                self.file.read(int(words[-1]) + 2)
                extra = 3 if command == "HPUB" else 2
                self.published(words[1], words[2] if len(words) > extra + 1 else "")


def serve(connection):
    try:
        Client(connection).run()
    except OSError as error:
        print("gone", error, flush=True)


listener = socket.create_server((ADDRESS, PORT))
print("ready", flush=True)
while True:
    threading.Thread(target=serve, args=[listener.accept()[0]], daemon=True).start()
