// SPDX-License-Identifier: Apache-2.0

import Messages

/// The popups of one call to ``BurstFolding``, which later messages of the call may still change.
struct PopupBatch {
  private struct Draft {
    var form: Form
    var messages: [MessageID]

    var takesPlace: Bool {
      if case .single(.some) = form { true } else { false }
    }
  }

  private enum Form {
    /// A popup of the last message.
    case single(inPlaceOf: MessageID?)
    case repeated(first: MessageID, count: Int)
    case summary(PopupPlan.Burst, count: Int, urgency: Urgency)
  }

  private var drafts: [Draft] = []
  private var indices: [MessageID: Int] = [:]
  private var overflowIndices: [PopupPlan.Burst: Int] = [:]

  /// The messages over the limit, by burst.
  private(set) var overflows: [(burst: PopupPlan.Burst, messages: [UnshownMessage])] = []

  /// The popups in the order of their first messages, then the summaries.
  var plans: [PopupPlan] {
    drafts.map { draft in
      switch draft.form {
      case .single(let old):
        .single(
          draft.messages[draft.messages.count - 1], superseded: draft.messages.dropLast(),
          inPlaceOf: old)
      case .repeated(let first, let count):
        .repeated(first: first, added: draft.messages, count: count)
      case .summary(let burst, let count, let urgency):
        .summary(burst, added: draft.messages, count: count, urgency: urgency)
      }
    }
  }

  mutating func show(_ id: MessageID) {
    add(Draft(form: .single(inPlaceOf: nil), messages: [id]), for: id)
  }

  mutating func replace(_ old: MessageID, by id: MessageID) {
    guard let index = indices[old] else {
      add(Draft(form: .single(inPlaceOf: old), messages: [id]), for: id)
      return
    }
    if case .repeated(let first, _) = drafts[index].form {
      // When the call did not bring the first message, its popup was drawn before the call.
      let isUp = drafts[index].messages.first != first
      drafts[index].form = .single(inPlaceOf: isUp ? first : nil)
    }
    drafts[index].messages.append(id)
    indices[id] = index
  }

  mutating func count(_ id: MessageID, on first: MessageID, count: Int) {
    let form = Form.repeated(first: first, count: count)
    // A popup that replaces another one must be drawn before it can count.
    if let index = indices[first], !drafts[index].takesPlace {
      drafts[index].form = form
      drafts[index].messages.append(id)
    } else {
      add(Draft(form: form, messages: [id]), for: first)
    }
  }

  mutating func overflow(_ message: UnshownMessage) {
    let burst = PopupPlan.Burst(message.sender)
    if let index = overflowIndices[burst] {
      overflows[index].messages.append(message)
    } else {
      overflowIndices[burst] = overflows.count
      overflows.append((burst, [message]))
    }
  }

  mutating func sumUp(_ messages: [UnshownMessage], of burst: PopupPlan.Burst, count: Int) {
    let urgency = messages.map(\.urgency).max() ?? .normal
    drafts.append(
      Draft(
        form: .summary(burst, count: count, urgency: urgency), messages: messages.map(\.id)))
  }

  private mutating func add(_ draft: Draft, for id: MessageID) {
    indices[id] = drafts.count
    drafts.append(draft)
  }
}
