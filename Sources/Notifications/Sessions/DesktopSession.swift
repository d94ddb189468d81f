// SPDX-License-Identifier: Apache-2.0

/// A session of a user on this machine, as logind describes it: org.freedesktop.login1(5).
struct DesktopSession: Equatable {
  /// Whether it has a desktop: not a text console, and not ssh.
  let isGraphical: Bool

  /// Whether it is the active session of its seat.
  let isActive: Bool

  /// Whether its lock screen is up.
  let isLocked: Bool

  /// Reads the properties of a session; `nil` for a session without a user at it: of a greeter, a lock
  /// screen or the service manager.
  init?(_ properties: [String: Variant]) {
    guard properties["Class"]?.string == "user" else { return nil }
    self.init(
      isGraphical: ["x11", "wayland", "mir"].contains(properties["Type"]?.string),
      isActive: properties["Active"]?.bool ?? false,
      isLocked: properties["LockedHint"]?.bool ?? false)
  }

  /// Describes a session.
  init(isGraphical: Bool, isActive: Bool, isLocked: Bool) {
    self.isGraphical = isGraphical
    self.isActive = isActive
    self.isLocked = isLocked
  }

  /// Whether a user with these sessions has locked the screen.
  ///
  /// The sessions with a desktop count, or only the active ones of them if there are any. All of these must
  /// be locked: at an unlocked one the user may be reading. Without a desktop the screen is not locked.
  static func isLocked(_ sessions: [DesktopSession]) -> Bool {
    let desktops = sessions.filter(\.isGraphical)
    let active = desktops.filter(\.isActive)
    let counting = active.isEmpty ? desktops : active
    return !counting.isEmpty && counting.allSatisfy(\.isLocked)
  }
}
