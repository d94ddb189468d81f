// SPDX-License-Identifier: Apache-2.0

public import Console
import Messages
import Wire

/// What a program prints about a delivery, and how it ends.
///
/// Standard output gets what a script reads: identifiers, answers, JSON. Standard error gets what a person
/// reads.
public struct DeliveryReport: Equatable, Sendable {
  /// The form of a report.
  public enum Style: Equatable, Sendable {
    /// The sentences of Windows on success and failure, for a person at a terminal.
    case lines

    /// Nothing on success but warnings, as mail from cron has it.
    case failures

    /// The same without warnings.
    case quiet

    /// One JSON object for each recipient.
    case json
  }

  /// What goes to standard output, line by line.
  public private(set) var output: [String] = []

  /// What goes to standard error, line by line.
  public private(set) var errors: [String] = []

  /// How the program ends.
  public let exitStatus: ExitStatus

  /// Reports on all outcomes of a request.
  ///
  /// - Parameters:
  ///   - program: The name in front of the reason of a failure, or `nil` for no name.
  ///   - printsID: Whether the first line of the output is the message's identifier, if a recipient has
  ///     got the message.
  public init(
    _ outcomes: [DeliveryOutcome], style: Style, program: String? = nil, printsID: Bool = false
  ) {
    exitStatus = DeliveryReport.exitStatus(outcomes)
    if printsID, style != .json, let outcome = outcomes.first(where: { $0.hasArrived }) {
      output.append(outcome.id.description)
    }
    for outcome in outcomes {
      switch (outcome.result, style) {
      case (.success(let reached), .json):
        output.append(DeliveryReport.json(outcome))
        errors += DeliveryReport.lengthWarning(reached)
      case (_, .json): output.append(DeliveryReport.json(outcome))
      case (.success(let reached), _):
        if style == .lines {
          errors += DeliveryReport.sentences(outcome.recipient, reached)
        } else if style == .failures {
          errors += DeliveryReport.warnings(reached)
        }
        guard let answer = reached.answer else { continue }
        output.append(outcomes.count == 1 ? answer : "\(outcome.recipient): \(answer)")
      case (.failure(let failure), _):
        errors += DeliveryReport.lines(outcome.recipient, failure, program)
      }
    }
  }

  /// The status that all recipients have in common, or that some of them failed.
  private static func exitStatus(_ outcomes: [DeliveryOutcome]) -> ExitStatus {
    guard let first = outcomes.first?.exitStatus else { return .success }
    return outcomes.allSatisfy { $0.exitStatus == first } ? first : .partialFailure
  }

  private static func sentences(
    _ recipient: String, _ reached: DeliveryOutcome.Reached
  ) -> [String] {
    var lines = ["The message was successfully sent to \(recipient.uppercased())."]
    if reached.isInSpool { lines.append("\(recipient) is away; the message waits in the spool.") }
    if reached.state == .kept {
      lines.append("\(recipient) is away; the servers keep the message.")
    }
    if !reached.isConfirmed { lines.append("A workgroup does not confirm messages.") }
    lines += warnings(reached)
    if reached.state != .stored { lines.append("State: \(reached.state.rawValue)") }
    return lines
  }

  private static func warnings(_ reached: DeliveryOutcome.Reached) -> [String] {
    let count = reached.replacedCharacterCount
    let replaced =
      count > 0 ? ["Characters that the network's code page lacks were replaced: \(count)"] : []
    return replaced + lengthWarning(reached)
  }

  private static func lengthWarning(_ reached: DeliveryOutcome.Reached) -> [String] {
    guard let limit = reached.portableByteCount else { return [] }
    return [
      "Computers where Samba takes the datagrams get no text of more than \(limit) bytes, and so not "
        + "this message."
    ]
  }

  /// The reason comes first: a log or a mail may show one line only.
  private static func lines(
    _ recipient: String, _ failure: DeliveryFailure, _ program: String?
  ) -> [String] {
    var lines = [program.map { "\($0): \(failure)" } ?? failure.description]
    lines.append("An error occurred while sending a message to \(recipient.uppercased()).")
    if let sentence = failure.code.sentence { lines.append("\(sentence) (\(failure.code))") }
    return lines
  }

  private static func json(_ outcome: DeliveryOutcome) -> String {
    var line = JSONLine()
    line.add("to", outcome.recipient)
    line.add("id", outcome.id.description)
    switch outcome.result {
    case .success(let reached):
      line.add("state", reached.isConfirmed ? reached.state.rawValue : "sent")
      line.add("spool", reached.isInSpool)
      if reached.replacedCharacterCount > 0 {
        line.add("replaced", reached.replacedCharacterCount)
      }
      if let answer = reached.answer { line.add("answer", answer) }
    case .failure(let failure):
      if case .notReached(_, let reached?) = failure { line.add("state", reached.rawValue) }
      line.add("code", failure.code.rawValue)
      line.add("error", failure.description)
    }
    return line.text
  }
}

extension DeliveryOutcome {
  fileprivate var exitStatus: ExitStatus {
    if case .failure(let failure) = result { failure.exitStatus } else { .success }
  }

  /// Whether the recipient has the message, even if it has not reached its goal.
  fileprivate var hasArrived: Bool {
    switch result {
    case .success: true
    case .failure(.notReached(_, reached: let state)): state != nil
    case .failure: false
    }
  }
}
