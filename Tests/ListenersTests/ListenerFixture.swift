// SPDX-License-Identifier: Apache-2.0

import Foundation
import Listeners
import Logging
import NetBIOS

/// A machine with the loopback interface only, and one user.
enum ListenerFixture {
  static let host = HostNetworkState(
    names: LocalNames(machine: "GATEHOUSE", workgroup: "WORKGROUP", present: ["anna"]),
    interfaces: [
      NetworkInterface(
        name: "lo", index: 1, address: IPv4Address(127, 0, 0, 1),
        network: IPv4Network(IPv4Address(127, 0, 0, 1), prefixLength: 8), broadcast: nil)
    ])

  /// Metrics that log nothing.
  static var metrics: Metrics {
    Metrics(log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Runs a blocking function on a thread of its own: it may wait for work that needs the threads of tasks.
  static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: Result { try body() }) }
    }.get()
  }
}
