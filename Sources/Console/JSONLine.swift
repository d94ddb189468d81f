// SPDX-License-Identifier: Apache-2.0

/// One JSON object on one line: RFC 8259, keys in the order they are added.
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
    var quoted = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
