// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
public import Messages

/// The description of a running agent in the inbox it uses: ``SettingKey/agent``.
///
/// It stays there when the agent is killed, so readers check that the process exists.
public struct AgentPresence: Equatable, Sendable {
  /// The agent's process.
  public let processID: Int32

  /// Where the agent shows messages: the popup daemon and its version, for example.
  public let display: String

  /// The file of the mailslot that the agent reads.
  public let slot: String

  /// When the agent started.
  public let since: UnixTime

  /// Creates a description.
  public init(processID: Int32, display: String, slot: String, since: UnixTime) {
    self.processID = processID
    self.display = display
    self.slot = slot
    self.since = since
  }
}

extension AgentPresence {
  /// One object of JSON: `pid`, `display`, `slot`, and `since` in milliseconds since 1970.
  public var jsonLine: String {
    var line = JSONLine()
    line.add("display", display)
    line.add("pid", processID)
    line.add("since", since.milliseconds)
    line.add("slot", slot)
    return line.text
  }

  /// Reads such an object, and ignores keys that are not known; `nil` when the line is not one.
  public init?(jsonLine: String) {
    guard let line = try? JSONDecoder().decode(Line.self, from: Data(jsonLine.utf8)) else {
      return nil
    }
    self.init(
      processID: line.pid, display: line.display, slot: line.slot,
      since: UnixTime(milliseconds: line.since))
  }

  private struct Line: Decodable {
    let pid: Int32
    let display: String
    let slot: String
    let since: Int64
  }
}
