// SPDX-License-Identifier: Apache-2.0

import Wire

/// Why something that was written to the mailslot, or left in the spool, is not a message.
enum IntakeRefusal: Error, Equatable {
  /// The bytes are not a Messenger body.
  case malformed(WireError)

  /// The writer is not to be heard, or has used up what it may: Windows's code.
  case notAdmitted(code: Int)

  /// The code that a sender who waits for a receipt is told.
  var code: Int {
    switch self {
    case .malformed: 87
    case .notAdmitted(let code): code
    }
  }
}

extension IntakeRefusal: CustomStringConvertible {
  /// One line for the log.
  var description: String {
    switch self {
    case .malformed(let error): "not a message: \(error)"
    case .notAdmitted(5): "the sender is denied"
    case .notAdmitted(1816): "the sender has used up its quota"
    case .notAdmitted(let code): "not admitted (\(code))"
    }
  }
}
