// SPDX-License-Identifier: Apache-2.0

/// The error numbers of `net send`: NERR codes, base 2100.
///
/// Source: [MS-ERREF], [MS-MSRP] 3.2.4.1; texts of KB 186555.
public enum NetError: Int, Error, Sendable {
  /// NERR_NetworkError.
  case networkError = 2136

  /// NERR_NameNotFound.
  case nameNotFound = 2273

  /// NERR_PausedRemote.
  case pausedRemote = 2281

  /// NERR_BadReceive.
  case badReceive = 2282

  /// NERR_NameInUse.
  case nameInUse = 2283

  /// NERR_RemoteFull.
  case remoteFull = 2287
}

extension NetError: CustomStringConvertible {
  /// The text of `net helpmsg` for the number.
  public var description: String {
    switch self {
    case .networkError: "A general network error occurred."
    case .nameNotFound: "The message alias could not be found on the network."
    case .pausedRemote:
      "The message was sent, but the recipient has paused the Messenger service."
    case .badReceive: "The message was sent but not received."
    case .nameInUse: "The message alias is currently in use. Try again later."
    case .remoteFull: "The message alias table on the remote station is full."
    }
  }
}
