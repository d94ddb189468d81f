// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

/// What agents and relays tell each other about messages.
@Suite struct StateReportTests {
  private static let id = MessageID()

  static let outcomes: [StateReport.Outcome] =
    MessageState.allCases.map { .reached($0, answer: nil) } + [
      .reached(.answered, answer: "yes"), .reached(.answered, answer: ""),
      .reached(.answered, answer: "two\nlines \\n and \\ a \u{1F600} \r\n end"),
      // Swift takes a return and the line feed behind it for one character, as it does a space and an accent.
      .reached(.answered, answer: "a return at the end\r"),
      .reached(.answered, answer: "\u{301} an accent at the beginning"),
      .refused(.notEnoughQuota), .refused(Win32Error(rawValue: -1)),
    ]

  @Test(arguments: outcomes)
  func `what is written is what is read`(outcome: StateReport.Outcome) {
    let report = StateReport([.init(Self.id, outcome), .init(MessageID(), .refused(.accessDenied))])
    #expect(StateReport(report.description) == report)
    #expect(report.description.split(separator: "\n").count == 2)
  }

  @Test(arguments: [
    "", "\n\n", "x", "\(id)", "\(id) ", "\(id) nosuch", "\(id) refused", "\(id) refused x",
    "\(id) refused 99999999999999999999", " \(id) read", "\(id)  read", "\(id) READ", "\u{0}",
  ])
  func `a line that is none is left out`(line: String) {
    #expect(StateReport(line).entries.isEmpty)
    let good = StateReport([.init(Self.id, .reached(.read, answer: nil))])
    #expect(StateReport("\(line)\n\(good)") == good)
  }

  @Test func `the largest report fits into one message`() throws {
    let answer = String(repeating: "x", count: 64)
    let entry = StateReport.Entry(Self.id, .reached(.answered, answer: answer))
    let entries = Array(repeating: entry, count: StateReport.maximumCount)
    var message = Message(from: "a", to: "b", text: StateReport(entries).description)
    message.attributes.isReport = true
    #expect(try !MailslotBody.encode(message).isEmpty)
  }
}
