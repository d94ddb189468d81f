// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import LinuxSystem

/// Tasks on threads of their own.
@Suite struct WorkersTests {
  private struct Failure: Error, Equatable {}

  private actor Counter {
    private(set) var count = 0
    func add() { count += 1 }
  }

  @Test func `tasks and actors in it run to their end before it returns`() throws {
    let sum = Guarded(0)
    Workers.run { () async -> Result<Void, Never> in
      let counter = Counter()
      await withDiscardingTaskGroup { group in
        for _ in 0..<1000 {
          group.addTask {
            await counter.add()
            await Task.yield()
            await counter.add()
          }
        }
      }
      let count = await counter.count
      return .success(sum.withLock { $0 = count })
    }
    #expect(sum.withLock(\.self) == 2000)
  }

  @Test func `what fails in it fails outside`() {
    #expect(throws: Failure()) {
      try Workers.run { () async -> Result<Void, Failure> in .failure(Failure()) }
    }
  }

  @Test func `a task that is held up holds up nobody else`() {
    let gate = DispatchSemaphore(value: 0)
    Workers.run { () async -> Result<Void, Never> in
      await withDiscardingTaskGroup { group in
        for _ in 0..<3 { group.addTask { Self.wait(for: gate) } }
        group.addTask { for _ in 0..<3 { gate.signal() } }
      }
      return .success(())
    }
  }

  @Test func `what comes back from other threads is gone on with`() {
    let queue = DispatchQueue(label: "test")
    Workers.run { () async -> Result<Void, Never> in
      for _ in 0..<20 {
        await withDiscardingTaskGroup { group in
          for _ in 0..<50 {
            group.addTask {
              await withCheckedContinuation { waiting in queue.async { waiting.resume() } }
            }
          }
        }
      }
      return .success(())
    }
  }

  private static func wait(for gate: DispatchSemaphore) { gate.wait() }
}
