// SPDX-License-Identifier: Apache-2.0

/// Why nothing was shown or closed; none of it is for ever, a later call may succeed.
public enum NotificationError: Error, Equatable, Sendable {
  /// The notifier's `run()` has not begun or is over.
  case notRunning

  /// Another notifier runs in this process; libnotify serves only one.
  case alreadyRunning

  /// The session bus cannot be reached or was lost.
  case noBus(reason: String)

  /// The session bus is there and silent.
  case busNotResponding(after: Duration)

  /// Nobody on the bus shows notifications. Nothing was started to change that.
  case noServer

  /// The server is there and silent.
  case serverNotResponding(after: Duration)

  /// The server went away, or fell silent, in the middle of showing this notification: perhaps because
  /// of it.
  case lostWhileShowing(reason: String)

  /// The server said no; `name` is the D-Bus error's name.
  case refused(name: String, message: String)

  /// The calling task was cancelled.
  case cancelled
}

extension NotificationError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .notRunning: "the notifier is not running"
    case .alreadyRunning: "another notifier is running in this process"
    case .noBus(let reason): "no session bus: \(reason)"
    case .busNotResponding(let limit): "the session bus did not answer within \(limit)"
    case .noServer: "nobody on the session bus shows notifications"
    case .serverNotResponding(let limit):
      "the notification server did not answer within \(limit)"
    case .lostWhileShowing(let reason): "the notification was not shown: \(reason)"
    case .refused(let name, let message): "the notification server refused: \(message) (\(name))"
    case .cancelled: "cancelled before the notification server answered"
    }
  }
}
