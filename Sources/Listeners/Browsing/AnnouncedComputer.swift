// SPDX-License-Identifier: Apache-2.0

public import NetBIOS

/// A machine that has said that it is there, in its own words.
public struct AnnouncedComputer: Equatable, Sendable {
  /// Its name, 1…15 bytes in an OEM code page.
  public internal(set) var name: [UInt8]

  /// The address that says so.
  public internal(set) var address: IPv4Address

  /// Its workgroup, in an OEM code page; `nil` where nobody has said.
  public internal(set) var workgroup: [UInt8]?

  /// Whether it keeps the list of its workgroup.
  public internal(set) var isMaster: Bool

  /// What it says of itself, in an OEM code page.
  public internal(set) var comment: [UInt8]

  /// When it last said so.
  public internal(set) var heard: ContinuousClock.Instant

  /// When it is forgotten.
  public internal(set) var expiry: ContinuousClock.Instant
}
