// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import NetBIOSClient

@Suite struct DatagramPaceTests {
  private func pace(_ sizes: [Int], limit: Int? = 406) -> (pauses: Int, warnings: [String]) {
    var pace = DatagramPace(portableByteCount: limit)
    let pauses = sizes.map { pace.note(byteCount: $0) }.filter { $0 > .zero }.count
    return (pauses, pace.warnings)
  }

  @Test func `the first messages go out at once, the others after a pause each`() {
    #expect(pace([1, 1, 1]) == (0, []))
    #expect(pace(Array(repeating: 1, count: 600)) == (584, []))
  }

  @Test func `a warning says what may be lost`() {
    #expect(pace([406]).warnings == [])
    #expect(pace([1, 407, 2]).warnings.count == 1)
    let many = pace(Array(repeating: 1, count: 2000)).warnings
    #expect(many.count == 1 && many[0].hasPrefix("up to 1400 of 2000 messages may be lost"))
  }

  @Test func `messages that stay on this machine have no pace`() {
    #expect(pace(Array(repeating: 1000, count: 1000), limit: nil) == (0, []))
  }
}
