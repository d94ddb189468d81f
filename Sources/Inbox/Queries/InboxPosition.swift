// SPDX-License-Identifier: Apache-2.0

public import Messages

/// A place in a list ordered by arrival, from which the next page of the list goes on.
public struct InboxPosition: Equatable, Sendable {
  /// When the message arrived.
  public let arrival: UnixTime

  /// Its number, which orders what arrived in the same millisecond.
  public let number: Int64

  /// Creates a position.
  public init(arrival: UnixTime, number: Int64) {
    self.arrival = arrival
    self.number = number
  }
}
