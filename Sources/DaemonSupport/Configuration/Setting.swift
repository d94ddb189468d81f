// SPDX-License-Identifier: Apache-2.0

/// A setting: its key, the form of its value, and the property of the configuration that it sets.
public struct Setting<Configuration: Configurable>: Sendable {
  /// The key in the file; words in lower case with hyphens between them.
  public let key: String

  /// The key that the setting had in older versions, which is still read.
  let formerKey: String?

  /// The allowed values, in words.
  public let allowed: String

  /// Whether it takes any number of values; otherwise it takes exactly one.
  public let isList: Bool

  /// The characters that separate the values of a list in one text.
  let separators: String

  private let set: @Sendable ([String], inout Configuration) -> [Int]

  /// Sets values in a configuration.
  ///
  /// - Parameter values: Exactly one, unless the setting is a list.
  /// - Returns: The indices of values that are not allowed. If there are any, nothing changes.
  public func apply(_ values: [String], to configuration: inout Configuration) -> [Int] {
    set(values, &configuration)
  }

  /// The name of the setting's variable: `MESSNGR_CODE_PAGE` for `code-page`.
  public var variable: String { Setting.variable(of: key) }

  /// The name that the variable had in older versions, which is still read.
  var formerVariable: String? { formerKey.map(Setting.variable) }

  private static func variable(of key: String) -> String {
    "MESSNGR_" + String(key.uppercased().map { $0 == "-" ? "_" : $0 })
  }

  /// The values in a text of the environment or the command line.
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
  ///   - formerKey: The key that it had in older versions.
  ///   - path: The property that it sets.
  ///   - form: The form of the value.
  public init<Value>(
    _ key: String, formerly formerKey: String? = nil,
    _ path: any WritableKeyPath<Configuration, Value> & Sendable, _ form: ValueForm<Value>
  ) {
    self.key = key
    self.formerKey = formerKey
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
  ///   - path: The property that it sets.
  ///   - form: The form of each value.
  ///   - separators: The characters that separate values in one text; no comma if values have commas.
  public init<Value>(
    _ key: String, each path: any WritableKeyPath<Configuration, [Value]> & Sendable,
    _ form: ValueForm<Value>, separators: String = ",;"
  ) {
    self.key = key
    formerKey = nil
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
