// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// The configuration of a program that runs once on a machine.
public protocol DaemonConfiguration: Configurable {
  /// The name of the program.
  static var programName: String { get }

  /// The file in which an administrator configures the program.
  static var file: FilePath { get }
}
