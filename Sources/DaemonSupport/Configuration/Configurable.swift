// SPDX-License-Identifier: Apache-2.0

/// What can be chosen for a program, in a file, in the environment and on the command line.
///
/// A configuration that was just created is one in which nothing was chosen.
public protocol Configurable: Equatable, Sendable {
  /// All settings, in the order of the example file.
  static var settings: [Setting<Self>] { get }

  /// Creates a configuration in which nothing was chosen.
  init()
}

extension Configurable {
  /// Finds a setting by its key.
  public static func setting(named key: String) -> Setting<Self>? {
    settings.first { $0.key == key }
  }
}
