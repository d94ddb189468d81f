// SPDX-License-Identifier: Apache-2.0

import Messages

/// One JSON object on one line: RFC 8259, keys in the order they are added.
///
/// Characters that would control a terminal, or change the order of others, are escaped.
public struct JSONLine: Equatable, Sendable {
  private var members: [String] = []

  /// Creates an object without members.
  public init() {}

  /// Adds a string.
  public mutating func add(_ key: String, _ value: String) {
    add(key, raw: JSONLine.quoted(value))
  }

  /// Adds a whole number.
  public mutating func add(_ key: String, _ value: some BinaryInteger) {
    add(key, raw: String(value))
  }

  /// Adds `true` or `false`.
  public mutating func add(_ key: String, _ value: Bool) {
    add(key, raw: value ? "true" : "false")
  }

  /// Adds `null`.
  public mutating func addNull(_ key: String) {
    add(key, raw: "null")
  }

  /// Adds an array of strings.
  public mutating func add(_ key: String, _ values: [String]) {
    add(key, raw: "[" + values.map(JSONLine.quoted).joined(separator: ",") + "]")
  }

  /// The object, without a line end.
  public var text: String { "{" + members.joined(separator: ",") + "}" }

  private mutating func add(_ key: String, raw value: String) {
    members.append(JSONLine.quoted(key) + ":" + value)
  }

  private static func quoted(_ string: String) -> String {
    var quoted = String.UnicodeScalarView()
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += ["\\", scalar]
      case "\n": quoted += ["\\", "n"]
      case "\r": quoted += ["\\", "r"]
      case "\t": quoted += ["\\", "t"]
      default: quoted.append(scalar)
      }
    }
    return "\"" + escaped(String(quoted)) + "\""
  }

  /// JSON of another writer on one line, with the characters escaped that would control a terminal.
  ///
  /// Such characters can only stand in strings, where an escape means the same.
  public static func escaped(_ json: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      if MessageText.isFitForScreen(scalar) {
        escaped.append(scalar)
      } else {
        for unit in String(scalar).utf16 { escaped += escape(unit).unicodeScalars }
      }
    }
    return String(escaped)
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
