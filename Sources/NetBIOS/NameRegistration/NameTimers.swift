// SPDX-License-Identifier: Apache-2.0

/// How often the name service repeats a request, and how long it waits for an answer.
///
/// Source: RFC 1002 6, except for ``unicastInterval``.
public struct NameTimers: Equatable, Sendable {
  /// BCAST_REQ_RETRY_TIMEOUT: 250 ms.
  public var broadcastInterval: Duration = .milliseconds(250)

  /// BCAST_REQ_RETRY_COUNT: 3.
  public var broadcastCount = 3

  /// UCAST_REQ_RETRY_TIMEOUT: 5 s in the RFC; 1.5 s on Windows, [MS-NBTE], and here.
  public var unicastInterval: Duration = .milliseconds(1500)

  /// UCAST_REQ_RETRY_COUNT: 3.
  public var unicastCount = 3

  /// CONFLICT_TIMER: 1 s.
  public var conflictInterval: Duration = .seconds(1)

  /// Creates the usual timers.
  public init() {}
}
