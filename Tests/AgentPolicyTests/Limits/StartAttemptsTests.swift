// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AgentPolicy

/// When the bus is asked to start a popup daemon, as scripts.
@Suite struct StartAttemptsTests {
  enum Event: Equatable, Sendable {
    case start, none
    case wait(until: Int)
    case end(next: Int?)
    case message(next: Int?)
    case shown, impossible
  }

  struct Script: CustomTestStringConvertible {
    let testDescription: String
    let lines: [(second: Int, event: Event)]
  }

  private static let usedUp: [(second: Int, event: Event)] = [
    (0, .start), (0, .end(next: 1)), (1, .start), (1, .end(next: 6)), (6, .start),
    (7, .end(next: nil)),
  ]

  static let scripts = [
    Script(
      testDescription: "the pauses grow, and the series ends",
      lines: usedUp + [(7, .none), (66, .none), (68, .none), (100_000, .none)]),
    Script(
      testDescription: "a request in a pause waits for its end",
      lines: [(0, .start), (0, .end(next: 1)), (0, .wait(until: 1)), (1, .start)]),
    Script(
      testDescription: "one attempt is under way at a time",
      lines: [(0, .start), (1, .none), (2, .none), (5, .end(next: 6)), (6, .start)]),
    Script(
      testDescription: "a new message begins a new series, a minute after the last one",
      lines: usedUp + [
        (7, .none), (10, .message(next: 67)), (10, .wait(until: 67)), (67, .start),
        (67, .end(next: 68)), (68, .start), (68, .end(next: 73)), (73, .start),
        (73, .end(next: nil)), (73, .none), (500, .none), (600, .message(next: 600)),
        (600, .start),
      ]),
    Script(
      testDescription: "a message for which no popup has waited begins nothing by itself",
      lines: usedUp + [(70, .message(next: nil)), (71, .start)]),
    Script(
      testDescription: "a message during a series changes nothing",
      lines: [(0, .start), (0, .message(next: nil)), (0, .end(next: 1)), (0, .message(next: nil))]),
    Script(
      testDescription: "a daemon that shows and leaves is started again at once",
      lines: [
        (0, .start), (0, .end(next: 1)), (0, .shown), (0, .start), (0, .end(next: 1)), (0, .shown),
        (0, .start),
      ]),
    Script(
      testDescription: "a daemon that comes and shows nothing uses the series up",
      lines: usedUp.map { $0 } + [(8, .none)]),
    Script(
      testDescription: "where the bus can start nothing, nothing is counted",
      lines: [(0, .start), (0, .impossible), (0, .start), (0, .impossible), (0, .start)]),
  ]

  @Test(arguments: scripts) func `attempts are few, and become fewer`(script: Script) {
    let zero = ContinuousClock.now
    var attempts = StartAttempts(pauses: [.seconds(1), .seconds(5)])
    func second(_ instant: ContinuousClock.Instant?) -> Int? {
      instant.map { Int((zero.duration(to: $0)) / .seconds(1)) }
    }
    for (index, line) in script.lines.enumerated() {
      let now = zero + .seconds(line.second)
      let event: Event
      switch line.event {
      case .start, .none, .wait:
        switch attempts.request(at: now) {
        case .start: event = .start
        case .wait(let time): event = .wait(until: second(time) ?? -1)
        case .none: event = .none
        }
      case .end: event = .end(next: second(attempts.noteEnd(at: now)))
      case .message: event = .message(next: second(attempts.noteMessage(at: now)))
      case .shown:
        attempts.noteShown()
        event = .shown
      case .impossible:
        attempts.noteImpossible()
        event = .impossible
      }
      #expect(event == line.event, "\(script), line \(index), at \(line.second) s")
    }
  }

  @Test func `the usual series is over within a minute`() {
    let total = StartAttempts.usualPauses.reduce(Duration.zero, +)
    #expect(StartAttempts.usualPauses.count <= 5 && total < .seconds(60))
    #expect(
      zip(StartAttempts.usualPauses, StartAttempts.usualPauses.dropFirst()).allSatisfy { $0 < $1 })
  }
}
