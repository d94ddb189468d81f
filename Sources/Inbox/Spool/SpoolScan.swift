// SPDX-License-Identifier: Apache-2.0

/// What was found in the spool at one time.
public struct SpoolScan: Equatable, Sendable {
  /// The messages, the oldest first by ``SpoolEntry/modified``.
  public internal(set) var entries: [SpoolEntry] = []

  /// What was no message and has been removed, how often.
  public internal(set) var refusals: [SpoolRefusal: Int] = [:]

  /// Whether messages were left for the next scan.
  public internal(set) var isPartial = false

  /// Creates a scan.
  public init(
    entries: [SpoolEntry] = [], refusals: [SpoolRefusal: Int] = [:], isPartial: Bool = false
  ) {
    self.entries = entries
    self.refusals = refusals
    self.isPartial = isPartial
  }
}
