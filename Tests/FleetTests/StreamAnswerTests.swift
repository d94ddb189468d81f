// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Fleet

/// The answer of JetStream to a published message.
struct StreamAnswerTests {
  @Test(arguments: [
    (#"{"stream":"MSGR_lab", "seq":17}"#, UInt64(17)),
    (#"{"stream":"MSGR_lab", "seq":18446744073709551615}"#, .max),
    (#"{"stream":"MSGR_lab", "seq":18446744073709551616}"#, nil),
    (#"{"stream":"MSGR_other", "seq":17}"#, nil),
    (#"{"stream":"MSGR_lab","seq":17}"#, nil),
    (#"{"stream":"MSGR_lab", "seq":17, "duplicate": true}"#, nil),
    (#"{"error":{"code":503,"description":"no quorum"},"stream":"MSGR_lab", "seq":0}"#, nil),
    (#"{"stream":"MSGR_lab", "seq":}"#, nil), (#"{"stream":"MSGR_lab", "seq":"#, nil), ("", nil),
  ])
  func `only the usual answer is read without a decoder`(text: String, sequence: UInt64?) {
    #expect(StreamAnswer.sequence(in: Array(text.utf8), of: "MSGR_lab") == sequence)
  }

  @Test func `other spaces and a duplicate are read with the decoder`() throws {
    func answer(_ text: String) throws -> StreamAnswer {
      try StreamAnswer(NATSMessage("inbox", payload: Array(text.utf8)))
    }
    #expect(try answer(#"{"stream":"MSGR_lab","seq":17}"#).seq == 17)
    #expect(try answer(#"{"stream":"MSGR_lab", "seq":17, "duplicate": true}"#).duplicate == true)
    #expect(throws: StreamError.refused(code: 503, text: "no quorum")) {
      try answer(#"{"error":{"code":503,"description":"no quorum"},"stream":"x","seq":0}"#)
    }
    #expect(throws: StreamError.malformed) { try answer("{") }
  }
}
