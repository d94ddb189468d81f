// SPDX-License-Identifier: Apache-2.0

import Accounts
import DaemonSupport
import LinuxSystem
import Listeners
import Logging
import Mailslots
import MessageDelivery
import Messages
import NIOPosix
import NameDirectory
import SMBMessaging

/// Delivers messages from the network to the users of this machine.
///
///     deliver ──► queue ──► thread: mailslot ──► watch: receipt ──► status
///                             ▲                     │ none in time
///                             └───────── spool ─────┘
///
/// A few threads serve all recipients, so no thread waits for a recipient.
final class GatewayDelivery: MessageSink {
  /// How many threads write messages.
  static let threadCount = 8

  /// How long a message may wait in the queue: after that its sender gives up.
  private static let queueTimeLimit = Duration.seconds(12)

  /// How long a recipient may take to store a message before the spool gets it; netsend waits 5 seconds
  /// for the answer, smbclient 20.
  private static let receiptTimeLimit = Duration.seconds(2)

  /// What a recipient reads in place of no text, because an inbox takes no message without text.
  private static let noText = "(no text)"

  private typealias Conclusion = @Sendable (SMBStatus) -> Void

  private enum Job: Sendable {
    case message(NetworkMessage, until: ContinuousClock.Instant, Conclusion)
    case write(NetworkWrite, @Sendable () -> Void)
    case spool(MultiUserDelivery, Conclusion)
  }

  private let paths: Paths
  private let accounts: AccountDatabase
  private let configuration: GatewayConfiguration
  private let page: OEMText?
  private let mailslots: NetworkMailslots
  private let threads: NIOThreadPool
  private let watch: DescriptorWatch
  private let log: Logger
  private let queue: Guarded<DeliveryQueue<Job>>
  private let quiet = Guarded(QuietRecipients())

  /// Creates a delivery.
  ///
  /// - Parameters:
  ///   - threads: A pool of ``threadCount`` threads.
  ///   - watch: A watch that runs as long as this object is used.
  init(
    paths: Paths, accounts: AccountDatabase, configuration: GatewayConfiguration,
    threads: NIOThreadPool, watch: DescriptorWatch, log: Logger
  ) {
    self.paths = paths
    self.accounts = accounts
    self.configuration = configuration
    self.threads = threads
    self.watch = watch
    self.log = log
    page = OEMText(codePage: configuration.codePage)
    mailslots = NetworkMailslots(
      configuration.mailslots, paths: paths, accounts: accounts, log: log)
    var limits = DeliveryQueue<Job>.Limits()
    limits.running = GatewayDelivery.threadCount
    limits.waitingPerSource = max(limits.waitingPerSource, configuration.sessionsPerAddress)
    queue = Guarded(DeliveryQueue(limits))
  }

  // MARK: Input

  func deliver(_ message: NetworkMessage, then conclude: @escaping @Sendable (SMBStatus) -> Void) {
    let job = Job.message(message, until: .now + GatewayDelivery.queueTimeLimit, conclude)
    let source = message.origin.description
    guard add(job, for: message.addressee, from: source) else {
      return conclude(SMBStatus(.notEnoughQuota))
    }
  }

  func admits(_ mailslot: RemoteMailslotName) -> Bool { mailslots.admit(mailslot) }

  func write(_ write: NetworkWrite, then conclude: @escaping @Sendable () -> Void) {
    let job = Job.write(write, conclude)
    guard add(job, for: write.addressee, from: "\(write.source)") else { return conclude() }
  }

  // MARK: Threads

  private func add(_ job: Job, for addressee: Addressee, from source: String) -> Bool {
    let isTaken = queue.withLock { $0.add(job, for: addressee, from: source) }
    startNext()
    return isTaken
  }

  private func startNext() {
    guard let turn = queue.withLock({ $0.next() }) else { return }
    threads.submit { [self] _ in
      var turn: DeliveryQueue<Job>.Turn? = turn
      while let current = turn {
        run(current.job, for: current.addressee)
        turn = queue.withLock { queue in
          queue.end(current)
          return queue.next()
        }
      }
    }
  }

  private func endDelivery(for addressee: Addressee) {
    queue.withLock { $0.endDelivery(for: addressee) }
    startNext()
  }

  private func run(_ job: Job, for addressee: Addressee) {
    switch job {
    case .write(let write, let conclude):
      mailslots.write(write)
      conclude()
      endDelivery(for: addressee)
    case .spool(let delivery, let conclude):
      delivery.spool()
      end(delivery, for: addressee, conclude)
    case .message(let message, let end, let conclude):
      do throws(DeliveryFailure) {
        guard .now < end else { throw .notReached(.stored, reached: nil) }
        send(try delivery(of: message), for: addressee, conclude)
      } catch {
        conclude(SMBStatus(error.code))
        endDelivery(for: addressee)
      }
    }
  }

  // MARK: Messages

  private func delivery(of message: NetworkMessage) throws(DeliveryFailure) -> MultiUserDelivery {
    let (name, accounts) = try recipients(of: message.addressee)
    var text = read(message.blocks)
    // smbclient sends the line end that its user types last.
    if text.hasSuffix("\n") { text.removeLast() }
    // smbd takes a message without text, too. The recipient still learns who sent it.
    if MessageText.displayedOnOneLine(text, limit: 1).isEmpty { text = GatewayDelivery.noText }
    var attributes = MessageAttributes()
    attributes.origin = message.origin
    return try MultiUserDelivery(
      Message(from: read([message.from]), to: name, text: text, attributes: attributes),
      to: accounts, paths: paths)
  }

  /// The name in the field To, and the users of this machine that it stands for.
  private func recipients(
    of addressee: Addressee
  ) throws(DeliveryFailure) -> (name: String, accounts: [Account]) {
    let finder = RecipientFinder(
      paths: paths, accounts: accounts, hostName: configuration.machineName)
    do throws(RecipientError) {
      switch addressee {
      case .user(let user):
        guard let name = try? MessageName(user) else { throw .unknownName(user) }
        return (user, try finder.accounts(for: .name(name)))
      case .machine: return (configuration.machineName, try finder.accounts(for: .users))
      case .workgroup: return (configuration.workgroup, try finder.accounts(for: .users))
      }
    } catch {
      throw .recipient(error)
    }
  }

  private func read(_ blocks: [[UInt8]]) -> String {
    MessageText.decode(blocks: blocks) { [page] in
      page?.decode($0) ?? String(decoding: $0, as: UTF8.self)
    }
  }

  private func send(
    _ delivery: MultiUserDelivery, for addressee: Addressee, _ conclude: @escaping Conclusion
  ) {
    let full = delivery.write { account in
      // With the spool off, a message can only go to the mailslot.
      !configuration.away || !quiet.withLock { $0.contains(account.userID, at: .now) }
    }
    if !full.isEmpty {
      quiet.withLock { quiet in for userID in full { quiet.noteFull(userID, at: .now) } }
    }
    let ends = delivery.receiptEnds
    guard !ends.isEmpty else { return finish(delivery, for: addressee, conclude) }
    let openCount = Guarded(ends.count)
    for (userID, descriptor) in ends {
      watch.wait(for: descriptor, until: .after(GatewayDelivery.receiptTimeLimit)) {
        [self] isReady in
        if isReady {
          delivery.takeReceipt(of: userID)
        } else {
          noteSilence(of: userID, descriptor, delivery)
        }
        let isLast = openCount.withLock { openCount in
          openCount -= 1
          return openCount == 0
        }
        if isLast { finishOnThread(delivery, for: addressee, conclude) }
      }
    }
  }

  /// Notes that a recipient does not answer, and waits for the answer without a deadline.
  private func noteSilence(
    of userID: UInt32, _ descriptor: FileDescriptor, _ delivery: MultiUserDelivery
  ) {
    guard quiet.withLock({ $0.beginSilence(of: userID) }) else { return }
    log.debug("a recipient does not answer", metadata: ["user": "\(userID)"])
    watch.wait(for: descriptor, until: .never) { [self] _ in
      // The delivery owns the descriptor.
      withExtendedLifetime(delivery) { quiet.withLock { $0.endSilence(of: userID) } }
    }
  }

  /// Ends a delivery on a thread that may wait for the disk.
  private func finish(
    _ delivery: MultiUserDelivery, for addressee: Addressee, _ conclude: Conclusion
  ) {
    if configuration.away { delivery.spool() }
    end(delivery, for: addressee, conclude)
  }

  /// Ends a delivery on the thread of the watch, which must not wait.
  private func finishOnThread(
    _ delivery: MultiUserDelivery, for addressee: Addressee, _ conclude: @escaping Conclusion
  ) {
    guard configuration.away, delivery.isUndecided else {
      return end(delivery, for: addressee, conclude)
    }
    queue.withLock { $0.addStep(.spool(delivery, conclude), for: addressee) }
    startNext()
  }

  private func end(
    _ delivery: MultiUserDelivery, for addressee: Addressee, _ conclude: Conclusion
  ) {
    let failure = delivery.failure
    if let failure { log.debug("not delivered", metadata: ["why": "\(failure)"]) }
    conclude(failure.map { SMBStatus($0.code) } ?? .success)
    endDelivery(for: addressee)
  }
}
