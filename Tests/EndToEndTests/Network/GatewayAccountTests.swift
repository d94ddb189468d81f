// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The gateway as its unit runs it: its own account without privileges, sockets that systemd has
/// opened, and a file system that is read-only except for the spools and its own directory.
@Suite(.timeLimit(.minutes(3))) struct GatewayAccountTests {
  /// Opens two ports, takes away what systemd's unit takes away, and becomes the gateway.
  private static let launcher = """
    import ctypes, os, socket, subprocess, sys
    program, uid, own = sys.argv[1:4]
    streams, packets = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    streams.bind(("127.0.0.1", 0)); streams.listen(64); packets.bind(("127.0.0.1", 0))
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.unshare(0x20000) == 0  # CLONE_NEWNS
    subprocess.check_call(["mount", "--make-rprivate", "/"])
    def attribute(path, flags, on, off):
        value = (ctypes.c_uint64 * 4)(on, off, 0, 0)
        assert libc.syscall(442, -100, path.encode(), flags, value, 32) == 0, path  # mount_setattr(2)
    writable = ["/var/spool/messngr", own]
    for path in writable:
        subprocess.check_call(["mount", "--bind", path, path])
    attribute("/", 0x8000, 1, 0)  # AT_RECURSIVE, MOUNT_ATTR_RDONLY
    for path in writable:
        attribute(path, 0, 0, 1)
    ports = [s.getsockname()[1] for s in (streams, packets)]
    os.dup2(streams.fileno(), 13); os.dup2(packets.fileno(), 14)
    os.dup2(13, 3); os.dup2(14, 4)
    os.closerange(5, 64)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2")
    os.umask(0o077)
    settings = ["machine=GATEWAY", "interfaces=lo", "name-service=no", "nmbd-socket=",
                "session-port=%d" % ports[0], "datagram-port=%d" % ports[1]]
    words = ["setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "--no-new-privs",
             "--bounding-set", "-all", "--inh-caps", "-all", "--", program, "--config", "/dev/null"]
    os.execvp("setpriv", words + [w for s in settings for w in ("--set", s)])
    """

  private static let account = GatewayDesk.account

  private func startGateway(of machine: Machine) throws -> (Program, port: Int) {
    let own = "/run/messngr-gateway"
    try machine.make("\(machine.folder)\(own)", for: machine[Self.account], mode: 0o755)
    let gateway = try machine.start(
      [
        "/usr/bin/python3", "-c", Self.launcher, machine.path(of: "messngr-gateway"),
        "\(machine[Self.account].uid)", own,
      ], as: "root", Program.path)
    try gateway.wait(for: "listening: ", in: .errors)
    let log = gateway.text(.errors)
    let rest = try #require(log.range(of: "sessions on TCP ")).upperBound
    return (gateway, try #require(Int(log[rest...].prefix(while: \.isNumber))))
  }

  private func send(_ count: Int, to name: String, port: Int) throws {
    let program = try Program(
      "/usr/bin/python3",
      [
        GatewayDesk.crowd, "send", "127.0.0.1:\(port):\(name.uppercased())", "\(count)",
        "127.0.3.1",
      ], environment: Program.path, package: "python3")
    let sent = try program.finish()
    #expect(sent.output == "\(count)\n", "\(sent)")
  }

  @Test
  func `the gateway delivers without privileges, and agents believe the address that it names`()
    throws
  {
    let machine = try Machine(["ann", "ben"], strangers: [Self.account])
    let agent = try machine.startAgent(of: "ann")
    let (gateway, port) = try startGateway(of: machine)
    let status = try String(contentsOfFile: "/proc/\(gateway.pid)/status", encoding: .utf8)
    #expect(status.contains("CapEff:\t0000000000000000") && status.contains("NoNewPrivs:\t1"))
    try send(3, to: "ann", port: port)
    // Ben is away: the messages go to his spool, and his agent believes the address there too.
    try send(2, to: "ben", port: port)
    let spooled = try machine.spooled(for: "ben").filter { $0.hasSuffix(".msg") }
    #expect(spooled.count == 2)
    let late = try machine.startAgent(of: "ben")
    try eventually("ben has his messages") { try machine.texts(of: "ben").count == 2 }
    for (name, count) in [("ann", 3), ("ben", 2)] {
      let inbox = try machine.inbox(of: name)
      #expect(inbox.count == count)
      #expect(inbox.allSatisfy { $0["origin"] as? String == "session 127.0.3.1" }, "\(inbox)")
    }
    let list = "\(machine.folder)/run/messngr-gateway/machines"
    #expect(FileManager.default.fileExists(atPath: list), "\(gateway.text(.errors))")
    gateway.signal(SIGTERM)
    #expect(try gateway.finish().status == 0)
    _ = (agent, late)
  }

  @Test func `an agent does not believe the address that another user names`() throws {
    let machine = try Machine(["ann", "eve"], strangers: [Self.account])
    let agent = try machine.startAgent(of: "ann")
    let forged = try machine.python(
      """
      import socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.sendto(b"eve\\0ann\\0hi\\0messngr=1\\0origin=session 192.0.2.9\\0", "/run/mailslot/ann/messngr")
      """, as: "eve")
    #expect(forged.status == 0, "\(forged)")
    try eventually("the message is there") { try machine.inbox(of: "ann").count == 1 }
    #expect(try machine.inbox(of: "ann").first?["origin"] as? String == "mailslot")
    _ = agent
  }

  @Test(arguments: AttackTests.trespasses)
  func `the gateway's account reaches nothing of another user`(
    deed: String, script: String
  ) throws {
    let machine = try Machine(["ann", "eve"], strangers: [Self.account])
    let agent = try machine.startAgent(of: "ann")
    #expect(try machine.shell(script, as: Self.account).status != 0, "\(deed)")
    _ = agent
  }
}
