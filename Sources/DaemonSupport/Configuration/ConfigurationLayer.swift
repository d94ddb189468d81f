// SPDX-License-Identifier: Apache-2.0

import Console

/// The settings of one source, checked.
struct ConfigurationLayer<Settings: Configurable> {
  /// The values of each setting in the source, by its key; all of them are allowed.
  private(set) var values: [String: [String]] = [:]

  /// The problems of the source.
  private(set) var problems: [ConfigurationError.Problem] = []

  /// Reads the settings in the environment.
  ///
  /// Other variables with our prefix belong to other programs.
  init(environment: (String) -> String?) {
    for setting in Settings.settings {
      for variable in [setting.formerVariable, setting.variable].compactMap(\.self) {
        guard let text = environment(variable) else { continue }
        add(setting, setting.values(in: text), at: .variable(variable))
      }
    }
  }

  /// Reads the settings of the command line, by their keys.
  init(options: [String: String]) {
    for (key, text) in options.sorted(by: { $0.key < $1.key }) {
      guard let setting = Settings.setting(named: key) else {
        addUnknown(key, at: .option(key))
        continue
      }
      add(setting, setting.values(in: text), at: .option(key))
    }
  }

  /// Reads the settings of a file.
  init(file: ConfigurationFile) {
    problems = file.problems
    for entry in file.entries {
      let place = ConfigurationError.Place.file(file.path, line: entry.line)
      guard let setting = Settings.setting(named: entry.key) else {
        addUnknown(entry.key, at: place)
        continue
      }
      switch entry.value {
      case .text(let text): add(setting, setting.values(in: text), at: place)
      case .list(let values, let lines) where setting.isList:
        add(setting, values, at: place) { .file(file.path, line: lines[$0]) }
      case .list, .other:
        let number = setting.isList ? "a list" : "one value"
        problems.append(.init(place, "\(setting.key) takes \(number): \(setting.allowed)"))
      }
    }
  }

  private mutating func add(
    _ setting: Setting<Settings>, _ values: [String], at place: ConfigurationError.Place,
    placeOfValue: ((Int) -> ConfigurationError.Place)? = nil
  ) {
    if self.values[setting.key] != nil, let former = setting.formerKey {
      problems.append(.init(place, "\(setting.key) is set twice: its old name is \(former)"))
    }
    var scratch = Settings()
    let bad = setting.apply(values, to: &scratch)
    if bad.isEmpty { self.values[setting.key] = values }
    for index in bad {
      let value = quoted(values[index])
      let reason = "\(setting.key) cannot be \(value); allowed: \(setting.allowed)"
      problems.append(.init(placeOfValue?(index) ?? place, reason))
    }
  }

  private mutating func addUnknown(_ key: String, at place: ConfigurationError.Place) {
    let known = Settings.settings.map(\.key)
    let hint = Spelling.hint(
      for: key, in: known, otherwise: "; the settings are: \(known.joined(separator: ", "))")
    problems.append(.init(place, "there is no setting \(quoted(key))\(hint)"))
  }

  /// Text of a user on one line, cut after 60 characters.
  private func quoted(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(60)
    return String(reflecting: String(start)) + (start.count < text.unicodeScalars.count ? "…" : "")
  }
}
