// SPDX-License-Identifier: Apache-2.0

import Accounts
public import LinuxSystem
import Synchronization

/// The writing end of a mailslot, open to one reader.
///
/// Each write is one message, whole or not at all. When the reader closes, open another writer: this one
/// does not find a new reader with the same name.
///
/// Any thread and any task may write. The end of the last reference to the object closes it.
public final class MailslotWriter: Sendable {
  /// The default of the longest message, in bytes: 64 KiB.
  public static let standardMessageSize = 64 << 10

  /// The file of the mailslot.
  public let path: FilePath

  /// The longest message accepted, in bytes.
  ///
  /// By default the kernel takes 212,960 bytes, on request twice that, and more if root has raised
  /// `net.core.wmem_max`.
  public let maximumMessageSize: Int

  let socket: FileDescriptor
  private let isReleased = Atomic<Bool>(false)

  /// Opens a mailslot for writing; `CreateFile`.
  ///
  /// - Parameters:
  ///   - name: A name on this computer.
  ///   - directory: The directory of the mailslot.
  ///   - owner: The user that may have made it, besides root, the directory's owner and the caller.
  ///   - maximumMessageSize: The longest message to accept, in bytes.
  /// - Throws: ``MailslotError/notFound(_:)`` when no reader has it open,
  ///   ``MailslotError/accessDenied(_:)``, ``MailslotError/untrustedOwner(_:userID:)``,
  ///   ``MailslotError/remote(_:)``.
  public init(
    opening name: MailslotName, in directory: borrowing TrustedDirectory,
    ownedBy owner: UInt32? = nil, maximumMessageSize: Int = standardMessageSize
  ) throws(MailslotError) {
    guard name.isOnThisComputer else { throw .remote(name) }
    let file = try SlotFile(name.encodedFileName, in: directory)
    guard
      file.userID == 0 || file.userID == CurrentProcess.effectiveUserID || file.userID == owner
        || file.userID == directory.userID
    else {
      throw .untrustedOwner(file.path, userID: file.userID)
    }
    socket = try file.connect().release()
    path = file.path
    self.maximumMessageSize = maximumMessageSize
  }

  /// Uses a socket that a writer released, which is connected to its reader.
  package init(adopting socket: FileDescriptor) {
    self.socket = socket
    path = ""
    maximumMessageSize = MailslotWriter.standardMessageSize
  }

  /// Takes over the socket of another writer.
  init(taking other: MailslotWriter) {
    socket = other.release()
    path = other.path
    maximumMessageSize = other.maximumMessageSize
  }

  deinit {
    if !isReleased.load(ordering: .relaxed) { try? socket.close() }
  }

  /// Gives the socket to the caller, who closes it after the last write.
  package func release() -> FileDescriptor {
    isReleased.store(true, ordering: .relaxed)
    return socket
  }

  /// Writes one message, and waits on this thread while the mailslot is full; `WriteFile`.
  ///
  /// Returns at once unless the mailslot is full. Then writers wait, and continue in the order in which they
  /// came.
  ///
  /// - Parameters:
  ///   - bytes: The message, which may be empty.
  ///   - descriptor: A descriptor of which the reader gets a copy, if it accepts one. A kernel before 6.16
  ///     does not refuse it: the reader then closes it.
  ///   - deadline: When to give up.
  /// - Throws: ``MailslotError/queueFull(_:)`` at the deadline, ``MailslotError/readerGone(_:)``,
  ///   ``MailslotError/messageTooLong(byteCount:limit:)``,
  ///   ``MailslotError/descriptorRefused(_:)`` with nothing written.
  @available(*, noasync, message: "in a task, await write(_:passing:timeout:)")
  public func write(
    _ bytes: [UInt8], passing descriptor: FileDescriptor? = nil, until deadline: Deadline
  ) throws(MailslotError) {
    var waits = false
    while try !send(bytes, passing: descriptor, waits: waits) {
      guard !deadline.hasPassed else { throw .queueFull(path) }
      waits = waitInTurn(until: deadline)
    }
  }

  /// Sends a message once.
  ///
  /// - Parameter waits: Whether the kernel may wait for room, for ``turn``.
  /// - Returns: `false` when the mailslot has no room, or a signal came.
  func send(
    _ bytes: [UInt8], passing descriptor: FileDescriptor?, waits: Bool
  ) throws(MailslotError) -> Bool {
    guard bytes.count <= maximumMessageSize else {
      throw .messageTooLong(byteCount: bytes.count, limit: maximumMessageSize)
    }
    var hasGrown = false
    while true {
      do throws(Errno) {
        try socket.send(bytes, passing: descriptor, waits: waits)
        return true
      } catch {
        switch error {
        case .interrupted, .wouldBlock: return false
        case .messageTooLong where !hasGrown, .noBufferSpace where !hasGrown:
          socket.sendBufferSize = bytes.count + MailslotWriter.overhead
          hasGrown = true
        case .messageTooLong, .noBufferSpace:
          throw .messageTooLong(
            byteCount: bytes.count, limit: MessageSizeLimit.measure(like: bytes))
        case .connectionRefused, .notConnected, .brokenPipe, .connectionReset:
          throw .readerGone(path)
        case .notPermitted where descriptor != nil:
          throw .descriptorRefused(path)
        default:
          throw MailslotError(error, at: path)
        }
      }
    }
  }

  /// Prepares the next try of a write that found no room.
  ///
  /// The kernel wakes the writers that sleep in send(2) in their order. The time limit of send(2) belongs to
  /// the socket, which several threads may share, so it is always ``turn``. For the rest of a deadline,
  /// shorter than that, the writer sleeps in poll(2), which has a time limit for each call.
  ///
  /// - Returns: Whether the next try is to sleep in send(2).
  private func waitInTurn(until deadline: Deadline) -> Bool {
    if deadline.remaining.map({ $0 >= .microseconds(MailslotWriter.turn) }) ?? true {
      socket.setSendTimeout(microseconds: MailslotWriter.turn)
      return true
    }
    // The next try has the same failure.
    _ = try? socket.wait(for: .writable, until: deadline)
    return false
  }

  /// How long a write sleeps before it looks at its deadline, in microseconds.
  private static let turn = 100_000

  /// What the kernel counts for a message besides its bytes, and more.
  static let overhead = 4096
}
