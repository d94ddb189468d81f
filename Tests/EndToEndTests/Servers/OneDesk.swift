// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Lends one desk to the cases of a test, which run one after the other: a server starts once for all of
/// its cases, and anew after a case that failed.
struct OneDesk: TestTrait, TestScoping {
  /// The desk of the last case.
  final class Holder: @unchecked Sendable {  // The cases run one after the other.
    fileprivate var desk: ServerDesk?
  }

  @TaskLocal private static var holder = Holder()

  func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? self : nil
  }

  @concurrent func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let holder = Holder()
    defer { holder.desk = nil }
    try await Self.$holder.withValue(holder) { try await function() }
  }

  /// Calls a function with the desk of a server.
  static func with(_ server: TestedServer, _ body: (ServerDesk) throws -> Void) throws {
    let holder = Self.holder
    if holder.desk?.server.name != server.name { holder.desk = nil }
    do {
      let desk = try holder.desk ?? ServerDesk(of: server)
      holder.desk = desk
      try desk.clear()
      try body(desk)
    } catch {
      holder.desk = nil
      throw error
    }
  }
}

extension Trait where Self == OneDesk {
  /// All cases of the test use one desk after the other.
  static var oneDesk: Self { OneDesk() }
}
