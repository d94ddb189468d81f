// SPDX-License-Identifier: Apache-2.0

/// A notification as the popup daemon keeps it in its history.
public struct ShownPopup: Equatable, Sendable {
  /// The daemon's number for it.
  public let id: UInt32
  /// The name of the application that sent it.
  public let appName: String
  /// Its summary, as received.
  public let summary: String
  /// Its body, as received.
  public let body: String
  /// Summary and body in the daemon's format, with markup.
  public let message: String
  /// Its category.
  public let category: String
}
