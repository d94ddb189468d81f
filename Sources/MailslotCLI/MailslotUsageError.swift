// SPDX-License-Identifier: Apache-2.0

/// Why a command line is none.
public struct MailslotUsageError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One line for a person.
  public let description: String

  init(_ description: String) { self.description = description }
}
