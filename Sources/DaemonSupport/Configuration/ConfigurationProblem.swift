// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// Something in the configuration that cannot be used, and where it stands.
public struct ConfigurationProblem: Equatable, Sendable {
  /// Where a setting comes from.
  public enum Place: Equatable, Sendable {
    /// A file; the line begins with 1, and is `nil` where the whole file is meant.
    case file(FilePath, line: Int?)

    /// A variable of the environment.
    case variable(String)

    /// An option of the command line, named by its key.
    case option(String)
  }

  /// Where it stands.
  public let place: Place

  /// What is wrong, and what would be right.
  public let reason: String

  init(_ place: Place, _ reason: String) {
    self.place = place
    self.reason = reason
  }
}

extension ConfigurationProblem: CustomStringConvertible {
  /// One line for a person: `/etc/messngr/config.yaml:7: display is "desk"; …`.
  public var description: String { "\(place): \(reason)" }
}

extension ConfigurationProblem.Place: CustomStringConvertible {
  /// The place as error messages begin: `FILE:LINE`, the variable, or `--KEY`.
  public var description: String {
    switch self {
    case .file(let path, let line?): "\(path):\(line)"
    case .file(let path, nil): "\(path)"
    case .variable(let name): name
    case .option(let key): "--\(key)"
    }
  }
}
