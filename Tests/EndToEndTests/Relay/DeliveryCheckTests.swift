// SPDX-License-Identifier: Apache-2.0

import Testing

/// The checker of the fault tests finds each fault.
@Suite struct DeliveryCheckTests {
  private static let sent = ["a": "ann", "b": "ann", "c": "cara"]

  private func check(
    _ found: [String: [String]], acknowledged: Set<String> = ["a", "b", "c"]
  ) -> DeliveryCheck {
    DeliveryCheck(sent: Self.sent, acknowledged: acknowledged, found: found)
  }

  @Test func `everything where it should be is right, in any order`() {
    #expect(check(["ann": ["b", "a"], "cara": ["c"]]).isRight)
  }

  @Test func `a lost message is found`() {
    let check = check(["ann": ["b"], "cara": ["c"]])
    #expect(check.lost == ["a"] && !check.isRight)
    // Nor does an inbox that is not there pass.
    #expect(self.check([:]).lost == ["a", "b", "c"])
  }

  @Test func `a doubled message is found`() {
    let check = check(["ann": ["b", "a", "b"], "cara": ["c"]])
    #expect(check.doubled == ["b"] && !check.isRight)
  }

  @Test func `a message of another user is lost to its own`() {
    let check = check(["ann": ["a", "b", "c"], "cara": []])
    #expect(check.lost == ["c"] && check.misplaced == ["c"])
  }

  @Test func `a message that was not acknowledged may be missing, and may not be doubled`() {
    #expect(check(["ann": ["a"], "cara": ["c"]], acknowledged: ["a", "c"]).isRight)
    #expect(
      check(["ann": ["a", "b", "b"], "cara": ["c"]], acknowledged: ["a", "c"]).doubled == ["b"])
  }
}
