// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Synchronization

/// The state of a reader under its lock, and what is done about it: the socket, the waits.
///
/// One thread drains the socket into the queue as messages come; every read looks at the socket
/// itself first when the queue is empty, so that what was written before the read is there.
final class MailslotIntake: Sendable {
  private let socket: FileDescriptor
  private let event: EventCounter
  private let acceptsDescriptors: Bool
  private let identifiers = Atomic<UInt64>(0)

  private struct Receiving: ~Copyable {
    var buffer: ReceiveBuffer

    /// Whether the kernel lets writers pass descriptors.
    var passesDescriptors: Bool
  }

  /// Taken before `state`: what was received is in the queue before another thread receives.
  private let receiving: Guarded<Receiving>
  private let state: Guarded<MailslotState>

  /// Creates an intake; the socket must outlive ``run()``.
  init(
    socket: FileDescriptor, options: MailslotOptions, isShared: Bool, at path: FilePath
  ) throws(MailslotError) {
    guard let buffer = ReceiveBuffer() else { throw .system(path, .noMemory) }
    self.event = try MailslotError.catching(path) { () throws(Errno) in try EventCounter() }
    self.socket = socket
    acceptsDescriptors = options.acceptsDescriptors
    receiving = Guarded(
      Receiving(buffer: buffer, passesDescriptors: options.acceptsDescriptors))
    state = Guarded(
      MailslotState(
        options: options, exemptUserIDs: [0, CurrentProcess.effectiveUserID], isShared: isShared))
  }

  /// Reads or changes the state, and wakes the draining thread if that made room.
  func withState<Value: Sendable>(_ body: (inout MailslotState) -> Value) -> Value {
    let (value, resumes) = state.withLock { state in
      let value = body(&state)
      return (value, state.resumes())
    }
    if resumes { wake() }
    return value
  }

  // MARK: Reading

  /// Answers a read without waiting; `nil` when it has to wait.
  func read(_ request: ReadRequest) -> Waiter.Outcome? {
    if let outcome = withState({ $0.read(request) }) { return outcome }
    pump(demand: request.limit, maximumLength: request.maximumLength)
    if let outcome = withState({ $0.read(request) }) { return outcome }
    guard request.maximumLength < .max, withState({ $0.isShared }),
      let size = nextSizeInKernel, size > request.maximumLength
    else { return nil }
    return .failure(.bufferTooSmall(byteCount: size, limit: request.maximumLength))
  }

  /// Waits for a read's messages on this thread.
  func wait(_ request: ReadRequest, until deadline: Deadline) -> Waiter.Outcome {
    let parker = Parker<Waiter.Outcome>()
    let id = nextIdentifier()
    register(Waiter(id: id, request: request, deadline: deadline, kind: .thread(parker)))
    if let outcome = parker.park(until: deadline) { return outcome }
    if withState({ $0.stopWaiting(id) }) != nil { return .failure(.timedOut) }
    // The outcome was on its way when the time ran out.
    return parker.park(until: .never) ?? .failure(.timedOut)
  }

  /// Waits for a read's messages in this task.
  func wait(_ request: ReadRequest, until deadline: Deadline) async -> Waiter.Outcome {
    let id = nextIdentifier()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        register(Waiter(id: id, request: request, deadline: deadline, kind: .task(continuation)))
        // A cancellation that came before found no waiter.
        if Task.isCancelled { cancel(id) }
      }
    } onCancel: {
      cancel(id)
    }
  }

  private func nextIdentifier() -> UInt64 {
    identifiers.wrappingAdd(1, ordering: .relaxed).newValue
  }

  private func register(_ waiter: Waiter) {
    let (outcome, isToldOf) = withState { state in
      // Something may have come, or the end, since this read looked.
      if let outcome = state.read(waiter.request) { return (Waiter.Outcome?.some(outcome), false) }
      return (nil, state.wait(waiter))
    }
    if let outcome { waiter.resume(outcome) }
    if isToldOf { wake() }
  }

  private func cancel(_ id: UInt64) {
    withState { $0.stopWaiting(id) }?.resume(.failure(.aborted))
  }

  /// Takes all that was written, in order: what the kernel has as well, unless others read there.
  func takeAll() -> [MailslotMessage] {
    var messages: [MailslotMessage] = []
    while case .success(let batch) = withState({ $0.read(ReadRequest(limit: .max)) })
      ?? pumped()
    {
      messages += batch
    }
    return messages
  }

  private func pumped() -> Waiter.Outcome? {
    if withState({ $0.isShared }) { return nil }
    pump()
    return withState { $0.read(ReadRequest(limit: .max)) }
  }

  /// Drops what waits here and in the kernel, which holds `net.unix.max_dgram_qlen` messages at most.
  ///
  /// Bounded, because writers may be faster than this.
  ///
  /// - Returns: How many messages there were.
  func purge() -> Int {
    var count = withState { $0.purge() }
    for _ in 0..<MailslotIntake.purgeRounds {
      pump(demand: MailslotState.batch)
      let dropped = withState { $0.purge() }
      if dropped == 0 { break }
      count += dropped
    }
    return count
  }

  /// Sixteen batches are more than any kernel queue this project makes holds: 512 messages.
  private static let purgeRounds = 16

  /// Ends all waits and the draining thread.
  func close() {
    end(withState { $0.close() })
    wake()
  }

  // MARK: Receiving

  /// Takes what the kernel has, as far as it is wanted.
  func pump(demand: Int = 0, maximumLength: Int = .max) {
    let (ended, refused) = receiving.withLock { receiving in
      let (isShared, allowance) = state.withLock { state in
        (state.isShared, state.allowance(demand: demand))
      }
      if isShared, let ended = leaveTooLong(demand: demand, maximumLength: maximumLength) {
        return (ended, [])
      }
      var messages: [MailslotMessage] = []
      while messages.count < allowance, let message = receive(&receiving) {
        // As many as the kernel keeps, as a rule: net.unix.max_dgram_qlen, unix(7).
        if messages.isEmpty { messages.reserveCapacity(16) }
        messages.append(message)
      }
      if messages.isEmpty { return ([MailslotState.Ending](), [MailslotMessage]()) }
      return state.withLock { $0.receive(messages) }
    }
    end(ended)
    // Dropped here, without a lock.
    _ = refused
  }

  /// Where other processes read as well, a message that is too long for this read must stay in the
  /// kernel for them.
  ///
  /// - Returns: The waits that end for that; `nil` when the next message can be taken.
  private func leaveTooLong(demand: Int, maximumLength: Int) -> [MailslotState.Ending]? {
    guard let size = nextSizeInKernel else { return nil }
    return state.withLock { $0.leave(byteCount: size, demand: demand, maximumLength) }
  }

  /// Drains the socket until the reader is closed.
  ///
  /// Sleeps whenever there is nothing to do.
  func run() {
    while let plan = state.withLock({ $0.plan() }) {
      var entries = [
        PollEntry(plan.receives ? socket : nil), PollEntry(event.descriptor),
      ]
      // A signal ends the wait early; the plan is made anew then.
      guard (try? PollEntry.wait(for: &entries, until: plan.deadline)) != nil else { continue }
      if entries[1].isReady { event.clear() }
      if entries[0].isReady { pump() }
      if plan.deadline != .never { end(state.withLock { $0.expire(at: .now) }) }
    }
  }

  /// The size of the next message in the kernel, for a socket that others read from as well.
  var nextSizeInKernel: Int? { socket.nextPacketSize }

  private func receive(_ receiving: inout Receiving) -> MailslotMessage? {
    var packet: ReceivedPacket?
    var descriptors: [PassedDescriptor] = []
    let closer = DescriptorCloser.shared
    let hasRoom = !closer.isExhausted
    if acceptsDescriptors, receiving.passesDescriptors != hasRoom {
      // From Linux 6.16 on, writers then learn that no descriptor is taken, and write without one.
      try? socket.receivesCredentials(andDescriptors: hasRoom)
      receiving.passesDescriptors = hasRoom
    }
    let bytes = unsafe withUnsafeTemporaryAllocation(
      of: Int32.self, capacity: ReceivedPacket.descriptorLimit
    ) { numbers in
      let bytes = unsafe receiving.buffer.bytes { memory in
        packet =
          unsafe hasRoom
          ? socket.receivePacket(into: memory, descriptors: numbers)
          : closer.interruptible { unsafe socket.receivePacket(into: memory, descriptors: nil) }
        return packet?.size
      }
      if let packet, packet.descriptorCount > 0 {
        descriptors = unsafe numbers.prefix(packet.descriptorCount).map {
          PassedDescriptor(owning: FileDescriptor(rawValue: $0))
        }
      }
      return bytes
    }
    guard let bytes, let packet else { return nil }
    return MailslotMessage(
      bytes: bytes,
      credentials: PeerCredentials(
        processID: packet.processID, userID: packet.userID, groupID: packet.groupID),
      descriptor: acceptsDescriptors ? descriptors.first : nil)
  }

  private func wake() { event.signal() }

  private func end(_ endings: [MailslotState.Ending]) {
    for (waiter, outcome) in endings { waiter.resume(outcome) }
  }
}
