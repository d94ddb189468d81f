// SPDX-License-Identifier: Apache-2.0

import Messages

/// One step of a presentation cycle; a step has at most one action with an answer.
enum PresentationStep {
  /// Stores what the user did, or what was shown.
  case save(Unsaved)

  /// Closes popups whose messages were read or taken back elsewhere.
  case closeOutdated([MessageID])

  /// Finds out what holds messages back now.
  case review

  /// Reads the open questions, if they have to be shown again.
  case recall

  /// Shows open questions again, those that may be shown now.
  case redrawAll([OpenQuestion])

  /// Shows an open question again, in its popup if the server has it.
  case redraw(StoredMessage, in: PopupID?)

  /// Shows how many messages wait until the screen is unlocked.
  case drawLockNotice

  /// Collects the held messages that may be shown under these circumstances.
  case collectHeld(after: Int64, Interruption.Circumstances, [HeldMessage])

  /// Lets held messages be shown one by one.
  case release([Int64])

  /// Shows many held messages as one popup.
  case digest([HeldMessage])

  /// Remembers under which circumstances messages are held.
  case settle(Interruption.Circumstances)

  /// Reads messages to show.
  case readPage

  /// Ends the cycle unless a display is there.
  case requireDisplay

  /// Decides which messages of a page are shown and which are held.
  case present([StoredMessage], DoNotDisturb)

  /// Closes the popups of messages that held messages have replaced.
  case closeReplaced([MessageID])

  /// Holds messages.
  case hold([Int64])

  /// Makes popups of messages.
  case fold([StoredMessage])

  /// Shows a popup.
  case carryOut(PopupPlan, [StoredMessage])

  /// Notes that the messages of a popup are shown.
  case finish(PopupPlan, [StoredMessage])

  /// Shows the summaries of bursts, all of them or those that are due.
  case summarize(all: Bool)

  /// Shows the summary of one burst.
  case drawSummary(PopupPlan.Burst)

  /// After a failure, decides whether to try again soon.
  case planRetry

  /// Sets the alarm for what happens next.
  case setAlarm

  /// What the inbox does not know yet.
  enum Unsaved {
    /// An act of the user.
    case act(UserAct)

    /// A new state of messages.
    case change(StateChange)
  }

  /// A held message that may be shown now.
  struct HeldMessage {
    /// The number and the identifier.
    let key: StateChange.Key

    /// Who sent it, as popups show it.
    let sender: String
  }

  /// The popup that the step draws for messages: when the step fails, the messages come again.
  var plan: PopupPlan? {
    switch self {
    case .carryOut(let plan, _), .finish(let plan, _): plan
    default: nil
    }
  }
}
