// SPDX-License-Identifier: Apache-2.0

/// The version of a nats-server: `2.12.12`.
package struct ServerVersion: Equatable, Comparable, Sendable {
  private let numbers: [Int]

  /// Reads a version; `nil` for a text that does not begin with three numbers.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let major = Int(parts[0]), let minor = Int(parts[1]),
      let patch = Int(parts[2].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    numbers = [major, minor, patch]
  }

  private init(_ numbers: Int...) { self.numbers = numbers }

  /// The oldest version without a hole that is known when this was written.
  package static let recommended = ServerVersion(2, 12, 12)

  /// The holes that an older version has and that matter to a realm; `nil` for none that is known.
  ///
  /// Source: github.com/nats-io/advisories.
  package var knownHoles: String? {
    if self < ServerVersion(2, 9, 23) { return "CVE-2023-47090 and CVE-2025-30215" }
    if self < ServerVersion(2, 10, 27) { return "CVE-2025-30215" }
    return self < ServerVersion.recommended ? "those of the advisories of nats-server" : nil
  }

  /// The order of the numbers.
  package static func < (left: ServerVersion, right: ServerVersion) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}

extension ServerVersion: CustomStringConvertible {
  /// The version as text.
  package var description: String { numbers.map(String.init).joined(separator: ".") }
}
