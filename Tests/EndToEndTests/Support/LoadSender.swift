// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Mailslots
import Messages
import TestSupport

/// Many messages from several threads, each sent until its receipt says that it is stored.
///
/// The text of message 17 is `load 17`, and its identifier is made of the number.
final class LoadSender: Sendable {
  private struct State {
    var acknowledged = 0
    var attempts = 0
    var running = 0
    var isStopped = false
    var refusals: [Int] = []
  }

  private let state = Watched(State())
  private let directory: FilePath

  /// How many messages each thread sends before it waits for receipts.
  private static let window = 32

  /// Starts sending `count` messages.
  init(to sandbox: Sandbox, count: Int, threads: Int = 4) {
    directory = FilePath(sandbox.mailslot().deletingLastPathComponent().path)
    state.change { $0.running = threads }
    for thread in 0..<threads {
      let numbers = Array(stride(from: thread, to: count, by: threads))
      Thread.detachNewThread { [self] in
        send(numbers)
        state.change { $0.running -= 1 }
      }
    }
  }

  /// How many messages have the receipt `stored`.
  var acknowledged: Int { state.read(\.acknowledged) }

  /// How often a message was written.
  ///
  /// It is more than the number of messages where an agent died before its receipt.
  var attempts: Int { state.read(\.attempts) }

  /// The codes of all refusals.
  var refusals: [Int] { state.read(\.refusals) }

  /// Waits until a number of messages is stored, or all threads have ended.
  func wait(forAcknowledged count: Int = .max) throws {
    let isInTime = state.wait(atMost: Program.patience * 2) {
      $0.acknowledged >= count || $0.running == 0
    }
    guard isInTime else {
      throw TestProcessError.late("\(count) messages, \(acknowledged) are stored")
    }
  }

  /// Stops sending.
  func stop() { state.change { $0.isStopped = true } }

  private func send(_ numbers: [Int]) {
    var rest = numbers
    while !rest.isEmpty, !state.read(\.isStopped) {
      let batch = Array(rest.prefix(Self.window))
      let stored = Set(attempt(batch))
      // No event says when the next agent listens.
      if stored.isEmpty { usleep(2_000) }
      rest.removeFirst(batch.count)
      rest = batch.filter { !stored.contains($0) } + rest
    }
  }

  /// Writes messages, waits for their receipts, and returns the numbers of the stored ones.
  private func attempt(_ numbers: [Int]) -> [Int] {
    guard let trusted = try? TrustedDirectory(directory, ownedBy: geteuid()),
      let writer = try? MailslotWriter(opening: .messenger, in: trusted)
    else { return [] }
    var open: [(number: Int, descriptor: Int32)] = []
    for number in numbers {
      var ends: [Int32] = [-1, -1]
      let type = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
      guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { break }
      let isWritten =
        (try? writer.write(
          Self.body(number), passing: FileDescriptor(rawValue: ends[1]), until: .after(.seconds(5))))
        != nil
      close(ends[1])
      guard isWritten else {
        close(ends[0])
        break
      }
      open.append((number, ends[0]))
    }
    state.change { $0.attempts += open.count }
    return open.compactMap { number, descriptor in
      defer { close(descriptor) }
      return isStored(descriptor) ? number : nil
    }
  }

  private func isStored(_ descriptor: Int32) -> Bool {
    var packet = [UInt8](repeating: 0, count: 1024)
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, 30_000) > 0 else { return false }
    let count = recv(descriptor, &packet, packet.count, 0)
    switch Receipt(decoding: Array(packet.prefix(max(0, count)))) {
    case .reached, .away: state.change { $0.acknowledged += 1 }
    case .refused(let code):
      state.change { $0.refusals.append(code.rawValue) }
      return false
    case nil: return false
    }
    return true
  }

  /// The text of a message.
  static func text(_ number: Int) -> String { "load \(number)" }

  private static func body(_ number: Int) -> [UInt8] {
    let digits = String(number, radix: 16)
    var attributes = MessageAttributes()
    attributes.id = MessageID(String(repeating: "0", count: 32 - digits.count) + digits)
    let message = Message(from: "LOAD", to: "ops", text: text(number), attributes: attributes)
    return (try? MailslotBody.encode(message)) ?? []
  }
}
