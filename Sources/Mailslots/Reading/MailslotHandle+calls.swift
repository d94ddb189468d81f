// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem

/// A reader without a thread or memory of its own, for callers that keep two numbers and nothing else.
///
/// The messages stay in the kernel, and the settings in the lock file, so each process and each thread that has
/// the descriptors reads from the same mailslot. The mailslot ends when the last process has closed them.
extension MailslotHandle {
  /// Makes a mailslot; `CreateMailslot`.
  ///
  /// - Throws: As ``MailslotReader/init(creating:in:options:)``.
  package static func create(
    _ name: MailslotName, in directory: borrowing TrustedDirectory, options: MailslotOptions
  ) throws(MailslotError) -> MailslotHandle {
    var resources = try SlotResources.create(name, in: directory, options: options)
    let path = resources.path
    let content = LockFileContent(
      readTimeout: options.readTimeout, maximumMessageSize: options.maximumMessageSize, path: path)
    let handle = resources.share()
    do throws(Errno) {
      try content.write(to: handle.lock)
      if options.isInheritable {
        try handle.socket.setInherited(true)
        try handle.lock.setInherited(true)
      }
    } catch {
      resources.close()
      throw MailslotError(error, at: path)
    }
    return resources.release()
  }

  /// Reads the next message, and waits for it as long as the mailslot's read timeout says; `ReadFile`.
  ///
  /// - Parameters:
  ///   - buffer: Where the message goes.
  ///   - waits: Whether to wait at all.
  /// - Returns: The size of the message in bytes.
  /// - Throws: ``MailslotError/timedOut``, ``MailslotError/bufferTooSmall(byteCount:limit:)`` for a longer
  ///   message, which stays, ``MailslotError/closed`` for descriptors of something else.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, waits: Bool = true
  ) throws(MailslotError) -> Int {
    let content = try content()
    let deadline = waits ? Deadline.after(content.readTimeout) : .now
    while true {
      let taken: (size: Int, fits: Bool)?
      do throws(Errno) {
        taken = try unsafe socket.takePacket(into: buffer, sharing: lock)
      } catch .wouldBlock {
        taken = nil
      } catch {
        throw error == .badFileDescriptor ? .closed : MailslotError(error, at: content.path)
      }
      if let taken {
        guard taken.fits else {
          throw .bufferTooSmall(byteCount: taken.size, limit: buffer.count)
        }
        return taken.size
      }
      let isReadable = try MailslotError.catching(content.path) { () throws(Errno) in
        try socket.isReadable(until: deadline)
      }
      guard isReadable else { throw .timedOut }
    }
  }

  /// The messages that wait, and the settings of the mailslot; `GetMailslotInfo`.
  ///
  /// - Throws: ``MailslotError/closed`` for descriptors of something else.
  package func info() throws(MailslotError) -> MailslotInfo {
    let content = try content()
    let waiting = try MailslotError.catching(content.path) { () throws(Errno) in
      try socket.waitingPackets(sharing: lock)
    }
    return MailslotInfo(
      maximumMessageSize: content.maximumMessageSize, nextMessageSize: waiting.nextSize,
      messageCount: waiting.count, readTimeout: content.readTimeout, refusedMessageCount: 0)
  }

  /// Changes how long later reads of all processes wait; `nil` for ever; `SetMailslotInfo`.
  ///
  /// - Throws: ``MailslotError/closed`` for descriptors of something else.
  package func setReadTimeout(_ timeout: Duration?) throws(MailslotError) {
    let path = try content().path
    let lock = lock
    try MailslotError.catching(path) { () throws(Errno) in
      try LockFileContent.setReadTimeout(timeout, in: lock)
    }
  }

  /// Closes both descriptors, and removes the name if no other process has them; `CloseHandle`.
  ///
  /// - Throws: ``MailslotError/closed`` for descriptors of something else, which stay open.
  package func close() throws(MailslotError) {
    let path = try content().path
    let directory = try? OwnedDescriptor(
      FileDescriptor.open(
        path.removingLastComponent(), .readOnly, options: [.pathOnly, .directory]))
    try? socket.close()
    try? lock.close()
    // Only the last process that had the lock can take it again.
    guard let directory, let entry = path.lastComponent?.string,
      let own = try? OwnedDescriptor(
        FileDescriptor.open(
          FilePath(entry + ".lock"), .readWrite, options: .noFollow, in: directory.descriptor)),
      (try? own.descriptor.lockExclusively()) != nil
    else { return }
    try? directory.descriptor.remove(entry)
  }

  private func content() throws(MailslotError) -> LockFileContent {
    guard let content = LockFileContent(of: lock) else { throw .closed }
    return content
  }
}
