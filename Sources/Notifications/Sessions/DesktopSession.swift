// SPDX-License-Identifier: Apache-2.0

/// One of a person's sessions on this machine, as logind describes it: org.freedesktop.login1(5).
struct DesktopSession: Equatable {
  /// Whether it has a desktop: not a text console, and not ssh.
  let isGraphical: Bool

  /// Whether it is the one in front on its seat.
  let isActive: Bool

  /// Whether its lock screen is up.
  let isLocked: Bool

  /// Reads the properties of a session; `nil` for one that is not a person's: a greeter's, a lock
  /// screen's, the service manager's.
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

  /// Whether a person with these sessions has locked the screen.
  ///
  /// The sessions with a desktop count, and of these the ones in front if there are any: one of them
  /// unlocked is a desk with somebody at it. Without a desktop nothing is locked.
  static func isLocked(_ sessions: [DesktopSession]) -> Bool {
    let desktops = sessions.filter(\.isGraphical)
    let active = desktops.filter(\.isActive)
    let counting = active.isEmpty ? desktops : active
    return !counting.isEmpty && counting.allSatisfy(\.isLocked)
  }
}
