// SPDX-License-Identifier: Apache-2.0

import Foundation
public import Messages

/// What an agent says of itself in the inbox it uses: ``SettingKey/agent``.
///
/// It stays there when the agent is killed, so the process is asked for before it is believed.
public struct AgentPresence: Equatable, Sendable {
  /// The agent's process.
  public let processID: Int32

  /// Where it shows messages: the popup daemon and its version, for example.
  public let display: String

  /// The file of the mailslot that it reads.
  public let slot: String

  /// When it started.
  public let since: UnixTime

  /// Creates what an agent says of itself.
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
    let line = Line(
      pid: processID, display: display, slot: slot, since: since.milliseconds)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and numbers can always be written.
    return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// Reads the line, passing over keys that are not known; `nil` when it is none.
  public init?(jsonLine: String) {
    guard let line = try? JSONDecoder().decode(Line.self, from: Data(jsonLine.utf8)) else {
      return nil
    }
    self.init(
      processID: line.pid, display: line.display, slot: line.slot,
      since: UnixTime(milliseconds: line.since))
  }

  private struct Line: Codable {
    let pid: Int32
    let display: String
    let slot: String
    let since: Int64
  }
}
