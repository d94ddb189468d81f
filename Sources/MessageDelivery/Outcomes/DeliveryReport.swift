// SPDX-License-Identifier: Apache-2.0

public import Console
import Messages

/// What a program prints about a delivery, and how it ends.
public struct DeliveryReport: Equatable, Sendable {
  /// The form of a report.
  public enum Style: Equatable, Sendable {
    /// The sentences of Windows.
    case lines

    /// One JSON object for each recipient.
    case json

    /// Failures only.
    case quiet
  }

  /// What goes to standard output, line by line.
  public private(set) var output: [String] = []

  /// What goes to standard error, line by line.
  public private(set) var errors: [String] = []

  /// How the program ends.
  public let exitStatus: ExitStatus

  /// Reports on all outcomes of a request.
  ///
  /// - Parameter program: The name in front of the reason of a failure, or `nil` for no name.
  public init(_ outcomes: [DeliveryOutcome], style: Style, program: String? = nil) {
    exitStatus = DeliveryReport.exitStatus(outcomes)
    for outcome in outcomes {
      switch (outcome.result, style) {
      case (_, .json): output.append(DeliveryReport.json(outcome))
      case (.success(let reached), .lines):
        output += DeliveryReport.lines(outcome.recipient, reached)
      case (.success, .quiet): break
      case (.failure(let failure), _):
        errors += DeliveryReport.lines(outcome.recipient, failure, program)
      }
    }
  }

  private static func exitStatus(_ outcomes: [DeliveryOutcome]) -> ExitStatus {
    for outcome in outcomes {
      guard case .failure(let failure) = outcome.result else { continue }
      return outcomes.count == 1 ? failure.exitStatus : .partialFailure
    }
    return .success
  }

  private static func lines(
    _ recipient: String, _ reached: DeliveryOutcome.Reached
  ) -> [String] {
    var lines = ["The message was successfully sent to \(recipient.uppercased())."]
    if reached.isInSpool { lines.append("\(recipient) is away; the message waits in the spool.") }
    if !reached.isConfirmed { lines.append("A workgroup does not confirm messages.") }
    if reached.replacedCharacterCount > 0 {
      let count = reached.replacedCharacterCount
      lines.append("Characters that the network's code page lacks were replaced: \(count)")
    }
    if reached.state != .stored { lines.append("State: \(reached.state.rawValue)") }
    if let answer = reached.answer { lines.append(answer) }
    return lines
  }

  private static func lines(
    _ recipient: String, _ failure: DeliveryFailure, _ program: String?
  ) -> [String] {
    var lines = ["An error occurred while sending a message to \(recipient.uppercased())."]
    if let sentence = failure.code.sentence { lines.append("\(sentence) (\(failure.code))") }
    lines.append(program.map { "\($0): \(failure)" } ?? failure.description)
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
