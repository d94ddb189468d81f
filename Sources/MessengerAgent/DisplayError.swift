// SPDX-License-Identifier: Apache-2.0

/// Why a popup was not shown.
enum DisplayError: Error, Equatable {
  /// No display is there, or it does not answer. What was to be shown can wait.
  case absent(String)

  /// The display refused this one popup. It would refuse it again.
  case refused(String)
}

extension DisplayError: CustomStringConvertible {
  /// One line for the log.
  var description: String {
    switch self {
    case .absent(let reason): reason
    case .refused(let reason): "the popup was refused: \(reason)"
    }
  }
}
