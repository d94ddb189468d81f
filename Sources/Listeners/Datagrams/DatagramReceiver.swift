// SPDX-License-Identifier: Apache-2.0

import Messages
import NetBIOS
import RateLimits
import SMBMessaging
import Wire

/// Reads datagrams: bytes in, messages, writes and announcements out.
struct DatagramReceiver {
  /// The longest packet, in bytes: the longest of Windows has 594, and a scope makes it longer.
  static let maximumByteCount = 1024

  /// The content of a datagram.
  enum Content: Equatable {
    /// A message.
    case message(NetworkMessage)

    /// A write to another mailslot.
    case write(NetworkWrite)

    /// The announcement of a computer, and the workgroup if it is known.
    case announcement(BrowserAnnouncement, workgroup: [UInt8]?)
  }

  /// The rate limit of the announcements of one address; nmbd sends three in twelve minutes.
  static let announcementLimit = RateLimit(count: 60, per: .seconds(60))

  /// The most addresses in each table of rate limits.
  static let sourceCapacity = 4096

  private var duplicates: DuplicateFilter
  private var sources: BucketTable<IPv4Address>
  private var total: TokenBucket
  private var announcers = BucketTable<IPv4Address>(
    announcementLimit, capacity: sourceCapacity, overflow: .forgetsAllSenders)

  init(limits: DatagramLimits, duplicates: DuplicateFilter = DuplicateFilter()) {
    total = TokenBucket(limits.total)
    sources = BucketTable(
      limits.perSource, capacity: DatagramReceiver.sourceCapacity, overflow: .forgetsAllSenders)
    self.duplicates = duplicates
  }

  /// Reads one packet.
  ///
  /// - Parameters:
  ///   - source: The source address of the UDP packet, not the one that the datagram claims.
  ///   - isOwn: Whether that address is one of this machine's.
  ///   - names: The names of this machine.
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
      // A local sender delivers a broadcast on this machine itself (C97).
      guard !isOwn || datagram.kind == .directUnique else { return .failure(.ownBroadcast) }
      if isForBrowsers(datagram.destination) {
        return try announcement(in: datagram, from: source, at: now)
      }
      guard let addressee = addressee(of: datagram, names) else {
        return .failure(.notForUs(datagram.destination.name))
      }
      let write = try mailslotWrite(in: datagram)
      if write.name == .browser, !admits(.browser) {
        return try announcement(in: datagram, from: source, at: now)
      }
      let isMessage = write.name == .messenger
      guard isMessage || admits(write.name) else {
        return .failure(.mailslotNotAllowed(write.name))
      }
      let content =
        isMessage
        ? try message(in: write, of: datagram, from: source, names)
        : .write(
          NetworkWrite(
            addressee: addressee, mailslot: write.name, data: write.data, source: source))
      guard let content else { return .failure(.unknownRecipient) }
      return admit(content, datagram, write, from: source, at: now)
    } catch {
      return .failure(.malformed(error))
    }
  }

  /// The mailslot write in a datagram; its errors count from the start of the datagram.
  private func mailslotWrite(in datagram: Datagram) throws(WireError) -> MailslotWrite {
    try MailslotWrite(decoding: datagram.payload, at: datagram.payloadOffset)
  }

  /// The addressee of a datagram: C91 and [MS-MAIL] 3.2.3; `nil` when it is not on this machine.
  ///
  /// `*` means all machines in any kind of datagram, filled up with NULs or spaces: so nmbd takes it.
  private func addressee(of datagram: Datagram, _ names: LocalNames) -> Addressee? {
    let name = datagram.destination.name
    guard datagram.destination.scope == .none else { return nil }
    if name.isForAll { return .workgroup }
    guard name.suffix == .workstation || name.suffix == .messenger else { return nil }
    return names.addressee(of: name)
  }

  /// The message in a write, if its To is a name of this machine: C100.
  private func message(
    in write: MailslotWrite, of datagram: Datagram, from source: IPv4Address, _ names: LocalNames
  ) throws(WireError) -> Content? {
    let body = try MessengerBody(decoding: write.data, at: write.dataOffset)
    let isForAll = datagram.destination.name.isForAll && body.to == [UInt8(ascii: "*")]
    guard let addressee = isForAll ? .workgroup : names.addressee(ofLabel: body.to) else {
      return nil
    }
    return .message(
      NetworkMessage(
        addressee: addressee, from: body.from, blocks: [body.text],
        origin: .datagram(address: "\(source)")))
  }

  /// Whether a name is one that only browsers own: [MS-BRWS] 2.1.1.
  private func isForBrowsers(_ destination: ScopedName) -> Bool {
    let name = destination.name
    return destination.scope == .none
      && (name.suffix == .localMasterBrowser || name.suffix == .browserElections
        || name == .masterBrowsers)
  }

  /// The announcement in a datagram; other writes to that mailslot are for browsers, and refused.
  private mutating func announcement(
    in datagram: Datagram, from source: IPv4Address, at now: ContinuousClock.Instant
  ) throws(WireError) -> Result<Content, PacketRefusal> {
    let (name, write) = (datagram.destination.name, try mailslotWrite(in: datagram))
    guard write.name == .browser, BrowserAnnouncement.isAnnouncement(write.data) else {
      return .failure(.notForUs(name))
    }
    let announcement = try BrowserAnnouncement(decoding: write.data, at: write.dataOffset)
    guard announcers.take(source, at: now) else { return .failure(.tooMany) }
    let workgroup = name == .masterBrowsers ? nil : Array(name.label)
    return .success(.announcement(announcement, workgroup: workgroup))
  }

  private mutating func admit(
    _ content: Content, _ datagram: Datagram, _ write: MailslotWrite, from source: IPv4Address,
    at now: ContinuousClock.Instant
  ) -> Result<Content, PacketRefusal> {
    guard sources.take(source, at: now) else { return .failure(.tooMany) }
    let isNew = duplicates.admits(
      source: datagram.source.name, mailslot: write.name.bytes, payload: write.data, at: now)
    guard isNew else { return .failure(.duplicate) }
    return total.take(at: now) ? .success(content) : .failure(.tooManyInAll)
  }
}
