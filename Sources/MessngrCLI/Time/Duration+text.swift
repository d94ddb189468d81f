// SPDX-License-Identifier: Apache-2.0

extension Duration {
  /// The duration in words that are short: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`.
  var text: String {
    let (seconds, attoseconds) = components
    switch seconds {
    case ..<10: return "\(seconds).\(max(0, attoseconds) / 100_000_000_000_000_000) s"
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
    }
  }
}
