// SPDX-License-Identifier: Apache-2.0

/// The keys of actions in the interface of popup daemons, which has its own meaning for two of them.
///
/// A daemon invokes `default` for a click anywhere on the popup, and Plasma draws a text field for
/// `inline-reply`. A sender may use any key for an answer, so these two travel in another form.
enum ActionKey {
  private static let reserved: Set = ["default", "inline-reply"]
  private static let prefix = "answer-"

  /// The key for the daemon.
  static func sent(for key: String) -> String { reserved.contains(key) ? prefix + key : key }

  /// The sender's key for what the daemon reports.
  static func chosen(_ key: String) -> String {
    let rest = key.hasPrefix(prefix) ? String(key.dropFirst(prefix.count)) : ""
    return reserved.contains(rest) ? rest : key
  }
}
