// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

extension SocketDrain {
  /// Receives the message of a read on this thread.
  ///
  /// - Returns: `nil` when the read has to wait in another way.
  func receive(_ request: ReadRequest, until deadline: Deadline) -> Waiter.Outcome? {
    let waiter = Waiter(
      id: nextIdentifier(), request: request, deadline: deadline, kind: .receiver)
    var changesPlan: Bool?
    let answered: Waiter.Outcome? = withState { state in
      // A message may have come, or the reader may have closed, since this read looked.
      if let outcome = state.read(request) { return outcome }
      changesPlan = state.receive(waiter)
      return nil
    }
    if let answered { return answered }
    guard let changesPlan else { return nil }
    if changesPlan { wake() }
    let outcome = receive(waiter)
    if withState({ $0.stopReceiving(at: .now) }) { wake() }
    return outcome
  }

  private func receive(_ waiter: Waiter) -> Waiter.Outcome {
    var entries = [PollEntry(socket), PollEntry(receiverEvent.descriptor)]
    while true {
      // A signal ends the wait early; it begins anew then.
      let count = try? PollEntry.wait(for: &entries, until: waiter.deadline)
      if count != nil, entries[1].isReady { receiverEvent.clear() }
      if count != nil, entries[0].isReady { pump(limit: 1, isReceiver: true) }
      let (outcome, isEnded) = withState { ($0.reception.outcome, $0.isEnded) }
      if let outcome { return outcome }
      if waiter.deadline.hasPassed {
        if withState({ $0.stopWaiting(waiter.id) }) != nil { return .failure(.timedOut) }
        // Another thread has just ended the wait.
        if let outcome = withState({ $0.reception.outcome }) { return outcome }
      }
      // No more message can come, and the kernel reports the socket as readable for ever.
      if isEnded { entries[0] = PollEntry(nil) }
    }
  }
}
