// SPDX-License-Identifier: Apache-2.0

import Notifications

/// The graphical session that an agent is part of.
struct GraphicalSession: Sendable {
  /// logind's identifier of it; `nil` when it is unknown.
  let identifier: String?

  /// Whether it has a session bus of its own, which ends with it.
  ///
  /// All sessions of a user may also share one bus, which is that of the user's service manager.
  let hasOwnBus: Bool

  /// Reads the variables of the session.
  init(userID: UInt32, environment: (String) -> String?) {
    func variable(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    identifier = variable("XDG_SESSION_ID")
    let shared = "unix:path=\(variable("XDG_RUNTIME_DIR") ?? "/run/user/\(userID)")/bus"
    // An address may have further keys: `unix:path=/run/user/1000/bus,guid=…`.
    hasOwnBus =
      variable("DBUS_SESSION_BUS_ADDRESS").map {
        $0 != shared && !$0.hasPrefix(shared + ",")
      } ?? false
  }

  /// Whether it is over: logind has removed it, or its bus has ended.
  func isOver(in state: DesktopState) -> Bool {
    if let identifier, state.hasEnded(session: identifier) { return true }
    return hasOwnBus && state.hasBusEnded
  }
}
