// SPDX-License-Identifier: Apache-2.0

import Wire

/// An answer that the sender offers as a button.
public struct MessageAction: Equatable, Sendable {
  /// The key in the sender's receipt; 1…64 bytes, no `=` and no control characters.
  public let key: String

  /// The text on the button; 1…256 bytes, no NUL.
  public let label: String

  /// Creates an action; `nil` when the key or the label is not allowed.
  public init?(key: some StringProtocol, label: some StringProtocol) {
    guard (1...64).contains(key.utf8.count), !label.isEmpty, label.utf8.count <= 256,
      !key.utf8.contains(UInt8(ascii: "=")), !key.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }),
      !label.utf8.contains(0)
    else { return nil }
    self.key = String(key)
    self.label = String(label)
  }

  /// Reads `key=label`; `nil` for any other text.
  public init?(_ text: some StringProtocol) {
    // By bytes: a combining scalar at the start of the label would make a Character with the `=`.
    let parts = String(text).parts(separator: "=", limit: 2)
    guard parts.count == 2 else { return nil }
    self.init(key: parts[0], label: parts[1])
  }
}

extension MessageAction: CustomStringConvertible {
  /// The action as it travels: `key=label`.
  public var description: String { "\(key)=\(label)" }
}
