// SPDX-License-Identifier: Apache-2.0

/// A notification as the popup daemon keeps it in its history.
public struct ShownPopup: Equatable, Sendable {
  /// The daemon's number for it.
  public let id: UInt32
  /// Who it is from.
  public let appName: String
  /// Its summary, as received.
  public let summary: String
  /// Its body, as received.
  public let body: String
  /// What was drawn: summary and body in the daemon's format, with its markup.
  public let message: String
  /// Its category.
  public let category: String
}
