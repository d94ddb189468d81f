// SPDX-License-Identifier: Apache-2.0

public import NetBIOS

/// A computer that has announced itself, as it describes itself.
public struct AnnouncedComputer: Equatable, Sendable {
  /// Its name, 1…15 bytes in an OEM code page.
  public internal(set) var name: [UInt8]

  /// The source address of its announcement.
  public internal(set) var address: IPv4Address

  /// Its workgroup, in an OEM code page; `nil` where it is unknown.
  public internal(set) var workgroup: [UInt8]?

  /// Whether it is the master browser of its workgroup.
  public internal(set) var isMaster: Bool

  /// Its comment about itself, in an OEM code page.
  public internal(set) var comment: [UInt8]

  /// When its last announcement arrived.
  public internal(set) var lastAnnounced: ContinuousClock.Instant

  /// When the browse list forgets it.
  public internal(set) var expiry: ContinuousClock.Instant
}
