// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What real shells make of a key on a terminal.
@Suite struct ShellCompletionTests {
  enum Shell: String, CaseIterable { case bash, zsh, fish }

  /// A line as a user types it up to the tabulator key, and the words of the line afterwards.
  private static let lines: [(typed: String, words: [String])] = [
    ("netsend --urg", ["netsend", "--urgency"]),
    ("netsend --urgency cri", ["netsend", "--urgency", "critical"]),
    ("netsend ann", ["netsend", "anna"]),
    ("netsend --title x ann", ["netsend", "--title", "x", "anna"]),
    ("netsend --to ann", ["netsend", "--to", "anna"]), ("netsend @wh", ["netsend", "@wheel"]),
    ("netsend --to OPS --urg", ["netsend", "--to", "OPS", "--urgency"]),
    ("netsend anna --urg", ["netsend", "anna", "--urg"]),
    ("netsend --to OPS ann", ["netsend", "--to", "OPS", "ann"]),
    ("netsend --urgency=cri", ["netsend", "--urgency=critical"]),
    ("netsend /us", ["netsend", "/users"]), ("mailslot wr", ["mailslot", "write"]),
    ("mailslot pa", ["mailslot", "path"]),
    ("mailslot path demo --us", ["mailslot", "path", "demo", "--user"]),
    ("mailslot read --time", ["mailslot", "read", "--timeout"]),
    ("mailslot write demo --wa", ["mailslot", "write", "demo", "--wait"]),
    ("messngr inb", ["messngr", "inbox"]),
    ("messngr inbox --unr", ["messngr", "inbox", "--unread"]),
    ("messngr inbox --urgency cri", ["messngr", "inbox", "--urgency", "critical"]),
    ("messngr run --to ann", ["messngr", "run", "--to", "anna"]),
    ("messngr dnd tog", ["messngr", "dnd", "toggle"]),
    ("messngrd --display desk", ["messngrd", "--display", "desktop"]),
    ("messngr-gateway --check", ["messngr-gateway", "--check-config"]),
    ("messngr-relay str", ["messngr-relay", "stream"]),
    ("messngr-relay stream --cop", ["messngr-relay", "stream", "--copies"]),
    ("messngr realm add", ["messngr", "realm", "add-host"]),
  ]

  /// Types lines into a shell on a terminal of its own.
  ///
  /// The keys behind the tabulator print the words that are then on the line.
  private static let typist = #"""
    import fcntl, json, os, pty, re, select, struct, sys, termios, time
    command, setup, lines = json.load(sys.stdin)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 200, 0, 0))
    end = time.monotonic() + 50
    def answer(text, mark):
        os.write(terminal, text.encode())
        seen = b''
        while mark not in seen:
            ready = select.select([terminal], [], [], max(0, end - time.monotonic()))[0]
            if not ready:
                sys.exit('no answer: ' + repr(seen))
            seen += os.read(terminal, 65536)
        return seen.decode(errors='replace')
    answer(setup + "\necho 'REA''DY'\n", b'READY\r\n')
    result = []
    for line in lines:
        text = answer(line + "\t\x01printf '<%s>' \x05; echo 'DO''NE'\n", b'DONE\r\n')
        words = re.findall(r"(?:<[^<>%]*>)+(?=DONE)", text)
        result.append(re.findall('<(.*?)>', words[-1]) if words else [])
    os.kill(pid, 9)
    print(json.dumps(result))
    """#

  @Test(arguments: Shell.allCases)
  func `the key completes commands, options, values and names`(shell: Shell) throws {
    let bench = try Workbench()
    // The names of this machine are not those of another.
    try bench.makeScript(
      "bin/messngr",
      "[ \"$1\" != recipients ] || { printf '%s\\n' /users @wheel OPS anna; exit; }\n"
        + "exec \(BuiltProgram.directory)/messngr \"$@\"")
    let folder = "\(Workbench.resources)/completions"
    let names = Workbench.programs
    let (command, setup): ([String], String) =
      switch shell {
      case .bash:
        (
          ["bash", "--norc", "--noprofile", "-i"],
          names.map { "source \(folder)/\($0).bash" }.joined(separator: "; ")
        )
      case .zsh:
        (["zsh", "-f", "-i"], "fpath=(\(folder) $fpath); autoload -Uz compinit; compinit -D -u")
      case .fish:
        (
          ["fish", "--no-config", "--private", "-i"],
          names.map { "source \(folder)/\($0).fish" }.joined(separator: "; ")
        )
      }
    let work: [Any] = [command, setup, Self.lines.map(\.typed)]
    let run = try Program(
      "/usr/bin/python3", ["-c", Self.typist],
      environment: [
        "PATH": "\(bench.path)/bin:\(BuiltProgram.directory):/usr/bin:/bin", "HOME": bench.path,
        "TERM": "xterm", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": bench.path,
        "XDG_DATA_HOME": bench.path,
      ],
      input: [UInt8](try JSONSerialization.data(withJSONObject: work)),
      package: "python3 bash zsh fish"
    ).finish()
    try #require(run.status == 0, "\(run.errors)")
    let words = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String]])
    for (line, found) in zip(Self.lines, words) {
      #expect(found == line.words, "\(line.typed)")
    }
  }
}
