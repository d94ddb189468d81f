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
  ///   - lateness: When a late message was sent or arrived, in words.
  ///   - now: The time: a question is one for as long as its sender waits.
  func popup(
    _ delivery: Delivery, number: Int64, lateness: String?, at now: UnixTime
  ) -> Popup {
    let message = delivery.message
    let text = MessageText.displayed(message.text)
    let excerpt = PopupExcerpt(text, number: number)
    var popup = Popup(
      summary: summary(delivery, lateness: lateness), body: excerpt.text,
      urgency: message.attributes.urgency)
    popup.wholeBody = excerpt.isCut ? text : nil
    popup.number = number
    popup.isQuestion = delivery.questionEnd.map { $0 > now } ?? false
    popup.category = message.attributes.category.map { oneLine($0, 64) } ?? popup.category
    popup.icon = icon(of: delivery)
    popup.actions = message.attributes.actions.map(displayed)
    popup.takesReply = message.attributes.receipt.contains(.answered)
    popup.isReadByClick = !popup.isQuestion
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
    Popup(
      summary: "\(digest.count) messages while you were not to be disturbed",
      body: lines(of: digest).joined(separator: "\n"), urgency: .normal)
  }

  /// The popup that stands for the messages that came while the screen was locked.
  ///
  /// It has only the senders' proven names: titles and claimed names are text of strangers, too.
  func popup(_ notice: LockNotice) -> Popup {
    let digest = notice.digest
    if digest.count == 1, let sender = digest.senders.first {
      return Popup(
        summary: "Message from \(sender.name)", body: Self.hiddenText, urgency: digest.urgency)
    }
    return Popup(
      summary: "\(digest.count) messages wait",
      body: (lines(of: digest) + [Self.hiddenText]).joined(separator: "\n"),
      urgency: digest.urgency)
  }

  private func lines(of digest: MessageDigest) -> [String] {
    let others = digest.otherSenderCount
    return digest.senders.map { "\($0.name): \($0.count)" }
      + (others > 0 ? [others == 1 ? "1 other" : "\(others) others"] : [])
  }

  /// What a popup says in place of the text while the screen is locked.
  static let hiddenText = "The text is shown when the screen is unlocked."

  /// Who a delivery is from, without the name that the sender claims.
  func knownSender(_ delivery: Delivery) -> String {
    delivery.knownSender + (delivery.origin.isVerified ? "" : ", unverified")
  }

  /// Who a delivery is from: the proven sender first and whole, then the claimed name.
  func sender(_ delivery: Delivery) -> String {
    delivery.displayedSender + (delivery.origin.isVerified ? "" : ", unverified,")
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
