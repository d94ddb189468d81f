// SPDX-License-Identifier: Apache-2.0

/// So many from one address within a time.
public struct SourceLimit: Equatable, Sendable {
  /// How many: 1 or more.
  public var count: Int

  /// Within which time.
  public var window: Duration

  /// Creates a limit.
  public init(_ count: Int, per window: Duration) {
    self.count = count
    self.window = window
  }
}
