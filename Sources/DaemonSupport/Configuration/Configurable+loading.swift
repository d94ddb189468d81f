// SPDX-License-Identifier: Apache-2.0

import Configuration
public import LinuxSystem

extension Configurable {
  /// Loads a configuration: options, before the environment, before the files, before the defaults.
  ///
  /// A file that is not there is as one in which nothing is written. A list that is configured takes
  /// the place of a list further down; they do not add up.
  ///
  /// - Parameters:
  ///   - files: The files, the one that counts most first.
  ///   - environment: The environment; `MESSNGR_CODE_PAGE` for `code-page` and so on.
  ///   - options: Values of the command line by their keys.
  /// - Throws: ``ConfigurationError`` with everything that is wrong, at once.
  public static func load(
    files: [FilePath], environment: [String: String] = [:], options: [String: String] = [:]
  ) throws(ConfigurationError) -> Self {
    let layers =
      [
        ("options", ConfigurationLayer<Self>(options: options)),
        ("environment", ConfigurationLayer<Self>(environment: environment)),
      ]
      + files.map { path in
        (path.string, ConfigurationLayer<Self>(file: ConfigurationFile(reading: path)))
      }
    let problems = layers.flatMap { $1.problems }
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    let reader = ConfigReader(providers: layers.map { name, layer in layer.provider(named: name) })
    var configuration = Self()
    for setting in settings {
      guard let values = reader.stringArray(forKey: ConfigKey(setting.key)) else { continue }
      _ = setting.apply(values, to: &configuration)
    }
    return configuration
  }
}
