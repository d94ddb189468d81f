// SPDX-License-Identifier: Apache-2.0

public import Messages

/// The popup in which a question was shown last.
public struct QuestionRecord: Equatable, Sendable {
  /// The number of the message.
  public let number: Int64

  /// The server that has the popup, by a name that no other server ever has.
  public let server: String

  /// The server's number of the popup.
  public let popup: UInt32

  /// When the sender stops waiting for an answer.
  public let end: UnixTime

  /// Creates a record; the name of the server is not empty.
  public init(number: Int64, server: String, popup: UInt32, end: UnixTime) {
    self.number = number
    self.server = server
    self.popup = popup
    self.end = end
  }
}
