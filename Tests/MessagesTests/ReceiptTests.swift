// SPDX-License-Identifier: Apache-2.0

import Messages
import TestSupport
import Testing

@Suite struct ReceiptTests {
  @Test(arguments: [
    ("stored", Receipt.reached(.stored, answer: nil)),
    ("answered", .reached(.answered, answer: "On my way")),
    ("refused", .refused(.notEnoughQuota)),
  ])
  func `a receipt is read and written`(fixture: String, receipt: Receipt) throws {
    let bytes = try HexFixture("Receipt/\(fixture)").bytes
    #expect(Receipt(decoding: bytes) == receipt)
    #expect(receipt.encoded == bytes)
  }

  @Test(arguments: MessageState.allCases) func `every state is encoded and decoded`(
    state: MessageState
  ) {
    for answer in [nil, "ok", "a=b", "Grüße\n🦊", "\u{301}"] {
      let receipt = Receipt.reached(state, answer: answer)
      #expect(Receipt(decoding: receipt.encoded) == receipt)
    }
  }

  @Test func `an answer loses its NULs and keeps the rest`() {
    let receipt = Receipt.reached(.answered, answer: "a\0state=stored\0")
    #expect(
      Receipt(decoding: receipt.encoded) == .reached(.answered, answer: "astate=stored"))
  }

  @Test func `the largest receipt is within its limit`() {
    let answer = String(repeating: "a", count: Message.maximumTextByteCount)
    let bytes = Receipt.reached(.dismissed, answer: answer).encoded
    #expect(bytes.count <= Receipt.maximumByteCount)
  }

  @Test(arguments: 0..<24) func `bytes without a state are not a receipt`(length: Int) throws {
    let bytes = try HexFixture("Receipt/answered").bytes
    #expect(Receipt(decoding: Array(bytes.prefix(length))) == nil)
  }

  @Test(arguments: [
    "", "\0", "state=stored\0", "messngr=1\0state=stored\0", "messngr-receipt=2\0state=stored\0",
    "messngr-receipt=1\0", "messngr-receipt=1\0state=eaten\0", "messngr-receipt=1\0refused=\0",
    "messngr-receipt=1\0refused=99999999999999999999\0", "messngr-receipt=1\0refused=x\0",
    "messngr-receipt=1\0answer=yes\0", "state=stored\0messngr-receipt=1\0",
  ])
  func `other bytes are not a receipt`(text: String) {
    #expect(Receipt(decoding: Array(text.utf8)) == nil)
  }

  @Test func `unknown pairs are ignored`() {
    let bytes = Array("messngr-receipt=1\0new=1\0x\0=\0state=read".utf8)
    #expect(Receipt(decoding: bytes) == .reached(.read, answer: nil))
  }

  @Test(arguments: 0..<100) func `random bytes do not trap`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let bytes = random.bytes(upTo: 60)
      _ = Receipt(decoding: bytes)
      _ = Receipt(decoding: Array("messngr-receipt=1\0".utf8) + bytes)
    }
  }
}
