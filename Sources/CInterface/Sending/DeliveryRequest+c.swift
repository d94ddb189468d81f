// SPDX-License-Identifier: Apache-2.0

import CMessngr
import MessageDelivery
import Messages
import NameDirectory

extension DeliveryRequest {
  /// Reads the request of a program in C; `nil` for one with a value that is not allowed.
  init?(_ request: msgr_request) {
    guard let word = unsafe CText.read(request.to), let recipient = try? Recipient(word),
      let text = unsafe CText.read(request.text),
      let goal = MessageState.goal(unsafe request.until),
      let attributes = unsafe MessageAttributes(request),
      unsafe request.flags & ~(MSGR_NO_SPOOL | MSGR_NETWORK) == 0
    else { return nil }
    self.init(to: [recipient], text: text)
    self.goal = goal
    self.attributes = attributes
    from = unsafe CText.read(request.from)
    mayUseSpool = unsafe request.flags & MSGR_NO_SPOOL == 0
    usesNetwork = unsafe request.flags & MSGR_NETWORK != 0
  }
}

extension MessageAttributes {
  fileprivate init?(_ request: msgr_request) {
    self.init()
    switch unsafe request.urgency {
    case Int32(MSGR_NORMAL.rawValue): urgency = .normal
    case Int32(MSGR_LOW.rawValue): urgency = .low
    case Int32(MSGR_CRITICAL.rawValue): urgency = .critical
    default: return nil
    }
    title = unsafe CText.read(request.title)
    icon = unsafe CText.read(request.icon)
    category = unsafe CText.read(request.category)
    expires = unsafe request.expires == 0 ? nil : request.expires
    let identifiers = unsafe [request.id, request.replaces, request.retracts].map {
      unsafe CText.read($0)
    }
    let read = identifiers.map { $0.flatMap { MessageID($0) } }
    for (text, identifier) in zip(identifiers, read) where text != nil && identifier == nil {
      return nil
    }
    (id, replaces, retracts) = (read[0], read[1], read[2])
    guard var next = unsafe request.actions else { return }
    while let text = unsafe CText.read(next.pointee) {
      guard actions.count < MessageAttributes.maximumActionCount, let action = MessageAction(text)
      else { return nil }
      actions.append(action)
      unsafe next += 1
    }
  }
}

extension MessageState {
  /// The state that a request waits for; `nil` for one that no request can wait for.
  fileprivate static func goal(_ number: Int32) -> MessageState? {
    switch number {
    case Int32(MSGR_UNKNOWN.rawValue), Int32(MSGR_STORED.rawValue): .stored
    case Int32(MSGR_SHOWN.rawValue): .shown
    case Int32(MSGR_READ.rawValue): .read
    case Int32(MSGR_ANSWERED.rawValue): .answered
    case Int32(MSGR_QUEUED.rawValue): .queued
    case Int32(MSGR_KEPT.rawValue): .kept
    default: nil
    }
  }

  /// The number of the state in C.
  var number: Int32 {
    switch self {
    case .stored: Int32(MSGR_STORED.rawValue)
    case .shown: Int32(MSGR_SHOWN.rawValue)
    case .read: Int32(MSGR_READ.rawValue)
    case .answered: Int32(MSGR_ANSWERED.rawValue)
    case .dismissed: Int32(MSGR_DISMISSED.rawValue)
    case .expired: Int32(MSGR_EXPIRED.rawValue)
    case .retracted: Int32(MSGR_RETRACTED.rawValue)
    case .queued: Int32(MSGR_QUEUED.rawValue)
    case .kept: Int32(MSGR_KEPT.rawValue)
    }
  }
}
