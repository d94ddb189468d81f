// SPDX-License-Identifier: Apache-2.0

public import NetBIOS

/// The names by which other computers reach this machine, at one moment.
///
/// | name | owner | claimed on the network |
/// |---|---|---|
/// | `MACHINE<00>`, `MACHINE<03>` | the machine | yes |
/// | `WORKGROUP<00>` | the workgroup, a group | yes |
/// | `USER<03>` | a user who is logged in | yes |
/// | `USER<03>` | a user who is away and has a spool | no, but accepted as called name |
/// | `192.0.2.7<03>` | the machine, for callers that know only its address | no, but accepted as called name |
///
/// | 15 spaces`<03>` | the name in the message: smbclient cannot call one of over 15 bytes | no, but accepted as called name |
///
/// A user whose login name is longer than 15 bytes, or not ASCII, has no NetBIOS name. smbclient reaches
/// such a user all the same, if the name is ASCII.
public struct LocalNames: Equatable, Sendable {
  /// A name that this machine claims on the network.
  public struct Claim: Hashable, Sendable {
    /// The name.
    public let name: NetBIOSName

    /// Whether other machines may own it too.
    public let isGroup: Bool
  }

  /// The names to claim: the machine's first, then the others in alphabetical order.
  public let claims: [Claim]

  /// The names that a session may call.
  public let callable: Set<NetBIOSName>

  private let addressees: [[UInt8]: Addressee]

  /// Creates the names of a machine.
  ///
  /// - Parameters:
  ///   - machine: The machine's name, without suffix.
  ///   - workgroup: The workgroup's name.
  ///   - present: The login names of the users who are logged in.
  ///   - away: The login names of the users who are not logged in, and have a spool.
  ///   - addresses: The machine's addresses.
  public init(
    machine: String, workgroup: String, present: [String] = [], away: [String] = [],
    addresses: [IPv4Address] = []
  ) {
    var claims: [Claim] = []
    var addressees: [[UInt8]: Addressee] = [:]
    func add(_ text: String, _ addressee: Addressee, claiming suffixes: [NameSuffix] = []) {
      guard let name = try? NetBIOSName(text, suffix: .messenger) else {
        let long = LocalNames.folded(Array(text.utf8))
        if text.utf8.allSatisfy({ $0 < 0x80 }), addressees[long] == nil {
          addressees[long] = addressee
        }
        return
      }
      // A user's name takes precedence over the machine's, as it does for local senders.
      if addressees[Array(name.label)] == nil { addressees[Array(name.label)] = addressee }
      for suffix in suffixes {
        let claim = Claim(name: name.with(suffix: suffix), isGroup: addressee == .workgroup)
        if !claims.contains(where: { $0.name == claim.name }) { claims.append(claim) }
      }
    }
    for user in present { add(user, .user(user)) }
    for user in away { add(user, .user(user)) }
    add(machine, .machine, claiming: [.workstation, .messenger])
    add(workgroup, .workgroup, claiming: [.workstation])
    for user in present.sorted() { add(user, .user(user), claiming: [.messenger]) }
    for address in addresses { add(address.description, .machine) }
    self.claims = claims
    self.addressees = addressees
    callable = Set(
      addressees.keys.compactMap { try? NetBIOSName(label: $0, suffix: .messenger) }
        + [.blankMessenger])
  }

  /// The addressee of a name, for any suffix; `nil` for a name that is not this machine's.
  public func addressee(of name: NetBIOSName) -> Addressee? { addressees[Array(name.label)] }

  /// The addressee of the field To of a message; `nil` for a name that is not this machine's.
  public func addressee(ofLabel label: [UInt8]) -> Addressee? {
    addressees[LocalNames.folded(label)]
  }

  /// The addressee of a message over a session; `nil` for a name that is not this machine's.
  ///
  /// - Parameters:
  ///   - called: The called name; `nil` without a session request.
  ///   - label: The field To of the message.
  func addressee(called: NetBIOSName?, to label: [UInt8]) -> Addressee? {
    guard let called, called != .blankMessenger else { return addressee(ofLabel: label) }
    return addressee(of: called)
  }

  /// A name in upper case, without the spaces around it.
  private static func folded(_ label: [UInt8]) -> [UInt8] {
    let trimmed = label.drop { $0 == 0x20 }
    let end = trimmed.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? trimmed.startIndex
    return trimmed[..<end].map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
  }
}
