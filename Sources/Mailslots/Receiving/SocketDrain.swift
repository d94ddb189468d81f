// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Synchronization

/// Takes messages from a reader's socket into its queue, and gives them to the reads that wait.
///
/// One thread drains the socket as messages come. When the queue is empty, a read drains the socket
/// itself, so that it finds what was written before it began. A thread that then waits receives by itself:
/// ``Reception``.
final class SocketDrain: Sendable {
  let socket: FileDescriptor
  private let event: EventCounter

  /// Wakes the thread that receives by itself.
  let receiverEvent: EventCounter
  private let acceptsDescriptors: Bool
  private let identifiers = Atomic<UInt64>(0)

  private struct Receiving: ~Copyable {
    var buffer: ReceiveBuffer

    /// The messages of one drain; none between two, when only their room is kept.
    var messages: [MailslotMessage] = []

    /// Whether the kernel lets writers pass descriptors.
    var passesDescriptors: Bool
  }

  /// Taken before `state`: what was received is in the queue before another thread receives.
  private let receiving: Guarded<Receiving>
  private let state: Guarded<MailslotState>

  /// Creates a drain; the socket must stay open until ``run()`` has returned.
  init(
    socket: FileDescriptor, options: MailslotOptions, isShared: Bool, at path: FilePath
  ) throws(MailslotError) {
    guard let buffer = ReceiveBuffer() else { throw .system(path, .noMemory) }
    self.event = try MailslotError.catching(path) { () throws(Errno) in try EventCounter() }
    receiverEvent = try MailslotError.catching(path) { () throws(Errno) in try EventCounter() }
    self.socket = socket
    acceptsDescriptors = options.acceptsDescriptors
    receiving = Guarded(
      Receiving(buffer: buffer, passesDescriptors: options.acceptsDescriptors))
    state = Guarded(
      MailslotState(
        options: options, exemptUserIDs: [0, CurrentProcess.effectiveUserID], isShared: isShared))
  }

  /// Reads or changes the state, and wakes the draining thread if the queue has room again.
  func withState<Value: Sendable>(_ body: (inout MailslotState) -> Value) -> Value {
    let (value, resumes) = state.withLock { state in
      let value = body(&state)
      return (value, state.resumes())
    }
    if resumes { wake() }
    return value
  }

  // MARK: Reading

  /// Takes the messages that wait, in the queue and in the kernel, up to a number.
  func readBatch(limit: Int) -> Waiter.Outcome? {
    // Bounded, because writers may be faster than this method.
    for _ in 0...limit / MailslotState.batch {
      guard withState({ $0.queue.count < limit && !$0.isShared }), pump() > 0 else { break }
    }
    return read(ReadRequest(limit: limit))
  }

  /// Answers a read without waiting; `nil` when it has to wait.
  func read(_ request: ReadRequest) -> Waiter.Outcome? {
    answer(request) { $0.read(request) }
  }

  /// Answers a read of one message without waiting, and without an array for it; `nil` when it has to wait.
  func readNext(maximumLength: Int) -> Result<MailslotMessage, MailslotError>? {
    answer(ReadRequest(maximumLength: maximumLength)) {
      $0.readNext(maximumLength: maximumLength)
    }
  }

  private func answer<Value: Sendable>(
    _ request: ReadRequest, _ take: (inout MailslotState) -> Result<Value, MailslotError>?
  ) -> Result<Value, MailslotError>? {
    if let outcome = withState(take) { return outcome }
    pump(
      demand: request.limit, maximumLength: request.maximumLength,
      limit: request.limit == 1 ? SocketDrain.singleLimit : .max)
    if let outcome = withState(take) { return outcome }
    guard request.maximumLength < .max, withState({ $0.isShared }),
      let size = nextSizeInKernel, size > request.maximumLength
    else { return nil }
    return .failure(.bufferTooSmall(byteCount: size, limit: request.maximumLength))
  }

  /// How many messages a read of one message takes from the kernel; measured.
  ///
  /// While the caller has more of them, writers fill the kernel's queue and sleep, and the kernel spends more time on
  /// waking them than on the messages.
  private static let singleLimit = 24

  /// Waits for a read's messages on this thread.
  func wait(_ request: ReadRequest, until deadline: Deadline) -> Waiter.Outcome {
    if let outcome = receive(request, until: deadline) { return outcome }
    let answer = Monitor<Waiter.Outcome?>(nil)
    let id = nextIdentifier()
    register(Waiter(id: id, request: request, deadline: deadline, kind: .thread(answer)))
    if let outcome = answer.wait(until: deadline, { $0 }) { return outcome }
    if withState({ $0.stopWaiting(id) }) != nil { return .failure(.timedOut) }
    // Another thread has taken the wait out at the deadline, and sets the outcome now.
    return answer.wait { $0 } ?? .failure(.timedOut)
  }

  /// A number that no other wait of this reader has.
  func nextIdentifier() -> UInt64 {
    identifiers.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// Lets a read wait, or answers it at once.
  func register(_ waiter: Waiter) {
    let (outcome, changesPlan) = withState { state in
      // A message may have come, or the reader may have closed, since this read looked.
      if let outcome = state.read(waiter.request) { return (Waiter.Outcome?.some(outcome), false) }
      return (nil, state.wait(waiter))
    }
    if let outcome { waiter.resume(outcome) }
    if changesPlan { wake() }
  }

  /// Takes all messages in their order, those in the kernel as well unless other processes read there.
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

  /// Drops the messages that wait here and in the kernel, which holds `net.unix.max_dgram_qlen` of them.
  ///
  /// The number of rounds is bounded, because writers may be faster than this method.
  ///
  /// - Returns: How many messages it dropped.
  func purge() -> Int {
    let isLarge = withState { $0.queue.byteCount > SocketDrain.largePurge }
    var count = withState { $0.purge() }
    for _ in 0..<SocketDrain.purgeRounds {
      pump(demand: MailslotState.batch)
      let dropped = withState { $0.purge() }
      if dropped == 0 { break }
      count += dropped
    }
    if isLarge { HeapMemory.returnFree() }
    return count
  }

  /// After how many bytes a purge gives memory back to the kernel, which takes milliseconds: 1 MiB.
  private static let largePurge = 1 << 20

  /// How many batches ``purge()`` drops at most: more than the 512 messages that the kernel's queue holds
  /// with this project's settings.
  private static let purgeRounds = 16

  /// Ends all waits and the draining thread.
  func close() {
    end(withState { $0.close() })
    wake()
    // A thread that was about to receive has seen the end, or has received, before the socket closes.
    receiving.withLock { _ in }
  }

  // MARK: Receiving

  /// Takes messages from the kernel, as many as the reads and the quota allow.
  ///
  /// - Parameters:
  ///   - demand: How many messages the caller's own read takes.
  ///   - maximumLength: How long each of them may be.
  ///   - limit: The most messages to take.
  ///   - isReceiver: Whether the caller is the thread that receives by itself, and so needs no sign.
  /// - Returns: How many messages came.
  @discardableResult
  func pump(
    demand: Int = 0, maximumLength: Int = .max, limit: Int = .max, isReceiver: Bool = false
  ) -> Int {
    var count = 0
    typealias Received = (ended: [MailslotState.Ending], refused: [MailslotMessage])
    let received = receiving.withLock { receiving -> Received in
      let (isShared, allowance) = state.withLock { state in
        (state.isShared, state.allowance(demand: demand))
      }
      if isShared, let ended = leaveTooLong(demand: demand, maximumLength: maximumLength) {
        return (ended: ended, refused: [])
      }
      while count < min(limit, allowance), let message = receive(&receiving) {
        receiving.messages.append(message)
        count += 1
      }
      if count == 0 { return (ended: [], refused: []) }
      return state.withLock { state in
        if state.reception.isHandedOver { state.reception.noteReception(at: .now) }
        return state.receive(&receiving.messages)
      }
    }
    // The refused messages live until here, where no lock is held: their end closes their descriptors.
    end(received.ended, isReceiver: isReceiver)
    return count
  }

  /// Leaves a message that is too long for this read to the other processes that read from the socket.
  ///
  /// - Returns: The waits that end because of it; `nil` when the next message can be taken.
  private func leaveTooLong(demand: Int, maximumLength: Int) -> [MailslotState.Ending]? {
    guard let size = nextSizeInKernel else { return nil }
    return state.withLock { $0.leave(byteCount: size, demand: demand, maximumLength) }
  }

  /// Drains the socket until the reader is closed, and sleeps while no message comes.
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

  /// The size of the next message in the kernel in bytes; `nil` when the kernel has none.
  var nextSizeInKernel: Int? { socket.nextPacketSize }

  private func receive(_ receiving: inout Receiving) -> MailslotMessage? {
    var packet: ReceivedPacket?
    var descriptors: [PassedDescriptor] = []
    let closer = DescriptorCloser.shared
    let hasRoom = !closer.isExhausted
    if acceptsDescriptors, receiving.passesDescriptors != hasRoom {
      // From Linux 6.16 on, a writer then gets an error for a descriptor, and can write without one.
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

  func wake() { event.signal() }

  private func end(_ endings: [MailslotState.Ending], isReceiver: Bool = false) {
    for ending in endings {
      ending.resume()
      if ending.waiter.isReceiver, !isReceiver { receiverEvent.signal() }
    }
  }
}
