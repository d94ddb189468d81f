// SPDX-License-Identifier: Apache-2.0

import Configuration
public import SystemPackage

extension AgentConfiguration {
  /// Loads the configuration: options, before the environment, before the files, before the defaults.
  ///
  /// A file that is not there is as one in which nothing is written. A list that is configured takes
  /// the place of a list further down; they do not add up.
  ///
  /// - Parameters:
  ///   - files: The files, the one that counts most first: ``files(home:environment:)``.
  ///   - environment: The environment; `MESSNGR_CODE_PAGE` for `code-page` and so on.
  ///   - options: Values of the command line by their keys.
  /// - Throws: ``ConfigurationError`` with everything that is wrong, at once.
  public static func load(
    files: [FilePath], environment: [String: String] = [:], options: [String: String] = [:]
  ) throws(ConfigurationError) -> AgentConfiguration {
    let layers =
      [
        ("options", ConfigurationLayer(options: options)),
        ("environment", ConfigurationLayer(environment: environment)),
      ]
      + files.map { path in
        (path.string, ConfigurationLayer(file: ConfigurationFile(reading: path)))
      }
    let problems = layers.flatMap { $1.problems }
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    let reader = ConfigReader(providers: layers.map { name, layer in layer.provider(named: name) })
    var configuration = AgentConfiguration()
    for setting in Setting.all {
      guard let values = reader.stringArray(forKey: ConfigKey(setting.key)) else { continue }
      _ = setting.apply(values, to: &configuration)
    }
    return configuration
  }

  /// The files of a user, the one that counts most first.
  ///
  /// They are `$XDG_CONFIG_HOME/messngr/config.yaml`, with `~/.config` where the variable is not an
  /// absolute path, and `/etc/messngr/config.yaml`: the XDG Base Directory Specification.
  public static func files(home: FilePath, environment: [String: String]) -> [FilePath] {
    let chosen = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? FilePath($0) : nil }
    return [chosen ?? home.appending(".config"), "/etc"].map { directory in
      directory.appending("messngr/config.yaml")
    }
  }
}
