// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// The reading end of a mailslot: it makes the mailslot, and gets the messages that writers send.
///
/// Messages arrive whole, in the order in which they were written, and wait in this process until it reads
/// them. They end with the reader, as on Windows: a program must store a message that may not be lost.
///
/// In a task, a program reads ``messages``, or awaits ``next(timeout:)``; a thread
/// calls ``read(timeout:maximumLength:)``. Any thread and any task may read; the read that began first gets the first message. ``close()``, or the
/// end of the last reference to the object, ends the mailslot.
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

  /// The name of the mailslot.
  public let name: MailslotName

  /// The file of the mailslot.
  public let path: FilePath

  let socketDrain: SocketDrain
  private let maximumMessageSize: Int
  private let running: Guarded<Running?>

  /// Makes a mailslot; `CreateMailslot`.
  ///
  /// A file that an ended reader left under the name is replaced.
  ///
  /// - Throws: ``MailslotError/alreadyExists(_:)`` when the name has a reader,
  ///   ``MailslotError/invalidName(_:)`` for a name on another computer,
  ///   ``MailslotError/accessDenied(_:)`` when this user may not make it.
  public convenience init(
    creating name: MailslotName, in directory: borrowing TrustedDirectory,
    options: MailslotOptions = MailslotOptions()
  ) throws(MailslotError) {
    try self.init(
      name, SlotResources.create(name, in: directory, options: options), options: options)
  }

  /// Reads from a socket that another program bound; `sd_listen_fds(3)`.
  ///
  /// Its file stays when the reader closes, so the next message can start the next reader. Messages that
  /// were written before this call have no credentials unless that program asked for them.
  ///
  /// - Parameters:
  ///   - socket: The socket, which the reader closes in the end. It stays open if this throws.
  ///   - name: The name under which it was bound.
  ///   - directory: The directory in which it was bound.
  ///   - options: As for a mailslot made here; ``MailslotOptions/writers`` is not looked at.
  /// - Throws: ``MailslotError/unexpectedSocket(_:)`` for anything but a datagram socket with the
  ///   mailslot's name, ``MailslotError/alreadyExists(_:)`` when another process reads from it.
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
    let socketDrain: SocketDrain
    do throws(MailslotError) {
      socketDrain = try SocketDrain(
        socket: resources.socket.descriptor, options: options,
        isShared: resources.isShared || options.isInheritable, at: path)
    } catch {
      resources.giveBack()
      throw error
    }
    guard let thread = PlainThread({ socketDrain.run() }) else {
      resources.giveBack()
      throw .system(path, .wouldBlock)
    }
    self.socketDrain = socketDrain
    running = Guarded(Running(thread: thread, resources: resources))
  }

  deinit { close() }

  /// Ends the mailslot; `CloseHandle`.
  ///
  /// Closing again does nothing.
  ///
  /// The name is free at once, and messages that were not read are lost. Threads that wait in a read get
  /// ``MailslotError/aborted``, tasks get `nil`, and sequences of messages end.
  public func close() {
    socketDrain.close()
    // A second caller waits for the lock, and returns when the first has given all resources back.
    running.withLock { $0.take()?.end() }
  }

  /// Ends the mailslot for its writers, and returns the messages that were not read.
  ///
  /// A later write fails with ``MailslotError/readerGone(_:)``. If another program bound the socket, or
  /// reads from it too, writers can go on, and the messages in the kernel stay there for the next
  /// reader. The caller must call ``close()`` afterwards.
  public func drain() -> [MailslotMessage] {
    let isEnded = running.withLock { running in running?.resources.endWriting() ?? true }
    socketDrain.withState { state in
      state.isEnded = isEnded
      state.isShared = state.isShared || !isEnded
    }
    return socketDrain.takeAll()
  }

  // MARK: Reading

  /// Reads the next message, and waits for it as long as the mailslot's read timeout says; `ReadFile`.
  ///
  /// - Parameter maximumLength: How long the message may be, in bytes.
  /// - Throws: ``MailslotError/timedOut``, ``MailslotError/bufferTooSmall(byteCount:limit:)`` for a longer
  ///   message, which stays in the mailslot, ``MailslotError/aborted`` when the reader closes during the
  ///   wait, ``MailslotError/closed``.
  @available(*, noasync, message: "in a task, await next(timeout:)")
  public func read(maximumLength: Int = .max) throws(MailslotError) -> MailslotMessage {
    if let outcome = socketDrain.readNext(maximumLength: maximumLength) { return try outcome.get() }
    return try wait(timeout: readTimeout(), maximumLength: maximumLength)
  }

  /// Reads the next message, and waits for it.
  ///
  /// - Parameters:
  ///   - timeout: How long to wait; `nil` for ever. Zero reads a message that waits already.
  ///   - maximumLength: How long the message may be, in bytes.
  /// - Throws: As ``read(maximumLength:)``.
  @available(*, noasync, message: "in a task, await next(timeout:)")
  public func read(
    timeout: Duration?, maximumLength: Int = .max
  ) throws(MailslotError) -> MailslotMessage {
    if let outcome = socketDrain.readNext(maximumLength: maximumLength) { return try outcome.get() }
    return try wait(timeout: timeout, maximumLength: maximumLength)
  }

  private func wait(
    timeout: Duration?, maximumLength: Int
  ) throws(MailslotError) -> MailslotMessage {
    guard timeout.map({ $0 > .zero }) ?? true else { throw .timedOut }
    let outcome: Waiter.Outcome = socketDrain.wait(
      ReadRequest(maximumLength: maximumLength), until: .after(timeout))
    if case .failure(.closed) = outcome { throw .aborted }
    guard let message = try outcome.get().first else { throw .timedOut }
    return message
  }

  /// Reads the messages that wait already.
  ///
  /// - Parameter limit: How many messages to take at most.
  /// - Returns: None to `limit` messages in their order.
  /// - Throws: ``MailslotError/closed``.
  public func readBatch(limit: Int) throws(MailslotError) -> [MailslotMessage] {
    guard limit > 0, let outcome = socketDrain.readBatch(limit: limit) else { return [] }
    return try outcome.get()
  }

  /// Drops the next message.
  ///
  /// - Returns: Whether a message waited.
  /// - Throws: ``MailslotError/closed``.
  @discardableResult
  public func discardNext() throws(MailslotError) -> Bool {
    guard let outcome = socketDrain.readNext(maximumLength: .max) else { return false }
    _ = try outcome.get()
    return true
  }

  /// Drops all messages that wait, and perhaps those that arrive during the call.
  ///
  /// - Returns: How many messages it dropped.
  /// - Throws: ``MailslotError/closed``.
  @discardableResult
  public func purge() throws(MailslotError) -> Int {
    try checkOpen()
    return socketDrain.purge()
  }

  // MARK: Information

  /// The messages that wait, and the settings of the mailslot; `GetMailslotInfo`.
  ///
  /// - Throws: ``MailslotError/closed``.
  public func info() throws(MailslotError) -> MailslotInfo {
    try checkOpen()
    if !socketDrain.withState({ $0.isShared }) { socketDrain.pump() }
    let elsewhere = socketDrain.withState { $0.isShared } ? socketDrain.nextSizeInKernel : nil
    let timeout = readTimeout()
    return socketDrain.withState { state in
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
  /// It has no effect on a read that waits already.
  ///
  /// - Throws: ``MailslotError/closed``.
  public func setReadTimeout(_ timeout: Duration?) throws(MailslotError) {
    try checkOpen()
    socketDrain.withState { $0.readTimeout = timeout }
    running.withLock { running in
      if running?.resources.isShared == true {
        running?.resources.setSharedReadTimeout(timeout)
      }
    }
  }

  func readTimeout() -> Duration? {
    let (own, isShared) = socketDrain.withState { ($0.readTimeout, $0.isShared) }
    guard isShared else { return own }
    let shared: Duration?? = running.withLock { running in
      running?.resources.isShared == true ? running?.resources.sharedReadTimeout() ?? nil : nil
    }
    return shared ?? own
  }

  private func checkOpen() throws(MailslotError) {
    if socketDrain.withState({ $0.isClosed }) { throw .closed }
  }

  // MARK: Sharing

  /// Lets a child process read from the mailslot as well; `bInheritHandle`.
  ///
  /// The mailslot then exists until the last process has closed it or ended. All processes have the same
  /// read timeout. The child makes its reader with ``init(inheriting:name:in:options:)``.
  ///
  /// Only a mailslot that was made with ``MailslotOptions/isInheritable`` can be shared. The messages of
  /// any other one are in this process already, where no child can read them.
  ///
  /// - Returns: The descriptors for the child, to be passed with `posix_spawn_file_actions_adddup2(3)` for
  ///   example. They are close-on-exec, so other children do not get them.
  /// - Throws: ``MailslotError/closed``, ``MailslotError/notInheritable(_:)``.
  public func share() throws(MailslotError) -> MailslotHandle {
    guard socketDrain.withState({ $0.isShared }) else {
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
