// SPDX-License-Identifier: Apache-2.0

/// How a program ended.
public struct Finished: Sendable {
  /// Its exit status; 128 and the signal's number for one that was killed.
  public let status: Int32
  /// What it printed to standard output.
  public let output: String
  /// What it printed to standard error.
  public let errors: String
  /// How long it took.
  public let duration: Duration
}
