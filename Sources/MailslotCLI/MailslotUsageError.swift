// SPDX-License-Identifier: Apache-2.0

/// Why a command line is wrong.
public struct MailslotUsageError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One line for the user.
  public let description: String

  init(_ description: String) { self.description = description }
}
