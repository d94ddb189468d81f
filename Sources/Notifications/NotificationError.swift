// SPDX-License-Identifier: Apache-2.0

/// Why the notifier showed or closed no notification; a later call may succeed.
public enum NotificationError: Error, Equatable, Sendable {
  /// The notifier's `run()` has not begun or is over.
  case notRunning

  /// Another notifier runs in this process, and libnotify serves only one.
  case alreadyRunning

  /// The session bus cannot be reached or was lost.
  case noBus(reason: String)

  /// The session bus runs and does not answer.
  case busNotResponding(after: Duration)

  /// No program on the bus shows notifications; ``Notifier/startServer(within:)`` may start one.
  case noServer

  /// The bus could not start a server.
  case serverNotStarted(reason: String)

  /// The server runs and does not answer.
  case serverNotResponding(after: Duration)

  /// The server ended, or stopped answering, while it showed this notification, perhaps because of it.
  case lostWhileShowing(reason: String)

  /// The server refused the call; `name` is the D-Bus error's name.
  case refused(name: String, message: String)

  /// The calling task was cancelled.
  case cancelled
}

extension NotificationError: CustomStringConvertible {
  /// One line for the log.
  public var description: String {
    switch self {
    case .notRunning: "the notifier is not running"
    case .alreadyRunning: "another notifier is running in this process"
    case .noBus(let reason): "no session bus: \(reason)"
    case .busNotResponding(let limit): "the session bus did not answer within \(limit)"
    case .noServer: "no program on the session bus shows notifications"
    case .serverNotStarted(let reason): "the notification server did not start: \(reason)"
    case .serverNotResponding(let limit):
      "the notification server did not answer within \(limit)"
    case .lostWhileShowing(let reason): "the notification was not shown: \(reason)"
    case .refused(let name, let message): "the notification server refused: \(message) (\(name))"
    case .cancelled: "cancelled before the notification server answered"
    }
  }
}
