// SPDX-License-Identifier: Apache-2.0

import Messages
import NetBIOS
import SMBMessaging
import Wire

/// What datagrams bring: bytes in, messages and writes out.
struct DatagramReceiver {
  /// The longest packet taken, in bytes: Windows' has 594, a scope makes it longer.
  static let maximumByteCount = 1024

  /// What a datagram was.
  enum Content: Equatable {
    /// A message.
    case message(NetworkMessage)

    /// A write to another mailslot.
    case write(NetworkWrite)
  }

  private var duplicates: DuplicateFilter
  private var limiter: SourceLimiter

  init(limit: SourceLimit, duplicates: DuplicateFilter = DuplicateFilter()) {
    limiter = SourceLimiter(limit)
    self.duplicates = duplicates
  }

  /// Takes one packet.
  ///
  /// - Parameters:
  ///   - source: The address it came from, which is not the one it claims.
  ///   - admits: Whether a mailslot other than the Messenger's takes writes.
  mutating func receive(
    _ packet: some Collection<UInt8>, from source: IPv4Address, names: LocalNames,
    admits: (RemoteMailslotName) -> Bool, at now: ContinuousClock.Instant
  ) -> Result<Content, Refusal> {
    do throws(WireError) {
      guard packet.count <= DatagramReceiver.maximumByteCount else {
        throw WireError(
          .tooLong(limit: DatagramReceiver.maximumByteCount), in: "DGM_LENGTH", at: 10)
      }
      let datagram = try Datagram(decoding: packet)
      guard let addressee = addressee(of: datagram, names) else {
        return .failure(.notForUs(datagram.destination.name))
      }
      let write = try MailslotWrite(decoding: datagram.payload)
      let isMessage = write.name == .messenger
      guard isMessage || admits(write.name) else {
        return .failure(.mailslotNotAllowed(write.name))
      }
      let content =
        isMessage
        ? try message(write.data, from: source, names)
        : .write(
          NetworkWrite(
            addressee: addressee, mailslot: write.name, data: write.data, source: source))
      guard let content else { return .failure(.unknownRecipient) }
      return admit(content, datagram, write, from: source, at: now)
    } catch {
      return .failure(.malformed(error))
    }
  }

  /// Whom a datagram is for: C91 and [MS-MAIL] 3.2.3; `nil` when nobody here.
  private func addressee(of datagram: Datagram, _ names: LocalNames) -> Addressee? {
    let name = datagram.destination.name
    guard datagram.destination.scope == .none else { return nil }
    if datagram.kind == .broadcast && name == .wildcard { return .workgroup }
    guard name.suffix == .workstation || name.suffix == .messenger else { return nil }
    return names.addressee(of: name)
  }

  /// The message in a write, if its To is one of our names: C100.
  private func message(
    _ data: [UInt8], from source: IPv4Address, _ names: LocalNames
  ) throws(WireError) -> Content? {
    let body = try MessengerBody(decoding: data)
    guard let addressee = names.addressee(ofLabel: body.to) else { return nil }
    return .message(
      NetworkMessage(
        addressee: addressee, from: body.from, blocks: [body.text],
        origin: .datagram(address: "\(source)")))
  }

  private mutating func admit(
    _ content: Content, _ datagram: Datagram, _ write: MailslotWrite, from source: IPv4Address,
    at now: ContinuousClock.Instant
  ) -> Result<Content, Refusal> {
    guard limiter.admits(source, at: now) else { return .failure(.tooMany) }
    let isNew = duplicates.admits(
      source: datagram.source.name, mailslot: write.name.bytes, payload: write.data, at: now)
    return isNew ? .success(content) : .failure(.duplicate)
  }
}
