// SPDX-License-Identifier: Apache-2.0

public import Console
import Messages

/// What the send command prints, and how it ends.
public struct SendReport: Equatable, Sendable {
  /// What goes to standard output, line by line.
  public private(set) var output: [String] = []

  /// What goes to standard error, line by line.
  public private(set) var errors: [String] = []

  /// How the program ends.
  public let exitStatus: ExitStatus

  /// Reports on every recipient of a request.
  public init(_ outcomes: [SendOutcome], output style: SendRequest.Output) {
    let failures = outcomes.compactMap(\.failure)
    exitStatus =
      switch (failures.first, outcomes.count) {
      case (nil, _): .success
      case (let failure?, 1): failure.exitStatus
      case (_?, _): .partialFailure
      }
    for outcome in outcomes {
      switch (outcome.result, style) {
      case (_, .json): output.append(SendReport.json(outcome))
      case (.success(let reached), .lines): output += SendReport.lines(outcome.recipient, reached)
      case (.success, .quiet): break
      case (.failure(let failure), _): errors += SendReport.lines(outcome.recipient, failure)
      }
    }
  }

  private static func lines(_ recipient: String, _ reached: SendOutcome.Reached) -> [String] {
    var lines = ["The message was successfully sent to \(recipient.uppercased())."]
    if reached.isInSpool { lines.append("\(recipient) is away; the message waits in the spool.") }
    if !reached.isConfirmed { lines.append("Nobody confirms a message to a workgroup.") }
    if reached.replacedCharacterCount > 0 {
      let count = reached.replacedCharacterCount
      lines.append("Characters that the network's code page lacks were replaced: \(count)")
    }
    if reached.state != .stored { lines.append("State: \(reached.state)") }
    if let answer = reached.answer { lines.append(answer) }
    return lines
  }

  private static func lines(_ recipient: String, _ failure: SendFailure) -> [String] {
    var lines = ["An error occurred while sending a message to \(recipient.uppercased())."]
    if let text = failure.code.sentence { lines.append("\(text) (\(failure.code))") }
    return lines + ["netsend: \(failure)"]
  }

  private static func json(_ outcome: SendOutcome) -> String {
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

extension SendOutcome {
  fileprivate var failure: SendFailure? {
    guard case .failure(let failure) = result else { return nil }
    return failure
  }
}
