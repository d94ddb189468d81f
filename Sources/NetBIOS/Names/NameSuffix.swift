// SPDX-License-Identifier: Apache-2.0

import Wire

/// The sixteenth byte of a NetBIOS name: which service the name stands for.
///
/// Source: [MS-NBTE] appendix A, [MS-MSRP] 2.1.1, [MS-BRWS] 2.1.1. The same byte can mean one thing
/// behind a computer's name and another behind a domain's.
public struct NameSuffix: RawRepresentable, Hashable, Sendable {
  /// The byte.
  public let rawValue: UInt8

  /// Creates a suffix from its byte.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// `<00>`: a computer's redirector, which takes mailslot writes; or the members of a domain.
  public static let workstation = NameSuffix(rawValue: 0x00)

  /// `<01>`: the master browsers, behind `__MSBROWSE__`.
  public static let masterBrowsers = NameSuffix(rawValue: 0x01)

  /// `<03>`: the messenger of a computer, a user or an alias.
  public static let messenger = NameSuffix(rawValue: 0x03)

  /// `<1B>`: the master browser of a whole domain.
  public static let domainMasterBrowser = NameSuffix(rawValue: 0x1B)

  /// `<1C>`: the controllers of a domain.
  public static let domainControllers = NameSuffix(rawValue: 0x1C)

  /// `<1D>`: the master browser of a workgroup on this wire.
  public static let localMasterBrowser = NameSuffix(rawValue: 0x1D)

  /// `<1E>`: the nodes that take part in the elections of a workgroup's master browser.
  public static let browserElections = NameSuffix(rawValue: 0x1E)

  /// `<20>`: a computer's file server.
  public static let fileServer = NameSuffix(rawValue: 0x20)
}

extension NameSuffix: CustomStringConvertible {
  /// Two hexadecimal digits in angle brackets: `<03>`.
  public var description: String {
    "<\(String(decoding: NetBIOSName.hexadecimal(rawValue), as: UTF8.self))>"
  }
}
