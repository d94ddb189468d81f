// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `unit-alert`, with test programs in the place of netsend and journalctl.
@Suite struct UnitAlertTests {
  private struct Machine {
    let bench: Workbench

    /// - Parameter log: What the journal says, as a format of printf(1).
    init(log: String = "it broke\\n", netsendStatus: Int = 0) throws {
      bench = try Workbench()
      try bench.makeScript(
        "bin/netsend",
        """
        printf '%s\\n' "$@" >'\(bench.path)/arguments'
        cat >'\(bench.path)/text'
        exit \(netsendStatus)
        """)
      try bench.makeScript(
        "bin/journalctl", "printf '%s\\n' \"$@\" >>'\(bench.path)/asked'; printf '\(log)'")
      try bench.makeScript("bin/systemctl", "echo timeout")
      try bench.makeScript(
        "bin/getent",
        """
        case $2 in
          sudo) echo 'sudo:x:27:anna,bert' ;;
          wheel) exit 2 ;;
        esac
        """)
    }

    func run(
      _ unit: String, list: String? = nil, variables: [String: String] = [:]
    ) throws -> Finished {
      let file = "\(bench.path)/alert"
      if let list { try Data(list.utf8).write(to: URL(filePath: file)) }
      let standard = [
        "PATH": "\(bench.path)/bin:/usr/bin:/bin", "MESSNGR_ALERT_LIST": file,
        "MESSNGR_NETSEND": "\(bench.path)/bin/netsend",
      ]
      return try bench.run(
        "\(Workbench.resources)/libexec/unit-alert", [unit], standard.merging(variables) { $1 })
    }

    /// The recipients that netsend was given.
    func recipients() throws -> [String] {
      let words = try bench.text(of: "\(bench.path)/arguments").split(separator: "\n")
      return zip(words, words.dropFirst()).filter { $0.0 == "--to" }.map { String($0.1) }
    }

    func text() throws -> String { try bench.text(of: "\(bench.path)/text") }
  }

  private let monitor = [
    "MONITOR_UNIT": "backup.service", "MONITOR_SERVICE_RESULT": "exit-code",
    "MONITOR_EXIT_CODE": "exited", "MONITOR_EXIT_STATUS": "3",
    "MONITOR_INVOCATION_ID": "0123456789abcdef0123456789abcdef",
  ]

  @Test func `without a list, root and the members of sudo and wheel get the message`() throws {
    let machine = try Machine()
    let alert = try machine.run("backup.service", variables: monitor)
    #expect(alert.status == 0, "\(alert.errors)")
    #expect(try machine.recipients() == ["anna", "bert", "root"])
    #expect(try machine.text() == "backup.service failed: exit-code (exited 3)\nit broke\n")
  }

  @Test func `the names on a list get the message instead`() throws {
    let machine = try Machine()
    let list = "# on duty\n\n ops # the team\nops\n*\nlab\n"
    #expect(try machine.run("backup.service", list: list).status == 0)
    #expect(try machine.recipients() == ["*", "lab", "ops"])
  }

  @Test func `a list with only comments counts as none`() throws {
    let machine = try Machine()
    let list = try machine.bench.text(of: "\(Workbench.resources)/config/alert")
    #expect(try machine.run("backup.service", list: list).status == 0)
    #expect(try machine.recipients() == ["anna", "bert", "root"])
  }

  @Test func `the message has the log of the run that failed`() throws {
    let machine = try Machine()
    _ = try machine.run("backup.service", variables: monitor)
    let asked = try machine.bench.text(of: "\(machine.bench.path)/asked").split(separator: "\n")
    #expect(asked.last == "_SYSTEMD_INVOCATION_ID=0123456789abcdef0123456789abcdef")
  }

  @Test func `without a log of the run, the message has the last lines of the unit`() throws {
    let machine = try Machine(log: "")
    try machine.bench.makeScript(
      "bin/journalctl", #"case " $* " in *" --unit backup.service "*) echo 'no disk' ;; esac"#)
    #expect(try machine.run("backup.service", variables: monitor).status == 0)
    #expect(try machine.text() == "backup.service failed: exit-code (exited 3)\nno disk\n")
  }

  @Test func `variables about another unit are ignored`() throws {
    let machine = try Machine()
    #expect(try machine.run("other.service", variables: monitor).status == 0)
    #expect(try machine.text() == "other.service failed: timeout\nit broke\n")
    let asked = try machine.bench.text(of: "\(machine.bench.path)/asked").split(separator: "\n")
    #expect(asked.suffix(2) == ["--unit", "other.service"])
  }

  @Test func `nothing in the log is run or expanded`() throws {
    let bad = "$(touch \(NSTemporaryDirectory())never) `id` * \\\\ %%s --to eve\\000 end"
    let machine = try Machine(log: bad)
    #expect(try machine.run("backup.service").status == 0)
    let text = try machine.text()
    #expect(text.contains("$(touch "))
    #expect(text.contains("`id` * \\ %s --to eve end"))
    #expect(!text.contains("\0"))
    #expect(!FileManager.default.fileExists(atPath: "\(NSTemporaryDirectory())never"))
    #expect(try !machine.recipients().contains("eve"))
  }

  @Test func `a long log is cut`() throws {
    let machine = try Machine(
      log: "%09000d\\n" + String(repeating: "line\\n", count: 4000))
    #expect(try machine.run("backup.service").status == 0)
    #expect(try machine.text().utf8.count < 4200)
  }

  @Test(arguments: [(0, 0), (1, 0), (67, 67), (69, 69)])
  func `the unit has worked if one recipient got the message`(netsend: Int, expected: Int32) throws
  {
    #expect(try Machine(netsendStatus: netsend).run("backup.service").status == expected)
  }

  @Test func `a failed alert starts no other alert`() throws {
    let machine = try Machine()
    #expect(try machine.run("messngr-alert@backup.service.service").status == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(machine.bench.path)/arguments"))
  }

  @Test(arguments: ["", "-rf"])
  func `wrong usage is exit status 64`(unit: String) throws {
    #expect(try Machine().run(unit).status == 64)
  }
}
