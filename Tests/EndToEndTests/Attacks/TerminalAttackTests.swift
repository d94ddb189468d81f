// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `eve` sends control sequences to the terminals of other users.
@Suite struct TerminalAttackTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  /// Escape sequences, their forms in eight bits, and marks that rearrange text.
  private static let hostile = #"\x1b]0;pwn\x07\x1b[2J\xc2\x9b31m\xe2\x80\xae\xe2\x81\xa6x\r\x08"#

  /// Whether a text holds nothing that a terminal acts on.
  private func isFit(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A, 0x09: true
      case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: false
      default: true
      }
    }
  }

  /// Starts eve's own reader of her mailslot, which answers each message with control sequences.
  private func startReader() throws -> Program {
    let reader = try machine.start(
      [
        "/usr/bin/python3", "-c",
        """
        import os, socket
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind("/run/mailslot/eve/messngr")
        os.chmod("/run/mailslot/eve/messngr", 0o666)
        print("ready", flush=True)
        while True:
            data, files, flags, address = socket.recv_fds(s, 99999, 1)
            channel = socket.socket(fileno=files[0])
            channel.send(b"messngr-receipt=1\\0state=stored\\0")
            channel.send(b"messngr-receipt=1\\0state=answered\\0answer=\(Self.hostile)\\0")
        """,
      ], as: "eve")
    try reader.wait(for: "ready", in: .output)
    return reader
  }

  @Test(arguments: [[], ["--json"]])
  func `an answer with control sequences does not reach the sender's terminal as such`(
    options: [String]
  ) throws {
    let reader = try startReader()
    let sent = try machine.run(
      "netsend", ["--until", "answered", "--deadline", "5"] + options + ["eve", "well?"],
      as: "root")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(sent.output.contains("pwn"))
    #expect(isFit(sent.output), "\(sent.output.debugDescription)")
    _ = reader
  }

  static let commands = [
    ["messngr", "inbox"], ["messngr", "inbox", "--json"], ["messngr", "read", "--keep"],
    ["messngr", "read", "--keep", "--json"], ["messngr", "search", "pwn"],
    ["messngr", "search", "--json", "pwn"], ["messngr", "status"], ["messngr", "status", "--json"],
    ["messngr", "doctor"], ["messngr", "doctor", "--json"], ["messngr", "doctor", "eve"],
    ["messngr", "name", "list"], ["messngr", "name", "list", "--json"], ["messngr", "export"],
    ["mailslot", "list", "--all"], ["mailslot", "list", "--all", "--json"],
    ["mailslot", "list", "--user", "eve"], ["messngr", "reply", "1", "ok"],
  ]

  /// Each command runs on a terminal of 80 columns, which script(1) makes, and into a pipe.
  @Test func `no command prints control sequences of a message, an alias or a file name`() throws {
    try machine.python(
      """
      import os, socket
      os.chdir("/run/mailslot/eve")
      for name in (b"\(Self.hostile)", b"%1b%5d0%3bpwn%07", b"%c2%9b31m", b"a\\nb"):
          try:
              s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(name)
          except OSError as e: print(e)
          open(name + b".alias", "wb").close()
      """, as: "eve")
    let agents = try [machine.startAgent(of: "ann"), machine.startAgent(of: "eve")]
    try machine.python(
      """
      import socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.connect("/run/mailslot/ann/messngr")
      h = b"\(Self.hostile)"
      s.send(h + b"\\0" + h + b"\\0pwn " + h + b"\\0messngr=1\\0title=" + h
          + b"\\0category=" + h + b"\\0icon=" + h + b"\\0action=a" + h[9:] + b"=" + h + b"\\0")
      """, as: "eve")
    #expect(try machine.texts(of: "ann").count == 1)
    for command in Self.commands {
      let words = [machine.path(of: command[0])] + command.dropFirst()
      let piped = try machine.start(words, as: "ann").finish()
      #expect(isFit(piped.output + piped.errors), "\(command) \(piped.output.debugDescription)")
      // A pager would add sequences of its own.
      let shown = try machine.start(
        [
          "/usr/bin/script", "--quiet", "--return", "--command", words.joined(separator: " "),
          "/dev/null",
        ], as: "ann", ["TERM": "xterm", "NO_COLOR": "1", "SHELL": "/bin/sh", "MESSNGR_PAGER": ""]
      ).finish()
      // The terminal's own line ends.
      let text = shown.output.replacingOccurrences(of: "\r\n", with: "\n")
      #expect(isFit(text), "\(command) on a terminal: \(text.debugDescription)")
    }
    _ = agents
  }

  @Test func `mailslot read prints raw bytes to a pipe, and no control characters to a terminal`()
    throws
  {
    let command = "\(machine.path(of: "mailslot")) read demo --count 1 --timeout 9000"
    for isTerminal in [false, true] {
      let words =
        isTerminal
        ? ["/usr/bin/script", "--quiet", "--return", "--command", command, "/dev/null"]
        : command.split(separator: " ").map(String.init)
      let reader = try machine.start(words, as: "ann", ["TERM": "xterm", "SHELL": "/bin/sh"])
      try machine.python(
        """
        import socket, time
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        # The reader makes the mailslot; until it is there, nothing can be connected to.
        for n in range(500):
            try: s.connect("/run/mailslot/ann/demo"); break
            except OSError: time.sleep(0.01)
        s.send(b"\(Self.hostile)")
        """, as: "eve")
      let output = try reader.finish().output.replacingOccurrences(of: "\r\n", with: "\n")
      #expect(output.contains("pwn"))
      #expect(isFit(output) == isTerminal, "\(output.debugDescription)")
    }
  }
}
