// SPDX-License-Identifier: Apache-2.0

/// How the servers of a realm keep its messages.
package struct StreamSettings: Equatable, Sendable {
  /// On how many servers each message is: 1, 3 or 5.
  package var replicas: Int

  /// How long a message is kept.
  package var age: Duration

  /// How many bytes all messages together may have, `nil` for no limit; the oldest go first.
  package var byteCount: Int64?

  /// Creates settings.
  package init(replicas: Int = 3, age: Duration = .seconds(30 * 86_400), byteCount: Int64? = nil) {
    self.replicas = replicas
    self.age = age
    self.byteCount = byteCount
  }
}
