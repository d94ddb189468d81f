// SPDX-License-Identifier: Apache-2.0

/// One thing that can be configured: its key, and how its value gets into the configuration.
struct Setting: Sendable {
  /// The key in the file; words in lower case with hyphens between them.
  let key: String

  /// What values are allowed, for a person.
  let allowed: String

  /// Whether it takes any number of values; otherwise exactly one.
  let isList: Bool

  /// The characters between the values of a list where they stand in one text.
  ///
  /// A comma too, unless the values themselves have commas.
  let separators: String

  private let set: @Sendable ([String], inout AgentConfiguration) -> [Int]

  /// Puts values into a configuration.
  ///
  /// - Parameter values: Exactly one, unless the setting is a list.
  /// - Returns: The indices of values that are not allowed; if there are any, nothing changes.
  func apply(_ values: [String], to configuration: inout AgentConfiguration) -> [Int] {
    set(values, &configuration)
  }

  /// The name of the setting's variable: `MESSNGR_CODE_PAGE` for `code-page`.
  var variable: String {
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

  private init<Value>(
    _ key: String, _ path: any WritableKeyPath<AgentConfiguration, Value> & Sendable,
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

  private init<Value>(
    _ key: String, each path: any WritableKeyPath<AgentConfiguration, [Value]> & Sendable,
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

extension Setting {
  /// All settings, in the order of the example file.
  static let all: [Setting] = [
    Setting("display", \.display, .word),
    Setting("terminals", \.terminals, .yesOrNo),
    Setting("icon", \.icon, .icon),
    Setting("popup-expiry", \.popupExpiry, .popupExpiry),
    Setting("popup-limit", \.popupLimit, .rateLimit),
    Setting("critical-popup-limit", \.criticalPopupLimit, .rateLimit),
    Setting("fold-threshold", \.foldThreshold, .number(1...1000)),
    Setting("quiet-hours", each: \.quietWindows, .quietWindow, separators: ";"),
    Setting("urgent-breaks-through", \.urgentBreaksThrough, .yesOrNo),
    Setting("lock-screen", \.lockScreen, .word),
    Setting("allow", each: \.allow, .sender),
    Setting("deny", each: \.deny, .sender),
    Setting("quiet", each: \.quiet, .sender),
    Setting("largest-message", \.largestMessage, .byteCount(1...65_536)),
    Setting("waiting-messages", \.waitingMessages, .number(1...1_000_000)),
    Setting("waiting-bytes", \.waitingBytes, .byteCount(131_072...1 << 30)),
    Setting("unread-messages", \.unreadMessages, .number(1...100_000_000)),
    Setting("unread-bytes", \.unreadBytes, .byteCount(65_536...1 << 40)),
    Setting("inbox-age", \.inboxAge, .duration(86_400...36_500 * 86_400)),
    Setting("inbox-messages", \.inboxMessages, .number(1...100_000_000)),
    Setting("code-page", \.codePage, .codePage),
    Setting("log-level", \.logLevel, .word),
  ]

  /// Finds a setting by its key.
  static func named(_ key: String) -> Setting? { byKey[key] }

  private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
}

extension AgentConfiguration {
  fileprivate var quietWindows: [QuietWindow] {
    get { quietHours.windows }
    set { quietHours = QuietHours(newValue) }
  }
}
