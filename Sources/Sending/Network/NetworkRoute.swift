// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import NetBIOS

/// The way of one request to the network: its settings are read when the first message needs them.
struct NetworkRoute {
  private let request: SendRequest
  private let text: String
  private let userName: String
  private let file: FilePath
  private let hostName: String
  private var loaded: NetworkAccess?

  /// Creates a route.
  ///
  /// - Parameters:
  ///   - userName: The sender's name where the request has none.
  ///   - file: The file with the settings.
  init(
    _ request: SendRequest, text: String, from userName: String, file: FilePath, hostName: String
  ) {
    self.request = request
    self.text = text
    self.userName = userName
    self.file = file
    self.hostName = hostName
  }

  /// The message for a computer or a workgroup that was named.
  mutating func message(to recipient: Recipient) throws(SendFailure) -> (String, RemoteDelivery) {
    let access = try access()
    guard access.settings.use != .never else { throw .networkOff(recipient) }
    switch recipient {
    case .computer(let host):
      let address = IPv4Address(host).map { RemoteDelivery.Destination.address($0) }
      return (recipient.description, try message(to: address ?? .name(host), over: access))
    case .name(let name):
      return (recipient.description, try message(to: .name(name.text), over: access))
    case .domain(let name):
      let delivery = try message(to: .workgroup(name ?? access.settings.workgroup), over: access)
      return (recipient.description, delivery)
    case .everyone, .users, .group:
      let group = access.settings.workgroup
      return ("/domain:\(group)", try message(to: .workgroup(group), over: access))
    }
  }

  /// Whether a workgroup is the one that this machine is in.
  mutating func isOwnWorkgroup(_ name: String?) throws(SendFailure) -> Bool {
    let own = try access().settings.workgroup
    return (name ?? own).uppercased() == own.uppercased()
  }

  /// The same where nobody asked for the network: `nil` unless the settings say that it is on.
  mutating func messageIfOn(
    to recipient: Recipient
  ) throws(SendFailure) -> (String, RemoteDelivery)? {
    try access().settings.use == .on ? try message(to: recipient) : nil
  }

  private mutating func access() throws(SendFailure) -> NetworkAccess {
    if let loaded { return loaded }
    var settings: NetworkSettings
    do throws(NetworkSettingsError) {
      settings = try NetworkSettings(reading: file)
    } catch {
      throw .network(.settings(error))
    }
    if request.usesNetwork, settings.use == .off { settings.use = .on }
    if let encoding = request.encoding { settings.encoding = encoding }
    let access = NetworkAccess(settings, hostName: hostName)
    loaded = access
    return access
  }

  private func message(
    to destination: RemoteDelivery.Destination, over access: NetworkAccess
  ) throws(SendFailure) -> RemoteDelivery {
    try RemoteDelivery(text, from: try sender(access), to: destination, over: access)
  }

  /// Who sends: the name that was typed, or the user's, or where that does not fit the machine's.
  private func sender(_ access: NetworkAccess) throws(SendFailure) -> [UInt8] {
    let limit = MessageName.maximumLegacyByteCount
    let name = access.settings.encoding.encode(request.from ?? userName)
    guard !name.contains(0) else { throw .message(.nulInside(field: "From")) }
    if (1...limit).contains(name.count) { return name }
    guard request.from == nil else {
      throw .message(.nameTooLong(field: "From", byteCount: name.count, limit: limit))
    }
    return access.ownLabel
  }
}
