// SPDX-License-Identifier: Apache-2.0

public import RateLimits

/// The limits of the sessions.
public struct SessionLimits: Equatable, Sendable {
  /// The most sessions at a time.
  public var total = 1024

  /// The most sessions of one address at a time.
  public var perSource = 64

  /// How long a session may make no progress before a new one may replace it, when there are too many
  /// sessions and the new one's address has as many as others.
  public var stallTime = Duration.milliseconds(250)

  /// How long a refused session may take to send its request, which the refusal answers.
  public var refusalTimeout = Duration.milliseconds(250)

  /// The most sessions beyond ``total`` that get a refusal; further ones are closed without an answer.
  public var refusals = 64

  /// How long the first packet may take.
  public var requestTimeout = Duration.seconds(10)

  /// How long each further packet may take, while a user may be typing the text; smbd waits 58 s.
  public var idleTimeout = Duration.seconds(60)

  /// How long a session may last.
  public var duration = Duration.seconds(600)

  /// The rate limit of the messages of one address.
  public var rate = RateLimit(count: 600, per: .seconds(60))

  /// Creates the usual limits.
  public init() {}
}
