// SPDX-License-Identifier: Apache-2.0

import Messages

extension Urgency {
  /// The number that stands for the urgency in the database; what matters more is higher.
  var code: Int {
    switch self {
    case .low: 0
    case .normal: 1
    case .critical: 2
    }
  }

  /// The urgency for which a number stands.
  init(code: Int) {
    switch code {
    case ...0: self = .low
    case 2...: self = .critical
    default: self = .normal
    }
  }
}
