// SPDX-License-Identifier: Apache-2.0

/// Why a popup was not shown.
enum DisplayError: Error, Equatable {
  /// No display is there, or it does not answer. What was to be shown can wait.
  case absent(String)

  /// The display died, or fell silent, while it showed this popup: perhaps because of it.
  case failed(String)

  /// The display refused this one popup. It would refuse it again.
  case refused(String)
}

extension DisplayError: CustomStringConvertible {
  /// One line for the log.
  var description: String {
    switch self {
    case .absent(let reason), .failed(let reason): reason
    case .refused(let reason): "the popup was refused: \(reason)"
    }
  }
}
