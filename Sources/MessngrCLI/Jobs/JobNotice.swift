// SPDX-License-Identifier: Apache-2.0

import Accounts
import MessageDelivery
import Messages
import NameDirectory

/// Sends messages about the end of a job, and stores what it sent.
struct JobNotice {
  private let job: Job
  private let alarm: Urgency
  private let tellsSuccess: Bool
  private let tailLines: Int
  private let recipients: [Recipient]
  private let context: CommandContext

  /// The most bytes of a command's output in a message: as much as a screen shows.
  private static let tailByteCount = 8192

  /// Creates a notice.
  ///
  /// - Parameters:
  ///   - alarm: The urgency of a failure.
  ///   - tellsSuccess: Whether each success causes a message.
  ///   - tailLines: How many of the last lines are sent.
  init(
    _ job: Job, alarm: Urgency, tellsSuccess: Bool, tailLines: Int, _ recipients: [Recipient],
    in context: CommandContext
  ) {
    self.job = job
    self.alarm = alarm
    self.tellsSuccess = tellsSuccess
    self.tailLines = tailLines
    self.recipients = recipients
    self.context = context
  }

  /// Reports a run.
  ///
  /// Errors are printed on standard error, and have no other effect.
  func report(_ run: JobRun) {
    let store = JobStore(context.jobsPath, ownedBy: context.account.userID)
    do {
      try store.change(job, mayCreate: !run.end.isSuccess) { report(run, &$0) }
    } catch {
      context.note("the state of \(job.title) could not be stored: \(error)")
    }
  }

  private func report(_ run: JobRun, _ state: inout JobState) {
    let known = state
    guard
      let (news, replaced) = state.finish(
        isSuccess: run.end.isSuccess, from: run.start, at: context.clock(),
        tellsSuccess: tellsSuccess)
    else { return }
    let id = MessageID()
    let isSent = send(news, of: run, id: id, replacing: replaced)
    switch news {
    case .failed: if isSent { state.note(sent: id) }
    // The recipients know of the failure but not of the recovery: the next success reports it.
    case .recovered: if !isSent { state = known }
    case .succeeded: break
    }
  }

  private func send(
    _ news: JobState.News, of run: JobRun, id: MessageID, replacing replaced: MessageID?
  ) -> Bool {
    let message = JobMessage(
      news, job: job, end: run.end, alarm: alarm, duration: run.duration, host: context.hostName,
      tail: run.output.text(lines: tailLines, byteCount: JobNotice.tailByteCount),
      now: context.now)
    var request = DeliveryRequest(
      to: recipients, text: message.text, accountName: context.account.name)
    request.attributes.id = id
    request.attributes.replaces = replaced
    request.attributes.urgency = message.urgency
    request.attributes.title = message.title
    let outcomes = context.sender.send(request)
    for line in DeliveryReport(outcomes, style: .quiet).errors { context.note(line) }
    return outcomes.contains { if case .success = $0.result { true } else { false } }
  }
}
