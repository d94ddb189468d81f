// SPDX-License-Identifier: Apache-2.0

/// How much a message matters: the levels of the Desktop Notifications Specification.
public enum Urgency: String, CaseIterable, Comparable, Sendable {
  /// Worth knowing some time.
  case low

  /// An ordinary message.
  case normal

  /// Breaks through quiet hours and stays until somebody closes it.
  case critical

  /// Orders levels by how much they matter.
  public static func < (left: Urgency, right: Urgency) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .low: 0
    case .normal: 1
    case .critical: 2
    }
  }
}
