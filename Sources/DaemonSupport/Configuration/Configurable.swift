// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// The configuration of a program: settings in files, in the environment and on the command line.
public protocol Configurable: Equatable, Sendable {
  /// All settings, in the order of the example file.
  static var settings: [Setting<Self>] { get }

  /// Creates the default configuration.
  init()
}

extension Configurable {
  /// Finds a setting by its key, or by the key that it had in older versions.
  public static func setting(named key: String) -> Setting<Self>? {
    settings.first { $0.key == key || $0.formerKey == key }
  }

  /// Loads a configuration: options override the environment, which overrides the files, which override
  /// the defaults.
  ///
  /// A list replaces a list of lower priority; they do not add up.
  ///
  /// - Parameters:
  ///   - files: The files, the one with the highest priority first.
  ///   - mayBeMissing: Whether a missing file has no settings. A file that the user has named must be there.
  ///   - environment: The environment; `MESSNGR_CODE_PAGE` for `code-page` and so on.
  ///   - options: Values of the command line by their keys.
  /// - Throws: ``ConfigurationError`` with all problems of all sources.
  public static func load(
    files: [FilePath], mayBeMissing: Bool = true, environment: [String: String] = [:],
    options: [String: String] = [:]
  ) throws(ConfigurationError) -> Self {
    try load(
      files: files, mayBeMissing: mayBeMissing, variables: { environment[$0] }, options: options)
  }

  /// Loads a configuration, with a function that returns the value of a variable of the environment.
  ///
  /// - Throws: ``ConfigurationError`` with all problems of all sources.
  package static func load(
    files: [FilePath], mayBeMissing: Bool = true, variables: (String) -> String?,
    options: [String: String] = [:]
  ) throws(ConfigurationError) -> Self {
    let layers =
      [
        ConfigurationLayer<Self>(options: options),
        ConfigurationLayer<Self>(environment: variables),
      ]
      + files.map {
        ConfigurationLayer<Self>(file: ConfigurationFile(reading: $0, mayBeMissing: mayBeMissing))
      }
    let problems = layers.flatMap(\.problems)
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    var configuration = Self()
    for setting in settings {
      guard let values = layers.lazy.compactMap({ $0.values[setting.key] }).first else { continue }
      _ = setting.apply(values, to: &configuration)
    }
    return configuration
  }
}
