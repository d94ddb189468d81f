// SPDX-License-Identifier: Apache-2.0

/// A name that messages can be sent to: a user, an alias, a group, a machine.
///
/// Names are the same when they differ only in case. On this machine a name may be long; the old
/// network paths carry 1…15 bytes: [MS-MSRP] 2.2.3.1.1.
public struct MessageName: Sendable {
  /// The longest name on this machine, in bytes of UTF-8: `LOGIN_NAME_MAX` of limits.h.
  public static let maximumByteCount = 256

  /// The longest name that the old network paths carry, in bytes.
  public static let maximumLegacyByteCount = 15

  /// The name as it was typed, without the spaces around it, which NetBIOS pads names with.
  public let text: String

  /// Creates a name.
  ///
  /// - Throws: ``MessageNameError``.
  public init(_ text: String) throws(MessageNameError) {
    var name = text.unicodeScalars[...]
    while name.first == " " { name.removeFirst() }
    while name.last == " " { name.removeLast() }
    let text = String(name)
    guard !text.isEmpty else { throw .empty }
    guard text.utf8.count <= MessageName.maximumByteCount else {
      throw .tooLong(byteCount: text.utf8.count, limit: MessageName.maximumByteCount)
    }
    for scalar in text.unicodeScalars
    where scalar == "/" || scalar == "\\" || !MessageText.isFitForScreen(scalar) {
      throw .forbiddenCharacter(scalar)
    }
    guard ![".", "..", "@"].contains(text), text.utf8.first != UInt8(ascii: "*") else {
      throw .reserved(text)
    }
    self.text = text
  }

  /// The name as it is compared: each character in upper case where it has a single one.
  public var folded: String {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let upper = scalar.properties.uppercaseMapping.unicodeScalars
      folded.append(upper.count == 1 ? upper[upper.startIndex] : scalar)
    }
    return String(folded)
  }
}

extension MessageName: Hashable {
  /// Whether two names differ at most in case.
  public static func == (left: MessageName, right: MessageName) -> Bool {
    left.folded == right.folded
  }

  /// Hashes the name as it is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(folded)
  }
}

extension MessageName: CustomStringConvertible {
  /// The name as it was typed.
  public var description: String { text }
}
