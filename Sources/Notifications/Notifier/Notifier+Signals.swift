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
    guard arguments.childCount == 2, case let values = arguments.children,
      let number = values[0].number
    else { return nil }
    let id = NotificationID(rawValue: number)
    guard shownIDs.contains(id) else { return nil }
    switch signal {
    case "NotificationClosed":
      return values[1].number.map { .closed(id, CloseReason(number: $0)) }
    case "ActionInvoked":
      return text(values[1]).map { .action(id, key: $0) }
    case "NotificationReplied":
      return text(values[1]).map { .replied(id, text: $0) }
    default:
      return nil
    }
  }

  /// What a person has chosen or written: nobody writes more in a popup than fits here.
  private func text(_ value: Variant) -> String? {
    value.string.map { NotificationText.cut($0, to: textLimits.body) }
  }
}
