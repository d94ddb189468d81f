// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

/// `Monitor` and `Guarded`: values that several threads use.
@Suite struct MonitorTests {
  @Test(arguments: [false, true])
  func `many threads change a value, and one waits for the sum`(spins: Bool) {
    let sum = Monitor(0, spins: spins)
    for _ in 0..<8 {
      _ = PlainThread {
        for _ in 0..<1000 { sum.withLock { $0 += 1 } }
        sum.wakeOne()
      }
    }
    #expect(sum.wait { $0 == 8000 ? $0 : nil } == 8000)
  }

  @Test func `wakeAll() wakes each thread that waits`() {
    let gate = Monitor((waiting: 0, isOpen: false, passed: 0))
    for _ in 0..<8 {
      _ = PlainThread {
        gate.withLock { $0.waiting += 1 }
        gate.wakeAll()
        gate.wait { $0.isOpen ? () : nil }
        gate.withLock { $0.passed += 1 }
        gate.wakeAll()
      }
    }
    gate.wait { $0.waiting == 8 ? () : nil }
    #expect(gate.withLock(\.passed) == 0)
    gate.withLock { $0.isOpen = true }
    gate.wakeAll()
    #expect(gate.wait(until: .after(.seconds(20))) { $0.passed == 8 ? true : nil } == true)
  }

  @Test func `a wait without a result ends at its deadline`() {
    let value = Monitor(0)
    let start = Deadline.now
    let result: Int? = value.wait(until: .after(.milliseconds(30))) { _ in nil }
    #expect(result == nil)
    #expect(start.isOlder(than: .milliseconds(29)))
    #expect(value.wait(until: .after(.zero)) { $0 } == 0)
  }

  @Test func `a guard returns the result of its body, and throws its error`() {
    let value = Guarded(1)
    #expect(value.withLock { $0 + 1 } == 2)
    #expect(throws: Errno.ioError) {
      try value.withLock { (_) throws(Errno) -> Void in throw .ioError }
    }
    #expect(value.withLock { $0 } == 1)
  }
}
