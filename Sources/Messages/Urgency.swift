// SPDX-License-Identifier: Apache-2.0

/// The urgency of a message: the levels of the Desktop Notifications Specification.
public enum Urgency: String, CaseIterable, Comparable, Sendable {
  /// A message that can wait.
  case low

  /// An ordinary message.
  case normal

  /// A message that is shown during quiet hours and stays until the recipient closes it.
  case critical

  /// Orders levels from low to critical.
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
