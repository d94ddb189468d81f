// SPDX-License-Identifier: Apache-2.0

import CMessngr
import Foundation
import LinuxSystem
import TestSupport
import Testing

/// The answer to a message through `messngr.h`, as its recipient gives it.
@Suite(.serialized) struct AnswerFunctionTests {
  @Test(arguments: [("yes", "yes"), ("On my way", "On my way")])
  func `msgr_send returns what the recipient replies`(words: String, answer: String) throws {
    let places = try Places()
    let agent = try places.startAgent()
    defer { agent.end() }
    let outcome = Guarded<msgr_outcome?>(nil)
    let isDone = DispatchSemaphore(value: 0)
    let user = places.user
    Thread {
      let sent = Self.ask("Reboot now?", of: user, offering: ["yes=Yes", "no=No"])
      outcome.withLock { $0 = sent }
      isDone.signal()
    }.start()
    try eventually("the message is stored") { try places.messngr("reply", "1", words) == 0 }
    #expect(isDone.wait(timeout: .now() + 60) == .success)
    var result = try #require(outcome.withLock { $0 })
    #expect((result.code, result.state) == (0, Int32(MSGR_ANSWERED.rawValue)))
    #expect((result.recipients, result.failures) == (1, 0))
    let text = withUnsafeBytes(of: &result.answer) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    #expect(text == answer)
  }

  private static func ask(_ text: String, of user: String, offering: [String]) -> msgr_outcome {
    var outcome = msgr_outcome()
    outcome.size = MemoryLayout<msgr_outcome>.size
    let actions = offering.map { UnsafePointer(strdup($0)) } + [nil]
    defer { for action in actions { free(UnsafeMutablePointer(mutating: action)) } }
    user.withCString { user in
      text.withCString { text in
        actions.withUnsafeBufferPointer { actions in
          var request = msgr_request()
          request.size = MemoryLayout<msgr_request>.size
          (request.to, request.text, request.actions) = (user, text, actions.baseAddress)
          (request.until, request.deadline) = (Int32(MSGR_ANSWERED.rawValue), 60_000)
          _ = msgr_send(&request, &outcome)
        }
      }
    }
    return outcome
  }
}
