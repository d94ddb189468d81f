// SPDX-License-Identifier: Apache-2.0

/// What the connection's observer brings, already on the notifier's thread.
extension Notifier {
  func serverAppeared(owner: String) {
    announce(owner)
  }

  func serverVanished() {
    forgetServer()
    announce(nil)
  }

  /// A signal of the notification interface; anything unexpected is not ours.
  func heard(_ signal: String, _ arguments: Variant, from sender: String) {
    guard sender == owner || sender == server?.owner, let event = event(signal, arguments) else {
      return
    }
    lastAnswer = .now
    eventSink.yield(event)
  }

  private func event(_ signal: String, _ arguments: Variant) -> NotificationEvent? {
    let values = arguments.children
    guard values.count == 2, let number = values[0].number else { return nil }
    let id = NotificationID(rawValue: number)
    guard shownIDs.contains(id) else { return nil }
    switch signal {
    case "NotificationClosed":
      return values[1].number.map { .closed(id, CloseReason(number: $0)) }
    case "ActionInvoked":
      return values[1].string.map { .action(id, key: $0) }
    case "NotificationReplied":
      return values[1].string.map { .replied(id, text: $0) }
    default:
      return nil
    }
  }
}
