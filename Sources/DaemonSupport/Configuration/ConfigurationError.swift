// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// All problems of a configuration.
public struct ConfigurationError: Error, Equatable, Sendable {
  /// Where a setting comes from.
  public enum Place: Equatable, Sendable {
    /// A file; the line counts from 1, and is `nil` for the whole file.
    case file(FilePath, line: Int?)

    /// A variable of the environment.
    case variable(String)

    /// An option of the command line, named by its key.
    case option(String)
  }

  /// Something in a configuration that cannot be used.
  public struct Problem: Equatable, Sendable {
    /// Where it is.
    public let place: Place

    /// What is wrong, and what is allowed.
    public let reason: String

    init(_ place: Place, _ reason: String) {
      self.place = place
      self.reason = reason
    }
  }

  /// The problems, source by source and line by line; one or more.
  public let problems: [Problem]
}

extension ConfigurationError: CustomStringConvertible {
  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ConfigurationError.Problem: CustomStringConvertible {
  /// One line for a person: `/etc/messngr/config.yaml:7: display cannot be "desk"; …`.
  public var description: String { "\(place): \(reason)" }
}

extension ConfigurationError.Place: CustomStringConvertible {
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
