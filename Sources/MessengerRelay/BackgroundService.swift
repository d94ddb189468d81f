// SPDX-License-Identifier: Apache-2.0

import ServiceLifecycle

/// Does work for which nothing else waits: questions to other machines, which may be silent.
final class BackgroundService: Service {
  private let (works, continuation) = AsyncStream.makeStream(of: (@Sendable () async -> Void).self)

  /// Begins to do `work`, beside all other work.
  func start(_ work: @escaping @Sendable () async -> Void) { continuation.yield(work) }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        for await work in self.works { group.addTask { await work() } }
        group.cancelAll()
      }
    }
  }
}
