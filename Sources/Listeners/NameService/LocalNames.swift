// SPDX-License-Identifier: Apache-2.0

public import NetBIOS

/// The names under which this machine is reached from the network, at one moment.
///
/// | name | whose | told to the network |
/// |---|---|---|
/// | `MACHINE<00>`, `MACHINE<03>` | the machine's | yes |
/// | `WORKGROUP<00>` | the workgroup's, a group | yes |
/// | `USER<03>` | a person's who is logged in | yes |
/// | `USER<03>` | a person's who is away, and has a spool | no, but taken when called |
/// | `192.0.2.7<03>` | the machine's, for those who call an address | no, but taken when called |
///
/// People whose login name is longer than 15 bytes, or not ASCII, have no NetBIOS name.
public struct LocalNames: Equatable, Sendable {
  /// A name that is told to the network.
  public struct Claim: Hashable, Sendable {
    /// The name.
    public let name: NetBIOSName

    /// Whether other machines may have it too.
    public let isGroup: Bool
  }

  /// The names to be claimed, the machine's first, then in the order of the alphabet.
  public let claims: [Claim]

  /// The names that may be called.
  public let callable: Set<NetBIOSName>

  private let addressees: [[UInt8]: Addressee]

  /// Creates the names of a machine.
  ///
  /// - Parameters:
  ///   - machine: The machine's name, without suffix.
  ///   - workgroup: The workgroup's name.
  ///   - present: The login names of those who are logged in.
  ///   - away: The login names of those who are not, and get messages all the same.
  ///   - addresses: The machine's addresses.
  public init(
    machine: String, workgroup: String, present: [String] = [], away: [String] = [],
    addresses: [IPv4Address] = []
  ) {
    var claims: [Claim] = []
    var addressees: [[UInt8]: Addressee] = [:]
    func add(_ text: String, _ addressee: Addressee, claiming suffixes: [NameSuffix] = []) {
      guard let name = try? NetBIOSName(text, suffix: .messenger) else { return }
      // A person's name counts more than the machine's, as it does for local senders.
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
      addressees.keys.compactMap { try? NetBIOSName(label: $0, suffix: .messenger) })
  }

  /// Whom a name stands for, whatever its suffix; `nil` for one that is not ours.
  public func addressee(of name: NetBIOSName) -> Addressee? { addressees[Array(name.label)] }

  /// Whom the field To of a message stands for; `nil` for a name that is not ours.
  public func addressee(ofLabel label: [UInt8]) -> Addressee? {
    guard let name = try? NetBIOSName(label: label.drop { $0 == 0x20 }, suffix: .messenger) else {
      return nil
    }
    return addressee(of: name)
  }
}
