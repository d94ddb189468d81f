// SPDX-License-Identifier: Apache-2.0

/// How the servers of a realm keep its messages.
package struct StreamSettings: Equatable, Sendable {
  /// On how many servers each message is: 1, 3 or 5.
  package var replicas: Int

  /// How long a message is kept.
  package var age: Duration

  /// How many bytes all messages together may have on a server; the oldest go first.
  ///
  /// The machine that has sent a message still has it then, and sends it again.
  package var byteCount: Int64

  /// Creates settings.
  package init(
    replicas: Int = 3, age: Duration = .seconds(30 * 86_400), byteCount: Int64 = 1 << 30
  ) {
    self.replicas = replicas
    self.age = age
    self.byteCount = byteCount
  }
}
