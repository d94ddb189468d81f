// SPDX-License-Identifier: Apache-2.0

import Messages
import SMBMessaging

extension SMBStatus {
  /// The status that tells a sender on the network about an error.
  ///
  /// | error | status |
  /// |---|---|
  /// | access denied, 5 | ERRDOS/71, request not accepted |
  /// | invalid parameter, 87 | ERRDOS/87, invalid parameter |
  /// | timed out, 121 | ERRSRV/81, paused |
  /// | not enough quota, 1816 | ERRSRV/83, no room |
  /// | any other | ERRSRV/82, messages off |
  init(_ error: Win32Error) {
    switch error {
    case .accessDenied: self = .requestNotAccepted
    case .invalidParameter: self = .invalidParameter
    case .timedOut: self = .paused
    case .notEnoughQuota: self = .noRoom
    default: self = .messagesOff
    }
  }
}
