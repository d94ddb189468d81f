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
      try bench.makeScript("bin/sleep", "echo \"$1\" >>'\(bench.path)/slept'")
      try bench.makeScript("bin/id", "echo carla")
    }

    func run(
      _ unit: String, list: String? = nil, variables: [String: String] = [:], isUser: Bool = false
    ) throws -> Finished {
      let file = "\(bench.path)/alert"
      if let list { try Data(list.utf8).write(to: URL(filePath: file)) }
      let standard = [
        "PATH": "\(bench.path)/bin:/usr/bin:/bin", "MESSNGR_ALERT_LIST": file,
        "MESSNGR_NETSEND": "\(bench.path)/bin/netsend",
      ]
      return try bench.run(
        "\(Workbench.resources)/libexec/unit-alert", (isUser ? ["--user"] : []) + [unit],
        standard.merging(variables) { $1 })
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
    #expect(try machine.text() == "exit-code (exited 3)\nit broke\n")
  }

  @Test func `the title names the unit, and the text does not repeat it`() throws {
    let machine = try Machine()
    #expect(try machine.run("backup.service", variables: monitor).status == 0)
    let words = try machine.bench.text(of: "\(machine.bench.path)/arguments")
    #expect(words.contains("--title\nbackup.service failed\n"))
    #expect(try !machine.text().contains("failed"))
    // Where systemd and the journal know nothing.
    try machine.bench.makeScript("bin/systemctl", "exit 1")
    try machine.bench.makeScript("bin/journalctl", "exit 1")
    #expect(try machine.run("backup.service").status == 0)
    #expect(try machine.text() == "the result is unknown\n")
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
    #expect(try machine.text() == "exit-code (exited 3)\nno disk\n")
  }

  @Test func `variables about another unit are ignored`() throws {
    let machine = try Machine()
    #expect(try machine.run("other.service", variables: monitor).status == 0)
    #expect(try machine.text() == "timeout\nit broke\n")
    let asked = try machine.bench.text(of: "\(machine.bench.path)/asked").split(separator: "\n")
    #expect(asked.suffix(2) == ["--unit", "other.service"])
  }

  /// A journal that knows of a failed run of backup.service and of a later run without an error.
  private static let journal = #"""
    case " $* " in
      *" --since @"*) cat "$HOME/failures" 2>/dev/null; rm -f "$HOME/failures" ;;
      *" UNIT=backup.service MESSAGE_ID=d9b373ed55a64feb8242e02dbe79a49c "*)
        printf 'UNIT_RESULT=exit-code\nINVOCATION_ID=1111\n' ;;
      *" UNIT=backup.service MESSAGE_ID=98e322203f7a4ed290d09fe03c09fe15 INVOCATION_ID=1111 "*)
        printf 'EXIT_CODE=exited\nEXIT_STATUS=3\n' ;;
      *" _SYSTEMD_INVOCATION_ID=1111 "*) echo 'no disk' ;;
      *) echo 'all is well' ;;
    esac
    """#

  @Test func `the message about a unit that has worked again since is about the run that failed`()
    throws
  {
    let machine = try Machine()
    try machine.bench.makeScript("bin/journalctl", Self.journal)
    try machine.bench.makeScript("bin/systemctl", "echo success")
    let later = monitor.merging(["MONITOR_SERVICE_RESULT": "success"]) { $1 }
    #expect(try machine.run("backup.service", variables: later).status == 0)
    #expect(
      try machine.text() == """
        exit-code (exited 3)
        It has run again since, without an error.
        no disk

        """)
  }

  @Test
  func
    `of a unit that goes on failing, three messages come at once, and one at the end of a minute`()
    throws
  {
    let machine = try Machine()
    try machine.bench.makeScript("bin/journalctl", Self.journal)
    var variables = monitor
    variables["RUNTIME_DIRECTORY"] = try machine.bench.makeDirectory("times")
    let slept = "\(machine.bench.path)/slept"
    for _ in 1...3 {
      #expect(try machine.run("backup.service", variables: variables).status == 0)
      #expect(try !machine.text().contains("since the last message"))
    }
    #expect(!FileManager.default.fileExists(atPath: slept))
    try Data("1\n2\n3\n".utf8).write(to: URL(filePath: "\(machine.bench.path)/failures"))
    #expect(try machine.run("backup.service", variables: variables).status == 0)
    let seconds = Int(try machine.bench.text(of: slept).dropLast()) ?? 0
    #expect((1...60).contains(seconds))
    #expect(try machine.text().hasPrefix("exit-code (exited 3)\n"))
    #expect(try machine.text().contains("It has failed 3 times since the last message"))
    // Another unit has its own three.
    #expect(try machine.run("other.service", variables: variables).status == 0)
    #expect(try !machine.text().contains("since the last message"))
  }

  @Test func `an alert is also about a failure while it runs`() throws {
    let machine = try Machine()
    try machine.bench.makeScript("bin/journalctl", Self.journal)
    try machine.bench.makeScript(
      "bin/netsend", "cat >>'\(machine.bench.path)/text'")
    try Data("one more\n".utf8).write(to: URL(filePath: "\(machine.bench.path)/failures"))
    var variables = monitor
    variables["RUNTIME_DIRECTORY"] = try machine.bench.makeDirectory("times")
    #expect(try machine.run("backup.service", variables: variables).status == 0)
    let lines = try machine.text().split(separator: "\n")
    #expect(lines.filter { $0 == "exit-code (exited 3)" }.count == 2)
  }

  @Test func `the message about a unit of a user goes to this user, or to the names on the list`()
    throws
  {
    let machine = try Machine()
    #expect(try machine.run("mine.service", isUser: true).status == 0)
    #expect(try machine.recipients() == ["carla"])
    let asked = try machine.bench.text(of: "\(machine.bench.path)/asked").split(separator: "\n")
    #expect(asked.suffix(2) == ["--user-unit", "mine.service"])
    #expect(try machine.run("mine.service", list: "ops\n", isUser: true).status == 0)
    #expect(try machine.recipients() == ["ops"])
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

  @Test(arguments: ["", "-rf", "../up.service"])
  func `wrong usage is exit status 64`(unit: String) throws {
    #expect(try Machine().run(unit).status == 64)
  }
}
