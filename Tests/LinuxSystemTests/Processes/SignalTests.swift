// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import LinuxSystem

@Suite struct SignalTests {
  /// Runs code on a thread that blocks all signals, and returns its result.
  private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value? {
    let result = Guarded<Value?>(nil)
    PlainThread {
      let value = body()
      result.withLock { $0 = value }
    }?.join()
    return result.withLock { $0 }
  }

  @Test func `a queue returns the signals that came, and then nothing`() throws {
    let signals = onThread { () -> [Signal?] in
      guard let queue = try? SignalQueue(SignalSet([.hangUp, .terminate])) else { return [] }
      let before = queue.next()?.signal
      pthread_kill(pthread_self(), SIGTERM)
      let isReadable = try? queue.descriptor.isReadable(until: .after(.seconds(20)))
      let next = queue.next()
      return [before, isReadable == true && next?.isFromProcess == true ? next?.signal : nil]
        + [queue.next()?.signal]
    }
    #expect(signals == [nil, .terminate, nil])
  }

  @Test func `wait() returns the signal that came`() {
    let signal = onThread {
      pthread_kill(pthread_self(), SIGHUP)
      return SignalSet([.hangUp, .interrupt]).wait()
    }
    #expect(signal == .hangUp)
  }

  @Test func `a thread knows which signals it blocks`() {
    let isBlocked = onThread { () -> [Int32] in
      var mask = SignalSet.blocked.mask
      return [sigismember(&mask, SIGHUP), sigismember(&mask, SIGTERM)]
    }
    #expect(isBlocked == [1, 1])
    var mask = SignalSet([.quit]).mask
    #expect(sigismember(&mask, SIGQUIT) == 1)
    #expect(sigismember(&mask, SIGTERM) == 0)
  }

  @Test func `a signal to a process that does not exist is an error`() {
    #expect(throws: Errno.noSuchProcess) { try Signal.terminate.send(to: .max) }
    #expect(!Signal.processExists(.max))
    #expect(!Signal.processExists(0))
    #expect(Signal.processExists(CurrentProcess.processID))
  }
}
