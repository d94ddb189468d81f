// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
import Messages
import NameDirectory
import NetBIOS

/// The format of a machine on the network, for a person or for a program.
struct MachineFormat {
  private static let columns = (name: 16, address: 16, workgroup: 16, heard: 7, names: 24)

  private let style: Style
  private let now: WallTime

  /// Creates a format.
  ///
  /// - Parameter now: The time to which the listed times are relative.
  init(style: Style, now: WallTime) {
    self.style = style
    self.now = now
  }

  /// The line above the rows.
  var heading: String {
    style.apply(
      .faint, to: line("MACHINE", "ADDRESS", "WORKGROUP", "HEARD", "MESSAGES TO", "COMMENT"))
  }

  /// A machine on one line.
  ///
  /// - Parameters:
  ///   - status: Its answer with its names; `nil` without an answer.
  ///   - wasAsked: Whether it was asked.
  func row(_ machine: BrowseEntry, _ status: NodeStatus?, wasAsked: Bool) -> String {
    let listed: String
    if let status {
      let names = self.names(in: status)
      listed = names.isEmpty ? "none" : names.joined(separator: ",")
    } else {
      listed = wasAsked ? "no answer" : "not asked"
    }
    return line(
      machine.name, "\(machine.address)",
      machine.workgroup + (machine.isMaster ? "*" : ""), heard(machine), listed, machine.comment)
  }

  /// A machine as one JSON object.
  ///
  /// `messages` are the names that messages reach there, and `names` all names; both are missing if the
  /// machine did not answer.
  func jsonLine(_ machine: BrowseEntry, _ status: NodeStatus?) -> String {
    var line = JSONLine()
    line.add("name", machine.name)
    line.add("address", "\(machine.address)")
    if !machine.workgroup.isEmpty { line.add("workgroup", machine.workgroup) }
    line.add("master", machine.isMaster)
    line.add("comment", machine.comment)
    line.add("heard", machine.heard.milliseconds)
    line.add("expires", machine.expiry.milliseconds)
    if let status {
      line.add("messages", names(in: status))
      line.add("names", status.names.map { $0.name.description })
    }
    return line.text
  }

  private func names(in status: NodeStatus) -> [String] {
    // The description spells out bytes that are not ASCII; the suffix is always the same.
    status.messengerNames.map { String($0.description.dropLast("<03>".count)) }
  }

  private func heard(_ machine: BrowseEntry) -> String {
    let minutes = max(0, (now.time.milliseconds - machine.heard.milliseconds) / 60_000)
    return minutes == 0 ? "now" : "\(minutes) min"
  }

  private func line(
    _ name: String, _ address: String, _ workgroup: String, _ heard: String, _ names: String,
    _ comment: String
  ) -> String {
    let columns = MachineFormat.columns
    let fields = [
      (name, columns.name), (address, columns.address), (workgroup, columns.workgroup),
      (heard, columns.heard), (names, columns.names),
    ]
    var text = fields.map { TextWidth.padded($0, to: $1 - 1) + " " }.joined() + comment
    while text.last == " " { text.removeLast() }
    return style.columns.map { TextWidth.cut(text, to: $0) } ?? text
  }
}
