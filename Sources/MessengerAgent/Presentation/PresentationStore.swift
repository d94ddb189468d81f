// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Inbox
import Messages

/// Performs the actions of ``AgentPolicy/PresentationState`` on the inbox.
struct PresentationStore: Sendable {
  let inbox: Inbox
  let receipts: ReceiptRegistry
  let screenLock: ScreenLock
  let clock: WallClock

  /// The most held messages read at a time; each can have 64 KiB.
  private static let heldPageSize = 250

  /// Performs an action on the inbox.
  ///
  /// - Returns: The answer; `nil` for an action that does not concern the inbox.
  /// - Throws: What the inbox throws.
  func perform(_ action: PresentationAction) async throws -> PresentationEvent? {
    let now = clock.now()
    switch action {
    case .review:
      let (expired, doNotDisturb) = try await inbox.run { inbox in
        (try inbox.expire(now: now), try DoNotDisturb(storedIn: inbox))
      }
      if !expired.isEmpty { try await receipts.tellAll(by: InboxStore(inbox: inbox)) }
      return .reviewed(doNotDisturb, screenLock.state)
    case .readUnshown(let limit):
      // What the owner has asked for is read after the messages: a message that arrives later than
      // the request is held.
      let (page, doNotDisturb) = try await inbox.run { inbox in
        (try inbox.unshown(limit: limit, now: now), try DoNotDisturb(storedIn: inbox))
      }
      return .unshown(page.map(stored), doNotDisturb)
    case .readHeld(let number):
      let page = try await inbox.run { inbox in
        try inbox.held(after: number, limit: PresentationStore.heldPageSize, now: now)
      }
      return .messages(page.map(stored))
    case .readQuestions:
      let questions = try await inbox.run { try $0.openQuestions(now: now) }
      return .questions(
        questions.map { message, popup in OpenQuestion(stored(message), in: QuestionPopup(popup)) })
    case .find(let ids):
      return .messages(
        try await inbox.run { inbox in try ids.compactMap { try inbox.message(id: $0) } }
          .map(stored))
    case .readProgress(let ids):
      let progress = try await inbox.run { inbox in try inbox.progress(of: ids) }
      return .progress(progress.map(PresentationEvent.Progress.init))
    case .readNextExpiry: return .nextExpiry(try await inbox.run { try $0.nextExpiry() })
    case .hold(let numbers):
      try await inbox.run { try $0.hold(numbers) }
      return .written
    case .release(let numbers):
      try await inbox.run { try $0.release(numbers) }
      return .written
    case .mark(let change):
      let outcomes = try await inbox.run { inbox in
        try inbox.mark(
          change.messages.map(\.number), as: change.state, at: change.time,
          answer: change.answer, question: change.question.map(QuestionRecord.init))
      }
      return .marked(outcomes.map(\.isChanged))
    default: return nil
    }
  }

  private func stored(_ record: InboxRecord) -> StoredMessage {
    StoredMessage(
      number: record.number, delivery: record.delivery,
      lateness: clock.lateness(of: record.delivery.arrival), isUnread: record.isUnread)
  }
}

extension DoNotDisturb {
  /// What the owner has asked for last, with `messngr dnd`.
  fileprivate init(storedIn inbox: Inbox) throws {
    self = try inbox.setting(SettingKey.doNotDisturb).flatMap { DoNotDisturb($0) } ?? .off
  }
}

extension PresentationEvent.Progress {
  fileprivate init(_ progress: InboxRecord.Progress) {
    self.init(
      id: progress.id, state: progress.state, isUnread: progress.isUnread,
      isReplaced: progress.isReplaced)
  }
}

extension QuestionPopup {
  fileprivate init(_ record: QuestionRecord) {
    self.init(
      number: record.number, server: record.server, popup: PopupID(rawValue: record.popup),
      end: record.end)
  }
}

extension QuestionRecord {
  fileprivate init(_ question: QuestionPopup) {
    self.init(
      number: question.number, server: question.server, popup: question.popup.rawValue,
      end: question.end)
  }
}
