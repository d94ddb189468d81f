// SPDX-License-Identifier: Apache-2.0

import Messages

/// How a message looks to a person.
///
/// All of its text comes from strangers: control characters and marks that rearrange text are
/// removed, and the proven sender stands before the claimed From where the two differ.
struct MessageRendering {
  /// The uid of the inbox's owner.
  let owner: UInt32

  /// The longest name that is shown whole, in characters.
  private static let nameLimit = 64

  /// The longest summary, in characters.
  private static let summaryLimit = 255

  /// The message as a popup.
  ///
  /// - Parameters:
  ///   - number: The number of the message in the inbox.
  ///   - lateness: The time of arrival in words, for a message that has waited.
  ///   - hidesText: Whether the popup must not show the text now.
  func popup(
    _ delivery: Delivery, number: Int64, lateness: String?, hidesText: Bool = false
  ) -> Popup {
    let message = delivery.message
    let text = hidesText ? Self.hiddenText : MessageText.displayed(message.text)
    let excerpt = PopupExcerpt(text, number: number)
    var popup = Popup(
      summary: summary(delivery, lateness: lateness), body: excerpt.text,
      urgency: message.attributes.urgency)
    popup.wholeBody = excerpt.isCut ? text : nil
    popup.number = number
    popup.isQuestion = !hidesText && message.attributes.asksForAnswer
    popup.category = message.attributes.category.map { oneLine($0, 64) } ?? popup.category
    popup.icon = hidesText ? nil : icon(of: delivery)
    popup.actions = hidesText ? [] : message.attributes.actions.map(displayed)
    popup.takesReply = !hidesText && message.attributes.receipt.contains(.answered)
    return popup
  }

  /// The popup that stands for a burst.
  func popup(_ summary: BurstSummary) -> Popup {
    Popup(
      summary: "\(summary.count) more from \(summary.sender)",
      body: "messngr inbox shows them.", urgency: summary.urgency)
  }

  /// The popup that stands for the messages of a quiet time.
  func popup(_ digest: MessageDigest) -> Popup {
    var lines = digest.senders.map { "\($0.name): \($0.count)" }
    let others = digest.otherSenderCount
    if others > 0 { lines.append(others == 1 ? "1 other" : "\(others) others") }
    return Popup(
      summary: "\(digest.count) messages while you were not to be disturbed",
      body: lines.joined(separator: "\n"), urgency: .normal)
  }

  /// What a popup shows in place of the text while the screen is locked.
  static let hiddenText = "The text is shown when the screen is unlocked."

  /// Who a delivery is from: the proven sender first and whole, then the claimed name.
  func sender(_ delivery: Delivery) -> String {
    delivery.displayedSender + (delivery.origin.isProven ? "" : ", unverified,")
  }

  private func summary(_ delivery: Delivery, lateness: String?) -> String {
    let message = delivery.message
    let to = oneLine(message.to, Self.nameLimit)
    var summary = "Message from \(sender(delivery))\(to.isEmpty ? "" : " to \(to)")"
    if let title = message.attributes.title {
      // The end is cut, not the beginning: a title must not hide the sender.
      summary = "\(sender(delivery)): \(oneLine(title, 160))"
    }
    if let lateness { summary += ", \(lateness)" }
    return oneLine(summary, Self.summaryLimit)
  }

  private func icon(of delivery: Delivery) -> PopupIcon? {
    let isTrusted =
      delivery.origin.isProven && (delivery.sender == 0 || delivery.sender == owner)
    return delivery.message.attributes.icon.flatMap { PopupIcon($0, isTrusted: isTrusted) }
  }

  private func displayed(_ action: MessageAction) -> MessageAction {
    MessageAction(key: action.key, label: oneLine(action.label, 40)) ?? action
  }

  private func oneLine(_ text: String, _ limit: Int) -> String {
    MessageText.displayedOnOneLine(text, limit: limit)
  }
}
