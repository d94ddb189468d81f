// SPDX-License-Identifier: Apache-2.0

import Glibc
import Hosting
import Listeners
import Logging
import Mailslots
import Messages
import NIOPosix
import Places
import SMBMessaging
import Sending
import Synchronization
import SystemPackage

/// Delivers what comes from the network as any other sender on this machine does.
///
/// Sending blocks, so it happens on a few threads of its own; what is more than they can hold is
/// refused.
final class Postman: LocalPost {
  /// How many deliveries happen at once.
  static let threadCount = 8

  /// How many more may wait for that.
  static let maximumWaiting = 1024

  /// How long each may wait for that: its sender gives up soon.
  static let patience = Duration.seconds(12)

  /// How long a delivery may take, in milliseconds: netsend waits for 5 seconds, smbclient for 20.
  static let deadline: UInt32 = 4000

  private let places: Places
  private let accounts: AccountDatabase
  private let configuration: GatewayConfiguration
  private let machine: String
  private let threads: NIOThreadPool
  private let log: Logger
  private let underWay = Atomic<Int>(0)

  init(
    places: Places, accounts: AccountDatabase, configuration: GatewayConfiguration,
    threads: NIOThreadPool, log: Logger
  ) {
    self.places = places
    self.accounts = accounts
    self.configuration = configuration
    machine = configuration.machineName
    self.threads = threads
    self.log = log
  }

  // MARK: Messages

  func deliver(_ message: NetworkMessage) async -> SMBStatus {
    guard
      let outcomes = await onThread({ self.send(message) })
    else { return .noRoom }
    let failures = outcomes.compactMap(\.failure)
    guard failures.count == outcomes.count, let failure = failures.first else { return .success }
    log.debug("not delivered", metadata: ["origin": "\(message.origin)", "why": "\(failure)"])
    return SMBStatus(failure)
  }

  private func send(_ message: NetworkMessage) -> [SendOutcome] {
    var (name, hostName) = (machine, machine)
    switch message.addressee {
    case .user(let user): name = user
    case .machine: break
    // For the finder, the workgroup is the machine under another name.
    case .workgroup: (name, hostName) = (configuration.workgroup, configuration.workgroup)
    }
    guard let recipient = try? MessageName(name) else { return [] }
    let page = OEMText(codePage: configuration.codePage)
    func read(_ blocks: [[UInt8]]) -> String {
      MessageText.decode(blocks: blocks) { page?.decode($0) ?? String(decoding: $0, as: UTF8.self) }
    }
    var request = SendRequest()
    request.recipients = [.name(recipient)]
    request.attributes.origin = message.origin
    request.deadline = Postman.deadline
    request.mayUseSpool = configuration.away
    let finder = RecipientFinder(places: places, accounts: accounts, hostName: hostName)
    var text = read(message.blocks)
    // smbclient sends the end of the last line typed.
    if text.hasSuffix("\n") { text.removeLast() }
    return Sender(places: places, finder: finder).send(
      request, text: text, from: read([message.from]))
  }

  // MARK: Other mailslots

  func admits(_ mailslot: RemoteMailslotName) -> Bool {
    configuration.mailslots.contains { $0.matches(mailslot) }
  }

  func write(_ write: NetworkWrite) async {
    _ = await onThread { self.writeAll(write) }
  }

  /// Writes to the mailslot of that name of everyone who is meant; who has none gets nothing.
  private func writeAll(_ write: NetworkWrite) {
    guard let name = try? MailslotName(String(decoding: write.mailslot.path, as: UTF8.self)),
      name.host == .local
    else { return }
    for (path, owner) in directories(of: write.addressee) {
      do throws(MailslotError) {
        guard let directory = try? TrustedDirectory(path, ownedBy: owner) else { continue }
        let writer = try MailslotWriter(opening: name, in: directory)
        try writer.write(write.data, passing: nil, until: .now)
      } catch {
        log.debug("not written", metadata: ["from": "\(write.source)", "why": "\(error)"])
      }
    }
  }

  private func directories(of addressee: Addressee) -> [(FilePath, UInt32)] {
    guard case .user(let user) = addressee else {
      let names = (try? Directory.entries(of: places.mailslotRoot)) ?? []
      return [(places.machineMailslots, geteuid())]
        + names.compactMap { accounts.account(named: $0) }.map { account in
          (places.mailslotRoot.appending(account.name), account.userID)
        }
    }
    return (accounts.account(named: user) ?? accounts.account(named: user.lowercased())).map {
      [(places.mailslotRoot.appending($0.name), $0.userID)]
    } ?? []
  }

  // MARK: Threads

  /// Runs what blocks; `nil` when there is too much of it, or it has waited for too long.
  private func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) async -> Value? {
    let count = underWay.add(1, ordering: .relaxed).newValue
    defer { underWay.subtract(1, ordering: .relaxed) }
    guard count <= Postman.threadCount + Postman.maximumWaiting else { return nil }
    let end = ContinuousClock.now + Postman.patience
    return try? await threads.runIfActive { .now < end ? body() : nil }
  }
}

extension SendOutcome {
  fileprivate var failure: SendFailure? {
    guard case .failure(let failure) = result else { return nil }
    return failure
  }
}

extension SMBStatus {
  /// What the sender is told of a failure.
  fileprivate init(_ failure: SendFailure) {
    switch failure.code {
    case 5: self = .requestNotAccepted
    case 87: self = .invalidParameter
    case 121: self = .paused
    case 1816: self = .noRoom
    default: self = .messagesOff
    }
  }
}
