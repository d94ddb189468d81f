// SPDX-License-Identifier: Apache-2.0

/// Python code that several hostile programs of the tests use.
enum HostileScript {
  /// Functions for sockets and messages.
  ///
  /// - `slot(user)` is a socket that is connected to a user's mailslot.
  /// - `body(sender, text, **pairs)` is a message with attributes.
  /// - `lingering()` is a TCP socket whose close waits for an hour: its peer never reads.
  /// - `nested(socket)` is a Unix socket with an unread message that holds the only copy of a socket.
  /// - `rights(*descriptors)` is a control message that passes descriptors.
  static let prelude = #"""
    import array, ctypes, os, signal, socket, struct, sys, threading, time
    kept, peers = [], []
    def slot(user):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.connect("/run/mailslot/%s/messngr" % user)
        return s
    def body(sender, text, **pairs):
        words = [sender, "ann", text, "messngr=1"] + ["%s=%s" % p for p in pairs.items()]
        return "\0".join(words).encode() + b"\0"
    def rights(*descriptors):
        numbers = [getattr(d, "fileno", lambda: d)() for d in descriptors]
        return [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", numbers))]
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(4096)
    def lingering():
        s = socket.create_connection(listener.getsockname())
        peers.append(listener.accept()[0])
        peers[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.setblocking(False)
        try:
            while True: s.send(b"x" * 65536)
        except BlockingIOError: pass
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 3600))
        return s
    def nested(descriptor):
        a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        a.sendmsg([b"x"], rights(descriptor))
        descriptor.close()
        return b
    def ready(word="ready"):
        print(word, flush=True)
    """#

  /// Runs the program that `sys.argv` names, on a kernel with or without SO_PASSRIGHTS.
  ///
  /// The first argument is `old` or `new`. With `old`, setsockopt(2) answers ENOPROTOOPT for this
  /// option, as before Linux 6.16; seccomp(2). Then `--time` or `--interrupt` may follow: the program
  /// is then a child, and the seconds that it took are printed behind its output. `--interrupt` stops
  /// and continues the child each millisecond, which ends its waits in the kernel; signal(7).
  static let launcher = #"""
    import ctypes, os, signal, struct, sys, time
    kernel, *words = sys.argv[1:]
    mode = words.pop(0) if words[0].startswith("--") else ""
    if kernel == "old":
        number = {"x86_64": 54, "aarch64": 208}[os.uname().machine]
        load, equal, answer = 0x20, 0x15, 0x06
        code = [(load, 0, 0, 0), (equal, 0, 5, number), (load, 0, 0, 24), (equal, 0, 3, 1),
            (load, 0, 0, 32), (equal, 0, 1, 83), (answer, 0, 0, 0x00050000 | 92),
            (answer, 0, 0, 0x7fff0000)]
        filters = b"".join(struct.pack("HBBI", *line) for line in code)
        memory = ctypes.create_string_buffer(filters, len(filters))
        program = struct.pack("HxxxxxxP", len(code), ctypes.addressof(memory))
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.prctl(38, 1, 0, 0, 0) == 0
        assert libc.prctl(22, 2, ctypes.c_char_p(program)) == 0, ctypes.get_errno()
    if not mode: os.execv(words[0], words)
    start = time.monotonic()
    child = os.spawnv(os.P_NOWAIT, words[0], words)
    done = status = 0
    while not done:
        if mode == "--interrupt":
            for number in (signal.SIGSTOP, signal.SIGCONT): os.kill(child, number)
            time.sleep(0.001)
        done, status = os.waitpid(child, os.WNOHANG if mode == "--interrupt" else 0)
    status = os.waitstatus_to_exitcode(status)
    print("\nseconds %.3f" % (time.monotonic() - start), flush=True)
    sys.exit(status)
    """#
}
