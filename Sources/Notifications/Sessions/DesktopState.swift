// SPDX-License-Identifier: Apache-2.0

/// What logind, the screensavers and the session bus say about the desktop of a user.
public struct DesktopState: Equatable, Sendable {
  /// The sessions of the user; `nil` while logind is not there, or has not answered yet.
  var sessions: [DesktopSession]?

  /// The screensavers that are active, by their names on the session bus.
  var activeScreenSavers: Set<String> = []

  /// Whether the session bus was there, and is not any more.
  public internal(set) var hasBusEnded = false

  /// Whether another person in front of a screen of the user may not read what is on it.
  ///
  /// One locked session suffices: the popups of all are the same. So does one active screensaver, because
  /// many lock screens report to one of the two places only.
  public var isLocked: Bool {
    !activeScreenSavers.isEmpty || sessions?.contains(where: \.isLocked) ?? false
  }

  /// Whether a session of the user is over, as far as logind says.
  ///
  /// - Parameter identifier: As in the variable `XDG_SESSION_ID`.
  public func hasEnded(session identifier: String) -> Bool {
    guard let sessions else { return false }
    return !sessions.contains { $0.identifier == identifier }
  }

  /// The process that opened a session of the user, and ends at logout; `nil` when it is unknown.
  public func leader(ofSession identifier: String) -> Int32? {
    sessions?.first { $0.identifier == identifier }
      .flatMap { Int32(exactly: $0.leader) }.flatMap { $0 > 1 ? $0 : nil }
  }
}
