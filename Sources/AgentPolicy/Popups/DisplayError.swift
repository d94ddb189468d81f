// SPDX-License-Identifier: Apache-2.0

/// Why a popup was not shown.
package enum DisplayError: Error, Equatable {
  /// No display is there, or it does not answer. The popup can wait.
  case absent(String)

  /// The display ended or stopped answering while it showed this popup, perhaps because of it.
  case failed(String)

  /// The display refused this one popup, and would refuse it again.
  case refused(String)
}

extension DisplayError: CustomStringConvertible {
  /// One line for the log.
  package var description: String {
    switch self {
    case .absent(let reason), .failed(let reason): reason
    case .refused(let reason): "the popup was refused: \(reason)"
    }
  }
}
