// SPDX-License-Identifier: Apache-2.0

/// How much of the sessions' there may be.
public struct SessionLimits: Equatable, Sendable {
  /// The most sessions at a time.
  public var total = 1024

  /// The most sessions of one address at a time.
  public var perSource = 64

  /// How long a session may come no nearer to a message before it gives way to a new one, when there
  /// are too many and the newcomer's address has as many as others.
  public var patience = Duration.milliseconds(250)

  /// The most sessions beyond that which are told that there is no room; more are just closed.
  public var refusals = 64

  /// How long the first packet may take.
  public var requestTimeout = Duration.seconds(10)

  /// How long each further packet may take: a person may type the text meanwhile.
  ///
  /// smbd waits 58 s.
  public var idleTimeout = Duration.seconds(60)

  /// How long a session may last.
  public var duration = Duration.seconds(600)

  /// How many messages an address may send.
  public var rate = SourceLimit(600, per: .seconds(60))

  /// Creates the usual limits.
  public init() {}
}
