// SPDX-License-Identifier: Apache-2.0

public import Messages
import Wire

/// Why a recipient stands for no user of this machine.
public indirect enum RecipientError: Error, Equatable, Sendable {
  /// No user of this machine has the name.
  case unknownName(String)

  /// The recipient stands for users of this machine, and there are none.
  case noUsers

  /// The recipient is on the network, and messages may not leave this machine.
  case networkOff(Recipient)

  /// The recipient is on another machine of a realm, and this machine has no relay.
  case noRelay(Recipient)

  /// The code that Windows has for this: lmerr.h.
  public var code: Win32Error {
    switch self {
    case .unknownName, .noUsers: .nameNotFound
    case .networkOff, .noRelay: .remoteMailslotsUnavailable
    }
  }
}

extension RecipientError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .unknownName(let name): "no user of this machine has the name \(name)"
    case .noUsers: "no user of this machine runs messngrd"
    case .networkOff(let recipient):
      "\(recipient) is on the network, and messages may not leave this machine"
    case .noRelay(let recipient):
      "\(recipient) is on another machine, and this one has no messngr-relay, which goes there"
    }
  }
}
