# SPDX-License-Identifier: Apache-2.0
"""Many peers at once, for the tests of the gateway.

TARGET is ADDRESS[:PORT[:NAME]]: where the gateway listens, and who gets messages there.

crowd.py send TARGET COUNT SOURCE...    COUNT senders at once; prints how many were acknowledged
crowd.py post TARGET COUNT SOURCE...    COUNT messages, one after the other; prints a line for each
                                        with how it went and how many milliseconds it took
crowd.py alive TARGET COUNT SOURCE...   COUNT sessions that get a keep-alive each 0.2 s, and are opened
                                        again; "ready", then until it is killed
crowd.py again TARGET COUNT SOURCE...   COUNT sessions that are opened again as soon as they are
                                        closed, or 0.2 s old; "ready", then until it is killed
crowd.py hold TARGET COUNT SOURCE...    COUNT sessions that say too little; "ready", then for ever
crowd.py attack TARGET COUNT SOURCE...  COUNT sessions that get a byte now and then, packets that
                                        are too long, and connections that are never finished or
                                        never ended; "ready", then until standard input ends
crowd.py forge TARGET COUNT HEX         COUNT datagrams from 3,000 addresses of 127.0.0.0/8; "done"
crowd.py row TARGET COUNT HEX           COUNT datagrams in a row, with their numbers as texts
crowd.py flood TARGET COUNT HEX         COUNT datagrams to UDP 138, and as many queries to UDP 137
"""

import asyncio
import os
import socket
import struct
import sys
import time


def encoded(label, suffix):
    name = label.encode().ljust(15) + bytes([suffix])
    return b"\x20" + bytes(x for b in name for x in (0x41 + (b >> 4), 0x41 + (b & 15))) + b"\0"


def smb(command, words=b"", data=b""):
    header = b"\xffSMB" + bytes([command]) + bytes(27)
    body = header + bytes([len(words) // 2]) + words + struct.pack("<H", len(data)) + data
    return struct.pack(">BBH", 0, 0, len(body)) + body


mode, target, count, *rest = sys.argv[1:]
target, PORT, NAME = (target.split(":") + ["139", "ROOT"][target.count(":"):])[:3]
PORT = int(PORT)
REQUEST = b"\x81\x00\x00\x44" + encoded(NAME, 3) + encoded("CROWD", 0)


async def reply(reader):
    head = await reader.readexactly(4)
    return head[0], await reader.readexactly(struct.unpack(">H", head[2:])[0])


async def send(target, number, source):
    reader, writer = await asyncio.open_connection(target, PORT, local_addr=(source, 0))
    try:
        writer.write(REQUEST)
        answer = await reply(reader)
        if answer[0] != 0x82:
            return "refused %r" % (answer,)
        writer.write(smb(0xD5, data=b"\x04crowd\0\x04%s\0" % NAME.encode()))
        group = (await reply(reader))[1][33:35]
        text = b"crowd %d" % number
        writer.write(smb(0xD7, group, b"\x01" + struct.pack("<H", len(text)) + text))
        await reply(reader)
        writer.write(smb(0xD6, group))
        status = (await reply(reader))[1][5:9]
        return status == bytes(4) or "status " + status.hex()
    except (OSError, asyncio.IncompleteReadError) as error:
        return repr(error)
    finally:
        writer.close()


async def crowd(target, count, sources):
    done = await asyncio.gather(
        *(send(target, n, sources[n % len(sources)]) for n in range(count)),
        return_exceptions=True)
    print(sum(result is True for result in done), flush=True)
    for failure in sorted({str(result) for result in done if result is not True}):
        print(sum(str(result) == failure for result in done), failure, file=sys.stderr)


async def post(target, count, sources):
    for number in range(count):
        start = time.monotonic()
        try:
            done = await asyncio.wait_for(send(target, number, sources[number % len(sources)]), 20)
        except asyncio.TimeoutError:
            done = "no answer"
        milliseconds = (time.monotonic() - start) * 1000
        print("taken" if done is True else done, round(milliseconds), flush=True)


async def alive(target, source):
    """A session that says that it is alive, and nothing else."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(target, PORT, local_addr=(source, 0))
            writer.write(REQUEST)
            while not reader.at_eof():
                writer.write(b"\x85\0\0\0")
                await asyncio.sleep(0.2)
            writer.close()
        except OSError:
            await asyncio.sleep(0.2)


async def again(target, source):
    """A session that is opened again and again."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(target, PORT, local_addr=(source, 0))
            writer.write(REQUEST)
            await asyncio.wait_for(reader.read(), 0.2)
            writer.close()
        except OSError:
            await asyncio.sleep(0.01)
        except asyncio.TimeoutError:
            writer.close()


async def beset(target, count, sources, one):
    tasks = [asyncio.ensure_future(one(target, sources[n % len(sources)])) for n in range(count)]
    await asyncio.sleep(2)
    print("ready", flush=True)
    await asyncio.gather(*tasks)


def forge(target, count, packet):
    peers = []
    for number in range(count):
        if number < 3000:
            peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            peer.bind(("127.%d.%d.1" % (1 + number // 250, number % 250), 0))
            peers.append(peer)
        # Another text each time: a copy would not count.
        peers[number % 3000].sendto(packet[:-9] + b"%08d\0" % number, (target, PORT))
        if number % 50 == 0:
            time.sleep(0.001)
    print("done", flush=True)


def row(target, count, packet):
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for number in range(count):
        peer.sendto(packet[:-9] + b"%08d\0" % number, (target, PORT))
        # As fast as a network brings them, and not faster than a socket takes them.
        time.sleep(0.0005)


def hold(target, count, sources):
    sockets = []
    for number in range(count):
        peer = socket.socket()
        peer.bind((sources[number % len(sources)], 0))
        peer.connect((target, PORT))
        # The gateway may have sent some of them away by now.
        try:
            peer.send(REQUEST[: number % 60])
        except OSError:
            pass
        sockets.append(peer)
    print("ready", flush=True)
    sys.stdin.read()


def checksum(data):
    total = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


def syn(source, target, port):
    """The first packet of a connection that is never finished."""
    source, target = socket.inet_aton(source), socket.inet_aton(target)
    segment = struct.pack(">HHIIBBHHH", port, 139, port, 0, 0x50, 2, 8192, 0, 0)
    whole = source + target + struct.pack(">BBH", 0, 6, 20) + segment
    segment = segment[:16] + struct.pack(">H", checksum(whole)) + segment[18:]
    header = struct.pack(">BBHHHBBH", 0x45, 0, 40, port, 0, 64, 6, 0) + source + target
    return header + segment


async def drip(target, source):
    """A session that never stops beginning to say something."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(target, PORT, local_addr=(source, 0))
            for byte in REQUEST[:-1]:
                writer.write(bytes([byte]))
                await asyncio.sleep(0.2)
        except OSError:
            await asyncio.sleep(0.2)


async def shout(target, source):
    """Packets that are longer than any may be."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(target, PORT, local_addr=(source, 0))
            writer.write(b"\x00\x01\xff\xff" + bytes(60000))
            await reader.read()
            writer.close()
        except OSError:
            pass
        await asyncio.sleep(0.01)


async def knock(target):
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    port = 1024
    while True:
        for _ in range(50):
            port = port + 1 if port < 65000 else 1024
            try:
                raw.sendto(syn("10.86.0.%d" % (150 + port % 100), target, port), (target, 0))
            except OSError:
                pass
        await asyncio.sleep(0.01)


async def attack(target, count, sources):
    tasks = [drip(target, sources[n % len(sources)]) for n in range(count)]
    tasks += [shout(target, source) for source in sources] + [knock(target)]
    tasks = [asyncio.ensure_future(task) for task in tasks]
    await asyncio.sleep(2)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    # Killed with its sockets open, behind a wall that lets no farewell through.
    os._exit(0)


def flood(target, count, packet):
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    query = struct.pack(">6H", 1, 0x0100, 1, 0, 0, 0) + encoded("ROOT", 3) + b"\0\x20\0\1"
    for number in range(count):
        junk = os.urandom(number % 1400) if number % 3 else packet[:-9] + b"%08d\0" % number
        peer.sendto(junk, (target, 138))
        peer.sendto(query if number % 2 else os.urandom(number % 600), (target, 137))
    print("done", flush=True)


if mode == "send":
    asyncio.run(crowd(target, int(count), rest))
elif mode == "post":
    asyncio.run(post(target, int(count), rest))
elif mode in ("alive", "again"):
    asyncio.run(beset(target, int(count), rest, alive if mode == "alive" else again))
elif mode == "attack":
    asyncio.run(attack(target, int(count), rest))
elif mode == "hold":
    hold(target, int(count), rest)
elif mode == "row":
    row(target, int(count), bytes.fromhex(rest[0]))
elif mode == "forge":
    forge(target, int(count), bytes.fromhex(rest[0]))
else:
    flood(target, int(count), bytes.fromhex(rest[0]))
