// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import LinuxSystem

/// `Workers`: the threads on which a program's tasks run.
@Suite struct WorkersTests {
  private struct Failure: Error, Equatable {}

  private actor Counter {
    private(set) var count = 0
    func add() { count += 1 }
  }

  @Test func `run() returns when all its tasks and actors have ended`() throws {
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

  @Test func `run() throws what its body fails with`() {
    #expect(throws: Failure()) {
      try Workers.run { () async -> Result<Void, Failure> in .failure(Failure()) }
    }
  }

  @Test func `a task that blocks a thread does not stop the others`() {
    let gate = DispatchSemaphore(value: 0)
    Workers.run { () async -> Result<Void, Never> in
      await withDiscardingTaskGroup { group in
        for _ in 0..<3 { group.addTask { Self.wait(for: gate) } }
        group.addTask { for _ in 0..<3 { gate.signal() } }
      }
      return .success(())
    }
  }

  @Test func `a task continues when another thread resumes it`() {
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
