// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// The reading end of a mailslot: the one process that made it, and gets what others write.
///
/// Messages come whole, in the order in which they were written, and wait in this process until
/// they are read. They are gone with the reader, as on Windows: what must not be lost is to be
/// stored after reading.
///
/// Any thread and any task may read; the read that began first gets the first message. Its life
/// ends with ``close()``, or when nobody has the object any more.
public final class MailslotReader: Sendable {
  private struct Running: ~Copyable {
    let thread: PlainThread
    var resources: SlotResources

    consuming func end() {
      let thread = thread
      let resources = resources
      thread.join()
      resources.close()
    }
  }

  /// The name under which writers find the mailslot.
  public let name: MailslotName

  /// The file that stands for the mailslot.
  public let path: FilePath

  let intake: MailslotIntake
  private let maximumMessageSize: Int
  private let running: Guarded<Running?>

  /// Makes a mailslot; `CreateMailslot`.
  ///
  /// A file that a dead reader left under the name is replaced.
  ///
  /// - Throws: ``MailslotError/alreadyExists(_:)`` when there is a reader,
  ///   ``MailslotError/invalidName(_:)`` for a name on another computer,
  ///   ``MailslotError/accessDenied(_:)`` where this user may not make it.
  public convenience init(
    creating name: MailslotName, in directory: borrowing TrustedDirectory,
    options: MailslotOptions = MailslotOptions()
  ) throws(MailslotError) {
    try self.init(
      name, SlotResources.create(name, in: directory, options: options), options: options)
  }

  /// Reads from a socket that somebody else bound; `sd_listen_fds(3)`.
  ///
  /// Its file stays when the reader closes, so that the next one can be started by a message. What
  /// was written before now has no credentials unless the one who bound it asked for them.
  ///
  /// - Parameters:
  ///   - socket: The socket, which the reader closes in the end. It stays open if this throws.
  ///   - name: The name under which it was bound.
  ///   - directory: The directory in which it was bound.
  ///   - options: As for a mailslot made here; ``MailslotOptions/writers`` is not looked at.
  /// - Throws: ``MailslotError/unexpectedSocket(_:)`` for anything but a datagram socket with the
  ///   mailslot's name, ``MailslotError/alreadyExists(_:)`` when somebody reads from it.
  public convenience init(
    adopting socket: FileDescriptor, name: MailslotName, in directory: borrowing TrustedDirectory,
    options: MailslotOptions = MailslotOptions()
  ) throws(MailslotError) {
    try self.init(
      name, SlotResources.adopt(socket, name, in: directory, options: options), options: options)
  }

  /// Reads from a mailslot together with the process that made it and started this one.
  ///
  /// - Parameters:
  ///   - handle: The descriptors, which the reader closes in the end. They stay open if this throws.
  ///   - name: The name of the mailslot.
  ///   - directory: The directory of the mailslot.
  ///   - options: As for a mailslot made here; ``MailslotOptions/writers`` is not looked at.
  /// - Throws: ``MailslotError/unexpectedSocket(_:)`` for descriptors of something else.
  public convenience init(
    inheriting handle: MailslotHandle, name: MailslotName,
    in directory: borrowing TrustedDirectory, options: MailslotOptions = MailslotOptions()
  ) throws(MailslotError) {
    try self.init(name, SlotResources.inherit(handle, name, in: directory), options: options)
  }

  private init(
    _ name: MailslotName, _ resources: consuming SlotResources, options: MailslotOptions
  ) throws(MailslotError) {
    self.name = name
    path = resources.path
    maximumMessageSize = options.maximumMessageSize
    let intake: MailslotIntake
    do throws(MailslotError) {
      intake = try MailslotIntake(
        socket: resources.socket.descriptor, options: options,
        isShared: resources.isShared || options.isInheritable, at: path)
    } catch {
      resources.giveBack()
      throw error
    }
    guard let thread = PlainThread({ intake.run() }) else {
      resources.giveBack()
      throw .system(path, .wouldBlock)
    }
    self.intake = intake
    running = Guarded(Running(thread: thread, resources: resources))
  }

  deinit { close() }

  /// Ends the mailslot; `CloseHandle`.
  ///
  /// Closing again does nothing.
  ///
  /// The name is free at once and messages that were not read are gone. Threads that wait in a
  /// read get ``MailslotError/aborted``, tasks get `nil`.
  public func close() {
    intake.close()
    // Whoever closes at the same time returns when all is given back, too.
    running.withLock { $0.take()?.end() }
  }

  /// Ends the mailslot for its writers, and returns what they have written and nobody has read.
  ///
  /// Whoever writes from now on is told that the reader is gone. Where somebody else bound the
  /// socket or reads from it too, the writers are told nothing, and what is still with the kernel
  /// stays there for the next reader. ``close()`` must follow.
  public func drain() -> [MailslotMessage] {
    let isEnded = running.withLock { running in running?.resources.endWriting() ?? true }
    intake.withState { state in
      state.isEnded = isEnded
      state.isShared = state.isShared || !isEnded
    }
    return intake.takeAll()
  }

  // MARK: Reading

  /// Reads the next message, and waits for it as long as the mailslot's read timeout says; `ReadFile`.
  ///
  /// - Parameter maximumLength: How long the message may be, in bytes.
  /// - Throws: ``MailslotError/timedOut``, ``MailslotError/bufferTooSmall(byteCount:limit:)`` with
  ///   the message staying where it is, ``MailslotError/aborted`` when the reader closes meanwhile,
  ///   ``MailslotError/closed``.
  public func read(maximumLength: Int = .max) throws(MailslotError) -> MailslotMessage {
    try read(timeout: readTimeout(), maximumLength: maximumLength)
  }

  /// Reads the next message, and waits for it that long; `nil` for ever.
  ///
  /// - Parameters:
  ///   - timeout: How long to wait. Zero asks for what is there.
  ///   - maximumLength: How long the message may be, in bytes.
  /// - Throws: As ``read(maximumLength:)``.
  public func read(
    timeout: Duration?, maximumLength: Int = .max
  ) throws(MailslotError) -> MailslotMessage {
    let deadline = Deadline.after(timeout)
    let request = ReadRequest(maximumLength: maximumLength)
    if let outcome = intake.read(request) { return try first(outcome) }
    guard timeout.map({ $0 > .zero }) ?? true else { throw .timedOut }
    let outcome: Waiter.Outcome = intake.wait(request, until: deadline)
    if case .failure(.closed) = outcome { throw .aborted }
    return try first(outcome)
  }

  /// Reads messages that are there, without waiting for any.
  ///
  /// - Parameter limit: How many messages to take at most.
  /// - Returns: None to `limit` messages in their order.
  /// - Throws: ``MailslotError/closed``.
  public func readBatch(limit: Int) throws(MailslotError) -> [MailslotMessage] {
    guard limit > 0, let outcome = intake.read(ReadRequest(limit: limit)) else { return [] }
    return try outcome.get()
  }

  private func first(_ outcome: Waiter.Outcome) throws(MailslotError) -> MailslotMessage {
    guard let message = try outcome.get().first else { throw .timedOut }
    return message
  }

  /// Drops the next message.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: ``MailslotError/closed``.
  @discardableResult
  public func discardNext() throws(MailslotError) -> Bool {
    guard let outcome = intake.read(ReadRequest()) else { return false }
    _ = try outcome.get()
    return true
  }

  /// Drops all messages that wait.
  ///
  /// What writers write meanwhile may be dropped with them.
  ///
  /// - Returns: How many there were.
  /// - Throws: ``MailslotError/closed``.
  @discardableResult
  public func purge() throws(MailslotError) -> Int {
    try checkOpen()
    return intake.purge()
  }

  // MARK: Information

  /// What waits, and how the mailslot was made; `GetMailslotInfo`.
  ///
  /// - Throws: ``MailslotError/closed``.
  public func info() throws(MailslotError) -> MailslotInfo {
    try checkOpen()
    if !intake.withState({ $0.isShared }) { intake.pump() }
    let elsewhere = intake.withState { $0.isShared } ? intake.nextSizeInKernel : nil
    let timeout = readTimeout()
    return intake.withState { state in
      MailslotInfo(
        maximumMessageSize: maximumMessageSize,
        nextMessageSize: state.queue.nextSize ?? elsewhere,
        messageCount: state.queue.count + (elsewhere == nil ? 0 : 1),
        readTimeout: timeout, refusedMessageCount: state.refusedMessageCount)
    }
  }

  /// Changes how long later reads wait; `nil` for ever.
  ///
  /// `SetMailslotInfo`.
  ///
  /// A read that waits already keeps its own time.
  ///
  /// - Throws: ``MailslotError/closed``.
  public func setReadTimeout(_ timeout: Duration?) throws(MailslotError) {
    try checkOpen()
    intake.withState { $0.readTimeout = timeout }
    running.withLock { running in
      if running?.resources.isShared == true {
        running?.resources.setSharedReadTimeout(timeout)
      }
    }
  }

  func readTimeout() -> Duration? {
    let (own, isShared) = intake.withState { ($0.readTimeout, $0.isShared) }
    guard isShared else { return own }
    let shared: Duration?? = running.withLock { running in
      running?.resources.isShared == true ? running?.resources.sharedReadTimeout() ?? nil : nil
    }
    return shared ?? own
  }

  private func checkOpen() throws(MailslotError) {
    if intake.withState({ $0.isClosed }) { throw .closed }
  }

  // MARK: Sharing

  /// Lets a child process read from the mailslot as well; `bInheritHandle`.
  ///
  /// The mailslot then lives until the last process has closed it or ended. The read timeout is one
  /// for all processes. The child makes its reader with ``init(inheriting:name:in:options:)``.
  ///
  /// Only a mailslot that was made with ``MailslotOptions/isInheritable`` can be shared. The messages
  /// of any other one are in this process already, where no child can read them.
  ///
  /// - Returns: The descriptors to hand down, with `posix_spawn_file_actions_adddup2(3)` for example.
  ///   They are still close-on-exec, so that other children, started meanwhile, do not get them.
  /// - Throws: ``MailslotError/closed``, ``MailslotError/notInheritable(_:)``.
  public func share() throws(MailslotError) -> MailslotHandle {
    guard intake.withState({ $0.isShared }) else {
      try checkOpen()
      throw .notInheritable(path)
    }
    let timeout = readTimeout()
    let handle = running.withLock { running in
      let handle = running?.resources.share()
      running?.resources.setSharedReadTimeout(timeout)
      return handle
    }
    guard let handle else { throw .closed }
    return handle
  }
}
