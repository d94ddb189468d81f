// SPDX-License-Identifier: Apache-2.0

extension AgentConfiguration {
  /// The keys of the settings that only a start applies, and that another configuration has otherwise.
  ///
  /// A display and a mailslot are made once: popups, and what waits to be read, would be lost with them.
  func startKeys(otherThanIn other: AgentConfiguration) -> [String] {
    let keys: [(key: String, differs: Bool)] = [
      ("display", display != other.display),
      ("terminals", terminals != other.terminals),
      ("waiting-messages", waitingMessages != other.waitingMessages),
      ("waiting-bytes", waitingBytes != other.waitingBytes),
    ]
    return keys.filter(\.differs).map(\.key)
  }
}
