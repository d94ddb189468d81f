// SPDX-License-Identifier: Apache-2.0

/// Everything that is wrong with a configuration.
public struct ConfigurationError: Error, Equatable, Sendable {
  /// The problems, file by file and line by line; one or more.
  public let problems: [ConfigurationProblem]
}

extension ConfigurationError: CustomStringConvertible {
  /// One line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
