// SPDX-License-Identifier: Apache-2.0

public import RateLimits

/// The rate limits of the messages and writes in datagrams.
///
/// A sender can forge the source address of a datagram, so a limit for each address is not enough.
public struct DatagramLimits: Equatable, Sendable {
  /// The limit of one address.
  public var perSource = RateLimit(count: 600, per: .seconds(60))

  /// The limit of all addresses together.
  public var total = RateLimit(count: 3000, per: .seconds(60))

  /// Creates the usual limits.
  public init() {}
}
