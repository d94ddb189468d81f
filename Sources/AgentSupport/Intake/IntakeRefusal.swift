// SPDX-License-Identifier: Apache-2.0

package import Messages
package import Wire

/// Why the agent does not take an arrival as a message.
package enum IntakeRefusal: Error, Equatable {
  /// The bytes are not a Messenger body.
  case malformed(WireError)

  /// The sender may not leave this message.
  case notAdmitted(Win32Error)

  /// The code for a sender that waits for a receipt.
  var code: Win32Error {
    switch self {
    case .malformed: .invalidParameter
    case .notAdmitted(let code): code
    }
  }
}

extension IntakeRefusal: CustomStringConvertible {
  /// One line for the log.
  package var description: String {
    switch self {
    case .malformed(let error): "not a message: \(error)"
    case .notAdmitted(.accessDenied): "the sender is denied"
    case .notAdmitted(.notEnoughQuota): "the sender has used up its quota"
    case .notAdmitted(.invalidParameter): "the message is too long"
    case .notAdmitted(let code): "not admitted (\(code))"
    }
  }
}
