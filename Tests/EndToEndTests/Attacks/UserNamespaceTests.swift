// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What `eve` may try from a rootless container that shares the places with the machine: she is root
/// in a user namespace.
@Suite struct UserNamespaceTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  /// Runs a script as root of eve's namespace.
  private func contained(_ script: String) throws -> Finished {
    try machine.start(
      ["/usr/bin/unshare", "--user", "--map-root-user", "/usr/bin/python3", "-c", script], as: "eve"
    ).finish()
  }

  /// Runs a script as root of a namespace that also maps a range of uids, from 1000 on, as
  /// newuidmap(1) does it for eve.
  ///
  /// Here the parent process, which is root outside, writes the maps.
  private func containedWithRange(_ script: String) throws -> Finished {
    let launcher = """
      import ctypes, os, sys
      (ready, set_ready), (mapped, set_mapped) = os.pipe(), os.pipe()
      child = os.fork()
      if child == 0:
          if ctypes.CDLL(None).unshare(0x10000000): os._exit(1)
          os.write(set_ready, b"x"); os.read(mapped, 1)
          os.setresgid(0, 0, 0); os.setresuid(0, 0, 0)
          os.execv("/usr/bin/python3", ["python3", "-c", sys.argv[1]])
      os.read(ready, 1)
      for name in ("uid_map", "gid_map"):
          with open("/proc/%d/%s" % (child, name), "w") as f:
              f.write("0 \(machine["eve"].uid) 1\\n1000 \(Self.range) 1000\\n")
      os.write(set_mapped, b"x")
      os.waitpid(child, 0)
      """
    return try machine.start(["/usr/bin/python3", "-c", launcher, script], as: "root").finish()
  }

  /// The first uid of eve's range.
  private static let range = 2_100_000_000

  private static let datagram = """
    import os, socket, struct
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.connect("/run/mailslot/ann/messngr")
    def send(text, *ids):
        try: s.sendmsg([b"root\\0ann\\0" + text + b"\\0"], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS,
            struct.pack("3i", os.getpid(), *ids))] if ids else [])
        except OSError as e: print(text, e)

    """

  @Test func `root of eve's container is eve for ann's agent`() throws {
    let agent = try machine.startAgent(of: "ann")
    let sent = try contained(
      Self.datagram + """
        print(os.getuid())
        send(b"plain"); send(b"root", 0, 0); send(b"overflow", 65534, 65534)
        send(b"ben", \(machine["ben"].uid), 0); send(b"ann", \(machine["ann"].uid), 0)
        os.chdir("/var/spool/messngr/ann")
        with open(".x", "wb") as f: f.write(b"root\\0ann\\0file\\0messngr=1\\0for=\(machine["ann"].uid)\\0")
        os.chmod(".x", 0o1644); os.rename(".x", "%032x.msg" % 1)
        """)
    #expect(sent.output.hasPrefix("0\n"), "\(sent.output) \(sent.errors)")
    try eventually("both messages") { try machine.inbox(of: "ann").count == 3 }
    let messages = try machine.inbox(of: "ann")
    #expect(messages.allSatisfy { $0["sender"] as? Int == Int(machine["eve"].uid) }, "\(messages)")
    #expect(try machine.texts(of: "ann") == ["file", "plain", "root"])
    #expect(try machine.run("messngr", ["inbox"], as: "ann").output.contains("eve as root"))
    _ = agent
  }

  @Test func `a container sends with the uids of its range only`() throws {
    let agent = try machine.startAgent(of: "ann")
    let sent = try containedWithRange(
      Self.datagram + """
        send(b"hers", 1000, 1000); send(b"beyond", 999, 999); send(b"ann", \(machine["ann"].uid), 0)
        os.chdir("/var/spool/messngr/ann")
        with open(".x", "wb") as f: f.write(b"root\\0ann\\0file\\0messngr=1\\0for=\(machine["ann"].uid)\\0")
        os.chown(".x", 1001, 1001)
        for uid in (65534, 999, \(machine["ben"].uid)):
            try: os.chown(".x", uid, uid); print("chown", uid)
            except OSError as e: print(e)
        os.chmod(".x", 0o1644); os.rename(".x", "%032x.msg" % 1)
        """)
    #expect(!sent.output.contains("chown"), "\(sent.output) \(sent.errors)")
    try eventually("both messages") { try machine.inbox(of: "ann").count == 2 }
    let senders = try machine.inbox(of: "ann").compactMap { $0["sender"] as? Int }
    #expect(Set(senders) == [Self.range, Self.range + 1])
    _ = agent
  }

  @Test func `in a container, a directory of an unmapped user is not trusted`() throws {
    // The namespace shows files of users that it does not map as files of the account `nobody`.
    try machine.shell(
      "mkdir -m 755 /run/mailslot/nobody && mkdir -m 1733 /var/spool/messngr/nobody")
    chown(machine.spool(of: "nobody"), machine["ben"].uid, machine["ben"].uid)
    try "nobody:x:65534:65534::/nonexistent:/bin/sh\n".appendToFile("\(machine.folder)/etc/passwd")
    let sent = try machine.start(
      [
        "/usr/bin/unshare", "--user", "--map-root-user", machine.path(of: "netsend"), "nobody",
        "for that account only",
      ], as: "eve"
    ).finish()
    #expect(sent.status == 77, "\(sent.output) \(sent.errors)")
    #expect(try machine.spooled(for: "nobody") == [])
  }
}

extension String {
  /// Writes the text behind what a file holds.
  fileprivate func appendToFile(_ path: String) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(utf8))
    try file.close()
  }
}
