// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A file system with one file, `file`, whose close never ends; fuse(4).
///
/// Only root can mount it.
final class SilentFileSystem {
  /// Where it is mounted.
  let path: String

  private let server: Program

  private static let script = #"""
    import ctypes, os, struct, sys, threading
    libc = ctypes.CDLL(None, use_errno=True)
    where = sys.argv[1]
    device = os.open("/dev/fuse", os.O_RDWR)
    options = b"fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other" % device
    assert libc.mount(b"fuse", where.encode(), b"fuse", 0, options) == 0, ctypes.get_errno()
    def serve():
        while True:
            request = os.read(device, 1 << 20)
            length, opcode, unique, node = struct.unpack("<IIQQ", request[:24])
            def answer(data=b"", error=0):
                os.write(device, struct.pack("<IiQ", 16 + len(data), -error, unique) + data)
            def attributes(node):
                mode = 0o40755 if node == 1 else 0o100666
                return struct.pack("<QQQQQQIIIIIIIIII", node, 0, 0, 0, 0, 0, 0, 0, 0,
                    mode, 1, 0, 0, 0, 4096, 0)
            if opcode == 26:    # FUSE_INIT
                answer(struct.pack("<IIIIHHIIHHIIIIIII", 7, 31, 65536, 0, 12, 10, 65536, 1, 1, 0,
                    0, 0, 0, 0, 0, 0, 0))
            elif opcode == 1:   # FUSE_LOOKUP
                answer(struct.pack("<QQQQII", 2, 0, 60, 60, 0, 0) + attributes(2))
            elif opcode == 3:   # FUSE_GETATTR
                answer(struct.pack("<QII", 60, 0, 0) + attributes(node))
            elif opcode in (14, 27):    # FUSE_OPEN, FUSE_OPENDIR
                answer(struct.pack("<QII", 1, 0, 0))
            elif opcode == 25:  # FUSE_FLUSH: no answer
                print("flush", flush=True)
            elif opcode in (2, 42, 36): # FUSE_FORGET, FUSE_BATCH_FORGET, FUSE_INTERRUPT
                pass
            else:
                answer(error=38)
    threading.Thread(target=serve).start()
    print("mounted", flush=True)
    threading.Event().wait()
    """#

  /// Mounts the file system at a path, where it makes a directory.
  init(at path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    // The server is a process of its own: a process that waits for the file system cannot be killed.
    server = try Program(
      "/usr/bin/python3", ["-c", Self.script, path], package: "python3")
    try server.wait(for: "mounted", in: .output)
  }

  deinit { end() }

  /// Waits until a process is in close(2) of the file.
  func waitForClose() throws { try server.wait(for: "flush", in: .output) }

  /// Ends the file system, and with it all waits for it.
  func end() {
    server.end()
    umount2(path, Int32(MNT_DETACH))
  }
}
