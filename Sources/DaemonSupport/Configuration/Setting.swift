// SPDX-License-Identifier: Apache-2.0

/// One thing that can be configured: its key, and how its value gets into the configuration.
public struct Setting<Configuration: Configurable>: Sendable {
  /// The key in the file; words in lower case with hyphens between them.
  public let key: String

  /// What values are allowed, for a person.
  public let allowed: String

  /// Whether it takes any number of values; otherwise exactly one.
  public let isList: Bool

  /// The characters between the values of a list where they stand in one text.
  ///
  /// A comma too, unless the values themselves have commas.
  let separators: String

  private let set: @Sendable ([String], inout Configuration) -> [Int]

  /// Puts values into a configuration.
  ///
  /// - Parameter values: Exactly one, unless the setting is a list.
  /// - Returns: The indices of values that are not allowed; if there are any, nothing changes.
  public func apply(_ values: [String], to configuration: inout Configuration) -> [Int] {
    set(values, &configuration)
  }

  /// The name of the setting's variable: `MESSNGR_CODE_PAGE` for `code-page`.
  public var variable: String {
    "MESSNGR_" + String(key.uppercased().map { $0 == "-" ? "_" : $0 })
  }

  /// The values that a text of the environment or the command line holds.
  func values(in text: String) -> [String] {
    guard isList else { return [text] }
    return text.split(whereSeparator: separators.contains).compactMap { part in
      let words = part.split(separator: " ")
      return words.isEmpty ? nil : words.joined(separator: " ")
    }
  }

  /// Creates a setting of one value.
  ///
  /// - Parameters:
  ///   - key: Its key.
  ///   - path: Where the value goes.
  ///   - form: How the value is written.
  public init<Value>(
    _ key: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable,
    _ form: ValueForm<Value>
  ) {
    self.key = key
    allowed = form.allowed
    isList = false
    separators = ""
    set = { values, configuration in
      guard let value = values.first.flatMap(form.read) else { return Array(values.indices) }
      configuration[keyPath: path] = value
      return []
    }
  }

  /// Creates a setting of any number of values.
  ///
  /// - Parameters:
  ///   - key: Its key.
  ///   - path: Where the values go.
  ///   - form: How each value is written.
  ///   - separators: What stands between values in one text.
  public init<Value>(
    _ key: String, each path: any WritableKeyPath<Configuration, [Value]> & Sendable,
    _ form: ValueForm<Value>, separators: String = ",;"
  ) {
    self.key = key
    allowed = form.allowed
    isList = true
    self.separators = separators
    set = { values, configuration in
      let read = values.map(form.read)
      let bad = read.indices.filter { read[$0] == nil }
      if bad.isEmpty { configuration[keyPath: path] = read.compactMap(\.self) }
      return bad
    }
  }
}
