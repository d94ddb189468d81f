// SPDX-License-Identifier: Apache-2.0

/// What a name service packet says.
///
/// | message | broadcast | unicast |
/// |---|---|---|
/// | registration request | 0x2910 | 0x2900 |
/// | overwrite request or demand | 0x2810 | 0x2800 |
/// | multi-homed registration request | | 0x7900 |
/// | refresh request | 0x4010 | 0x4000 |
/// | registration response | | 0xAD80 + RCODE |
/// | end-node challenge | | 0xAD00 |
/// | name conflict demand | | 0xAD87 |
/// | release request or demand | 0x3010 | 0x3000 |
/// | release response | | 0xB400 + RCODE |
/// | query request | 0x0110 | 0x0100 |
/// | positive query response | | 0x8500, from a name server 0x8580 |
/// | negative query response | | 0x8580 + RCODE |
/// | redirect | | 0x8100 |
/// | wait for acknowledgement (WACK) | | 0xBC00 |
/// | node status request | 0x0010 | 0x0000 |
/// | node status response | | 0x8400 |
///
/// Source: RFC 1002 4.2; the multi-homed request is [MS-NBTE] 2.2.2.
public enum NameServiceMessage: Equatable, Sendable {
  /// May I have this name?
  case registrationRequest(NameRecord, isBroadcast: Bool)

  /// This name is mine now.
  case overwriteRequest(NameRecord, isBroadcast: Bool)

  /// May I have this name, at one of my several addresses?
  case multihomedRegistrationRequest(NameRecord)

  /// I still have this name: opcode 8; 9, as the RFC's diagram has it, is read as well.
  case refreshRequest(NameRecord, isBroadcast: Bool)

  /// You have it.
  case positiveRegistrationResponse(NameRecord)

  /// You cannot have it; the record names who has.
  case negativeRegistrationResponse(NameRecord, ResponseCode)

  /// A name server leaves it to the asker to challenge the owner.
  case endNodeChallenge(NameRecord)

  /// Give the name up: somebody else has it too. Anybody can say so.
  case conflictDemand(ScopedName)

  /// I give this name up.
  case releaseRequest(NameRecord, isBroadcast: Bool)

  /// It is given up, or not.
  case releaseResponse(NameRecord, ResponseCode)

  /// Who has this name?
  case queryRequest(ScopedName, isBroadcast: Bool)

  /// These nodes have it; TTL in seconds.
  case positiveQueryResponse(ScopedName, timeToLive: UInt32, [NameEntry])

  /// Nobody has it, a name server says; some leave out which name they mean.
  case negativeQueryResponse(ScopedName?, ResponseCode)

  /// Ask that name server instead: its domain name, and its address.
  case redirect(ScopedName, server: NetBIOSScope, address: IPv4Address)

  /// Wait so many seconds for the answer to the request with those flags.
  case waitForAcknowledgement(ScopedName, seconds: UInt32, flags: NameServiceFlags)

  /// Which names do you have? Asked of a node by any name of it, or ``NetBIOSName/wildcard``.
  case nodeStatusRequest(ScopedName, isBroadcast: Bool)

  /// These.
  case nodeStatusResponse(ScopedName, NodeStatus)
}
