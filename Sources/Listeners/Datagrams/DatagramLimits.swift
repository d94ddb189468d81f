// SPDX-License-Identifier: Apache-2.0

/// How many messages and writes are taken as datagrams.
///
/// The source address of a datagram can be forged, so a limit for each address alone is none.
public struct DatagramLimits: Equatable, Sendable {
  /// Of one address.
  public var perSource = SourceLimit(600, per: .seconds(60))

  /// Of all addresses together.
  public var total = SourceLimit(3000, per: .seconds(60))

  /// Creates the usual limits.
  public init() {}
}
