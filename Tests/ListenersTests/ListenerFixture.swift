// SPDX-License-Identifier: Apache-2.0

import Foundation
import Listeners
import Logging
import NetBIOS

/// A machine that only hears itself, with one person at it.
enum ListenerFixture {
  static let surroundings = HostNetworkState(
    names: LocalNames(machine: "GATEHOUSE", workgroup: "WORKGROUP", present: ["anna"]),
    interfaces: [
      NetworkInterface(
        name: "lo", index: 1, address: IPv4Address(127, 0, 0, 1),
        network: IPv4Network(IPv4Address(127, 0, 0, 1), prefixLength: 8), broadcast: nil)
    ])

  /// A tally that logs nothing.
  static var tally: Metrics {
    Metrics(log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Runs what blocks on a thread of its own: what it waits for may need the threads of tasks.
  static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: Result { try body() }) }
    }.get()
  }
}
