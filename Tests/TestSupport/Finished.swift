// SPDX-License-Identifier: Apache-2.0

/// How a program ended.
public struct Finished: Sendable {
  /// The exit status; 128 plus the number of the signal for a program that was killed.
  public let status: Int32
  /// The text on standard output.
  public let output: String
  /// The text on standard error.
  public let errors: String
  /// The time from its start to its end.
  public let duration: Duration
}
