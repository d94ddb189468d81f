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

    /// A machine that says that it is there, to a workgroup if that is known.
    case announcement(BrowserAnnouncement, workgroup: [UInt8]?)
  }

  /// How many announcements an address may send: nmbd, which keeps a workgroup's list, sends three in
  /// twelve minutes.
  static let announcementLimit = SourceLimit(60, per: .seconds(60))

  private var duplicates: DuplicateFilter
  private let total: SourceLimit
  private var limiter: SourceLimiter
  /// All that was admitted, whatever its address: `nil` before the first.
  private var all: LeakyBucket?
  private var announcements = SourceLimiter(announcementLimit)

  init(limits: DatagramLimits, duplicates: DuplicateFilter = DuplicateFilter()) {
    total = limits.total
    limiter = SourceLimiter(limits.perSource)
    self.duplicates = duplicates
  }

  /// Takes one packet.
  ///
  /// - Parameters:
  ///   - source: The address it came from, which is not the one it claims.
  ///   - isOwn: Whether that address is one of this machine's.
  ///   - admits: Whether a mailslot other than the Messenger's takes writes.
  mutating func receive(
    _ packet: some Collection<UInt8>, from source: IPv4Address, isOwn: Bool = false,
    names: LocalNames, admits: (RemoteMailslotName) -> Bool, at now: ContinuousClock.Instant
  ) -> Result<Content, PacketRefusal> {
    do throws(WireError) {
      guard packet.count <= DatagramReceiver.maximumByteCount else {
        throw WireError(
          .tooLong(limit: DatagramReceiver.maximumByteCount), in: "DGM_LENGTH", at: 10)
      }
      let datagram = try Datagram(decoding: packet)
      // Whoever here writes to everyone has written to those who are here by himself (C97).
      guard !isOwn || datagram.kind == .directUnique else { return .failure(.ownBroadcast) }
      if isForBrowsers(datagram.destination) {
        return try announcement(in: datagram, from: source, at: now)
      }
      guard let addressee = addressee(of: datagram, names) else {
        return .failure(.notForUs(datagram.destination.name))
      }
      let write = try MailslotWrite(decoding: datagram.payload)
      if write.name == .browser, !admits(.browser) {
        return try announcement(in: datagram, from: source, at: now)
      }
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

  /// Whether a name is one that only those have who keep lists of machines: [MS-BRWS] 2.1.1.
  private func isForBrowsers(_ destination: ScopedName) -> Bool {
    let name = destination.name
    return destination.scope == .none
      && (name.suffix == .localMasterBrowser || name.suffix == .browserElections
        || name == .masterBrowsers)
  }

  /// What a machine says of itself; anything else that is written to that mailslot is for those who
  /// keep lists.
  private mutating func announcement(
    in datagram: Datagram, from source: IPv4Address, at now: ContinuousClock.Instant
  ) throws(WireError) -> Result<Content, PacketRefusal> {
    let (name, write) = (datagram.destination.name, try MailslotWrite(decoding: datagram.payload))
    guard write.name == .browser, BrowserAnnouncement.isAnnouncement(write.data) else {
      return .failure(.notForUs(name))
    }
    let announcement = try BrowserAnnouncement(decoding: write.data)
    guard announcements.admits(source, at: now) else { return .failure(.tooMany) }
    let workgroup = name == .masterBrowsers ? nil : Array(name.label)
    return .success(.announcement(announcement, workgroup: workgroup))
  }

  private mutating func admit(
    _ content: Content, _ datagram: Datagram, _ write: MailslotWrite, from source: IPv4Address,
    at now: ContinuousClock.Instant
  ) -> Result<Content, PacketRefusal> {
    guard limiter.admits(source, at: now) else { return .failure(.tooMany) }
    let isNew = duplicates.admits(
      source: datagram.source.name, mailslot: write.name.bytes, payload: write.data, at: now)
    guard isNew else { return .failure(.duplicate) }
    var all = all ?? LeakyBucket(total, at: now)
    defer { self.all = all }
    return all.admits(at: now) ? .success(content) : .failure(.tooManyInAll)
  }
}
