// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The same command works from each origin in each situation, and never hangs.
@Suite struct OriginsTests {
  /// The lines of the README around the table of this test's results.
  private static let markers = ("<!-- origins -->", "<!-- /origins -->")

  private let machine: Machine
  private let desk: DunstDesktop
  private let hung: DunstDesktop
  private let bare: PrivateBus
  private let agents: [Program]

  init() throws {
    machine = try Machine(
      ["desk", "away", "bare", "hung", "full", "stuffed", "sam"], strangers: ["newcomer"])
    desk = try DunstDesktop(on: PrivateBus(launcher: machine.launcher))
    hung = try DunstDesktop(on: PrivateBus(launcher: machine.launcher))
    bare = try PrivateBus(launcher: machine.launcher)
    let machine = machine
    func agent(_ user: String, on bus: PrivateBus) throws -> Program {
      // A few senders send all messages, and no popup may be folded.
      let variables = ["MESSNGR_POPUP_LIMIT": "1000 per 1 s"].merging(bus.environment) { $1 }
      return try machine.startAgent(
        of: user, ["--display", "desktop"],
        adding: variables.merging(["HOME": machine[user].home]) { $1 })
    }
    let state = "\(machine["full"].home)/.local/state"
    try machine.shell(
      """
      mkdir -p '\(state)' && mount -t tmpfs -o size=1m,mode=700,uid=\(machine["full"].uid) tmpfs '\(state)'
      mount -t tmpfs -o size=64k,mode=1733,uid=\(machine["stuffed"].uid) tmpfs /var/spool/messngr/stuffed
      chown -R \(machine["full"].uid) '\(machine["full"].home)'
      """)
    agents = try [
      agent("desk", on: desk.bus), agent("bare", on: bare), agent("hung", on: hung.bus),
      machine.startAgent(of: "full"),
    ]
    // One message first, so that the agent has seen the popup daemon alive before it hangs.
    try machine.netsend(as: "root", "--until", "shown", "hung", "before")
    hung.dunst.freeze()
    try machine.shell(
      "cat /dev/zero >'\(state)/rest' ; cat /dev/zero >/var/spool/messngr/stuffed/.rest")
    // The database may have a page or two left.
    var status: Int32 = 0
    for _ in 1...200 where status == 0 {
      status = try machine.netsend(as: "root", "full", "before").status
    }
  }

  @Test func `a message arrives from each origin, and netsend never hangs`() throws {
    let script = try makeScript()
    try runCron(script)
    for origin in SendOrigin.allCases where !origin.isCron {
      for situation in Situation.allCases {
        let sender = sender(origin, situation)
        let command = [script, result(origin, situation)] + message(origin, situation)
        let words = origin.words(for: command, by: machine[sender], on: machine)
        let program = try machine.start(
          words, as: origin.startsAsRoot ? "root" : sender,
          origin == .terminal ? ["HOME": machine[sender].home, "PATH": "/usr/bin:/bin"] : [:])
        let finished = try program.finish()
        #expect(
          finished.status == 0, "\(origin) \(situation): \(finished.errors)\(finished.output)")
      }
    }
    hung.dunst.thaw()
    let evidence = try evidence()
    var table = [
      "| from \\ to | \(Situation.allCases.map(\.rawValue).joined(separator: " | ")) |",
      "|---|\(Situation.allCases.map { _ in "---|" }.joined())",
    ]
    for origin in SendOrigin.allCases {
      let cells = try Situation.allCases.map { situation in
        let (status, milliseconds) = try outcome(origin, situation)
        let place = evidence[situation]?[text(origin, situation)]
        let cell = [status, place].compactMap(\.self).joined(separator: ", ")
        #expect(cell == situation.promise, "\(origin) \(situation)")
        #expect(milliseconds < 5_000, "\(origin) \(situation)")
        return cell
      }
      table.append("| \(origin.rawValue) | \(cells.joined(separator: " | ")) |")
    }
    try compare(table.joined(separator: "\n"))
  }

  // MARK: Sending

  private func sender(_ origin: SendOrigin, _ situation: Situation) -> String {
    if origin.isRoot { return "root" }
    return origin.isOwn && situation != .noSuchName ? situation.user : "sam"
  }

  private func text(_ origin: SendOrigin, _ situation: Situation) -> String {
    "\(origin) to \(situation.user)"
  }

  private func message(_ origin: SendOrigin, _ situation: Situation) -> [String] {
    [situation.user, text(origin, situation)]
  }

  private func result(_ origin: SendOrigin, _ situation: Situation) -> String {
    "\(machine.folder)/results/\(origin)-\(situation)"
  }

  /// Makes a script that sends a message, and writes the exit status and the milliseconds to a file.
  private func makeScript() throws -> String {
    try machine.make("\(machine.folder)/results", for: machine["root"], mode: 0o1777)
    let script = "\(machine.folder)/cell"
    try machine.shell(
      """
      cat >'\(script)' <<'END'
      #!/bin/sh
      result=$1
      shift
      begin=$(/bin/date +%s%3N)
      '\(machine.path(of: "netsend"))' "$@" >"$result.said" 2>&1
      status=$?
      echo "$status $(($(/bin/date +%s%3N) - begin))" >"$result.part"
      /bin/mv "$result.part" "$result"
      END
      chmod 755 '\(script)'
      """)
    return script
  }

  /// Lets a real cron daemon send, from the tables of the users and from root's.
  private func runCron(_ script: String) throws {
    func line(_ origin: SendOrigin, _ situation: Situation) -> String {
      let words = [script, result(origin, situation)] + message(origin, situation)
      return "@reboot \(words.map { "'\($0)'" }.joined(separator: " "))\n"
    }
    var tables: [String: String] = [:]
    for situation in Situation.allCases {
      for origin in [SendOrigin.cron, .rootCron] {
        tables[sender(origin, situation), default: "MAILTO=\"\"\n"] += line(origin, situation)
      }
    }
    for (user, table) in tables {
      let file = "\(machine.folder)/spool/cron/crontabs/\(user)"
      try table.write(toFile: file, atomically: false, encoding: .utf8)
      chown(file, machine[user].uid, machine[user].uid)
      chmod(file, 0o600)
    }
    let cron = try machine.start(["/usr/sbin/cron", "-f"], as: "root", ["PATH": "/usr/bin:/bin"])
    let files = Situation.allCases.flatMap { [result(.cron, $0), result(.rootCron, $0)] }
    let waiting = try machine.shell(
      "for file in \(files.joined(separator: " ")); do until [ -e $file ]; do sleep 0.05; done; done"
    )
    #expect(waiting.status == 0)
    _ = cron
  }

  // MARK: Results

  private func outcome(_ origin: SendOrigin, _ situation: Situation) throws -> (String, Int) {
    let text = try String(contentsOfFile: result(origin, situation), encoding: .utf8)
    let words = text.split(whereSeparator: \.isWhitespace)
    try #require(words.count == 2)
    return (String(words[0]), Int(words[1]) ?? .max)
  }

  /// The texts of each situation, and whether each was shown or kept.
  private func evidence() throws -> [Situation: [String: String]] {
    try machine.netsend(as: "root", "--until", "shown", "desk", "the end")
    try machine.netsend(as: "root", "--until", "shown", "hung", "the end")
    var evidence: [Situation: [String: String]] = [:]
    func note(_ texts: [String], _ situation: Situation, _ place: String) {
      for text in texts { evidence[situation, default: [:]][text] = place }
    }
    for situation in [Situation.atTheDesk, .noPopupDaemon, .hungPopupDaemon, .diskFull] {
      note(try machine.texts(of: situation.user), situation, "kept")
    }
    note(try desk.history().map(\.body), .atTheDesk, "shown")
    // After the daemon goes on, it shows what was kept while it hung.
    let late = Set(try hung.history().map(\.body))
    #expect(late.isSuperset(of: SendOrigin.allCases.map { text($0, .hungPopupDaemon) }))
    for situation in [Situation.loggedOut, .loggedOutDiskFull] {
      let files = try machine.shell("cat /var/spool/messngr/\(situation.user)/*.msg").output
      note(files.split(separator: "\0").map(String.init), situation, "kept")
    }
    return evidence
  }

  /// Compares the table with the README, and writes it to the file in `MESSNGR_ORIGINS_TABLE`.
  private func compare(_ table: String) throws {
    if let file = ProcessInfo.processInfo.environment["MESSNGR_ORIGINS_TABLE"] {
      try "\(table)\n".write(toFile: file, atomically: true, encoding: .utf8)
    }
    let readme = URL(filePath: #filePath).appending(path: "../../../../README.md").standardized
    let text = try String(contentsOf: readme, encoding: .utf8)
    let begin = try #require(text.firstRange(of: Self.markers.0 + "\n\n")).upperBound
    let end = try #require(text.firstRange(of: "\n\n" + Self.markers.1)).lowerBound
    #expect(text[begin..<end] == table, "run Resources/scripts/origins-table")
  }
}
