// SPDX-License-Identifier: Apache-2.0

import Configuration

/// The settings of one source, checked.
struct ConfigurationLayer<Settings: Configurable> {
  /// The values of each setting that the source has, all of them allowed.
  private(set) var values: [String: [String]] = [:]

  /// What in the source cannot be used.
  private(set) var problems: [ConfigurationProblem] = []

  /// The settings that the environment has.
  ///
  /// Other variables of our prefix belong to other programs.
  init(environment: [String: String]) {
    for setting in Settings.settings {
      guard let text = environment[setting.variable] else { continue }
      add(setting, setting.values(in: text), at: .variable(setting.variable))
    }
  }

  /// The settings that the command line has, by their keys.
  init(options: [String: String]) {
    for (key, text) in options.sorted(by: { $0.key < $1.key }) {
      guard let setting = Settings.setting(named: key) else {
        addUnknown(key, at: .option(key))
        continue
      }
      add(setting, setting.values(in: text), at: .option(key))
    }
  }

  /// The settings that a file has.
  init(file: ConfigurationFile) {
    problems = file.problems
    for entry in file.entries {
      let place = ConfigurationProblem.Place.file(file.path, line: entry.line)
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

  /// The layer for those who ask for a value and where it comes from.
  func provider(named name: String) -> InMemoryProvider {
    InMemoryProvider(
      name: name,
      values: Dictionary(
        uniqueKeysWithValues: values.map { key, values in
          (AbsoluteConfigKey([key]), ConfigValue(.stringArray(values), isSecret: false))
        }))
  }

  private mutating func add(
    _ setting: Setting<Settings>, _ values: [String], at place: ConfigurationProblem.Place,
    placeOfValue: ((Int) -> ConfigurationProblem.Place)? = nil
  ) {
    var scratch = Settings()
    let bad = setting.apply(values, to: &scratch)
    if bad.isEmpty { self.values[setting.key] = values }
    for index in bad {
      let value = quoted(values[index])
      let reason = "\(setting.key) cannot be \(value); allowed: \(setting.allowed)"
      problems.append(.init(placeOfValue?(index) ?? place, reason))
    }
  }

  private mutating func addUnknown(_ key: String, at place: ConfigurationProblem.Place) {
    let known = Settings.settings.map(\.key).joined(separator: ", ")
    problems.append(.init(place, "nothing is called \(quoted(key)); there are: \(known)"))
  }

  /// A stranger's text on one line, and not too much of it.
  private func quoted(_ text: String) -> String {
    let start = text.unicodeScalars.prefix(60)
    return String(reflecting: String(start)) + (start.count < text.unicodeScalars.count ? "…" : "")
  }
}
