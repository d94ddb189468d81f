// SPDX-License-Identifier: Apache-2.0

/// An error code of Windows, with the sentence that `net helpmsg` prints for it.
///
/// Any number can be one: a code that has no name here keeps its number. Codes below 2100 are those of
/// the system ([MS-ERREF] §2.2), the others those of the network functions (lmerr.h).
public struct Win32Error: RawRepresentable, Hashable, Error {
  /// The number.
  public let rawValue: Int

  /// Creates an error from its number.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// ERROR_ACCESS_DENIED.
  public static let accessDenied = Win32Error(rawValue: 5)

  /// ERROR_NOT_SUPPORTED.
  public static let notSupported = Win32Error(rawValue: 50)

  /// ERROR_BAD_NETPATH; Windows also gives it for a message that is too long for a remote mailslot.
  public static let badNetworkPath = Win32Error(rawValue: 53)

  /// ERROR_INVALID_PARAMETER.
  public static let invalidParameter = Win32Error(rawValue: 87)

  /// ERROR_SEM_TIMEOUT: a deadline has passed.
  public static let timedOut = Win32Error(rawValue: 121)

  /// ERROR_INVALID_LEVEL.
  public static let invalidLevel = Win32Error(rawValue: 124)

  /// ERROR_MORE_DATA.
  public static let moreData = Win32Error(rawValue: 234)

  /// ERROR_BAD_CONFIGURATION.
  public static let badConfiguration = Win32Error(rawValue: 1610)

  /// ERROR_NOT_ENOUGH_QUOTA.
  public static let notEnoughQuota = Win32Error(rawValue: 1816)

  /// NERR_BufTooSmall.
  public static let bufferTooSmall = Win32Error(rawValue: 2123)

  /// NERR_NetworkError.
  public static let networkError = Win32Error(rawValue: 2136)

  /// NERR_NameNotFound.
  public static let nameNotFound = Win32Error(rawValue: 2273)

  /// NERR_AlreadyExists.
  public static let aliasAlreadyExists = Win32Error(rawValue: 2276)

  /// NERR_TooManyNames.
  public static let tooManyAliases = Win32Error(rawValue: 2277)

  /// NERR_DelComputerName.
  public static let cannotDeleteComputerName = Win32Error(rawValue: 2278)

  /// NERR_PausedRemote.
  public static let remotePaused = Win32Error(rawValue: 2281)

  /// NERR_BadReceive.
  public static let badReceive = Win32Error(rawValue: 2282)

  /// NERR_NameInUse.
  public static let nameInUse = Win32Error(rawValue: 2283)

  /// NERR_MsgNotStarted.
  public static let messengerNotStarted = Win32Error(rawValue: 2284)

  /// NERR_NotLocalName.
  public static let notLocalName = Win32Error(rawValue: 2285)

  /// NERR_RemoteFull.
  public static let remoteAliasTableFull = Win32Error(rawValue: 2287)

  /// NERR_DuplicateName.
  public static let duplicateName = Win32Error(rawValue: 2297)

  /// ERROR_REMOTE_MAILSLOTS_DEPRECATED: the network is off.
  public static let remoteMailslotsUnavailable = Win32Error(rawValue: 3025)

  /// The sentence of Windows for the code; `nil` for a code whose sentence no program here prints.
  public var sentence: String? {
    switch self {
    case .accessDenied: "Access is denied."
    case .notSupported: "The request is not supported."
    case .invalidParameter: "The parameter is incorrect."
    case .timedOut: "The semaphore timeout period has expired."
    case .badConfiguration: "The configuration data for this product is corrupt."
    case .notEnoughQuota: "Not enough quota is available to process this command."
    case .networkError: "A general network error occurred."
    case .nameNotFound: "The message alias could not be found on the network."
    case .remotePaused: "The message was sent, but the recipient has paused the Messenger service."
    case .badReceive: "The message was sent but not received."
    case .nameInUse: "The message alias is currently in use. Try again later."
    case .remoteAliasTableFull: "The message alias table on the remote station is full."
    case .remoteMailslotsUnavailable: "Remote mailslots are not available."
    default: nil
    }
  }
}

extension Win32Error: CustomStringConvertible {
  /// The number.
  public var description: String { String(rawValue) }
}
