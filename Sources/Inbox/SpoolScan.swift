// SPDX-License-Identifier: Apache-2.0

/// What was found in the spool at one time.
public struct SpoolScan: Equatable, Sendable {
  /// The messages, the oldest first by ``SpoolEntry/modified``.
  public internal(set) var entries: [SpoolEntry] = []

  /// What was no message, how often; it has been removed where that was possible.
  public internal(set) var refusals: [SpoolRefusal: Int] = [:]

  /// Whether the scan ended before the directory did: there is more for the next one.
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
