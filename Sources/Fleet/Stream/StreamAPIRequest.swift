// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import LinuxSystem

/// A request to the API of JetStream, as JSON: ADR-1 of NATS.
protocol StreamAPIRequest: Encodable {}

extension StreamAPIRequest {
  /// The request's bytes.
  var encoded: [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    // Numbers, strings and lists of them can always be encoded.
    return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
  }
}

extension Duration {
  /// The nanoseconds, as JetStream counts them.
  var jetStreamNanoseconds: Int64 { nanoseconds ?? .max }
}
