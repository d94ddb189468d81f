// SPDX-License-Identifier: Apache-2.0

/// An answer that the sender offers as a button.
public struct MessageAction: Equatable, Sendable {
  /// What comes back to the sender; 1…64 bytes, no `=` and no control characters.
  public let key: String

  /// What stands on the button.
  public let label: String

  /// Creates an action; `nil` when the key or the label cannot be one.
  public init?(key: some StringProtocol, label: some StringProtocol) {
    guard (1...64).contains(key.utf8.count), !label.isEmpty, label.utf8.count <= 256,
      !key.utf8.contains(UInt8(ascii: "=")), !key.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }),
      !label.utf8.contains(0)
    else { return nil }
    self.key = String(key)
    self.label = String(label)
  }

  /// Reads `key=label`; `nil` when it is not that.
  public init?(_ text: some StringProtocol) {
    // In scalars: a label may begin with one that makes a Character together with the equals sign.
    let scalars = text.unicodeScalars
    guard let equals = scalars.firstIndex(of: "=") else { return nil }
    self.init(key: text[..<equals], label: text[scalars.index(after: equals)...])
  }
}

extension MessageAction: CustomStringConvertible {
  /// The action as it travels: `key=label`.
  public var description: String { "\(key)=\(label)" }
}
