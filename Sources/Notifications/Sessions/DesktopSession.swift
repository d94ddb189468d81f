// SPDX-License-Identifier: Apache-2.0

/// A session of a user on this machine, as logind describes it: org.freedesktop.login1(5).
struct DesktopSession: Equatable, Sendable {
  /// logind's identifier of it, as in the variable `XDG_SESSION_ID`.
  let identifier: String

  /// The process that opened it, which ends at logout; 0 if it is unknown.
  let leader: UInt32

  /// Whether its lock screen is up.
  let isLocked: Bool

  /// Reads the properties of a session; `nil` for one that has ended while programs of it still run, and
  /// for one without a user at it: of a greeter, a lock screen or the service manager.
  ///
  /// Its type does not count: a desktop that `startx` starts is in the session of a text console.
  init?(_ identifier: String, _ properties: [String: Variant]) {
    guard properties["Class"]?.string == "user", properties["State"]?.string != "closing" else {
      return nil
    }
    self.init(
      identifier: identifier, leader: properties["Leader"]?.number ?? 0,
      isLocked: properties["LockedHint"]?.bool ?? false)
  }

  /// Describes a session.
  init(identifier: String, leader: UInt32 = 0, isLocked: Bool) {
    self.identifier = identifier
    self.leader = leader
    self.isLocked = isLocked
  }
}
