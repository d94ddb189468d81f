// SPDX-License-Identifier: Apache-2.0

/// Lets one task at a time use the machine's consumer, of which the servers allow only one.
actor ConsumerTurn {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Runs `body` when no other task uses the consumer.
  ///
  /// - Throws: What `body` throws.
  nonisolated func take<Value: Sendable, Failure>(
    _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    await begin()
    let result: Result<Value, Failure>
    do throws(Failure) { result = .success(try await body()) } catch { result = .failure(error) }
    await end()
    return try result.get()
  }

  private func begin() async {
    guard isTaken else { return isTaken = true }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func end() {
    guard !waiting.isEmpty else { return isTaken = false }
    waiting.removeFirst().resume()
  }
}
