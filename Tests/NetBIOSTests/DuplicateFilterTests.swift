// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct DuplicateFilterTests {
  private let start = ContinuousClock.now

  @Test func `a copy within two seconds is dropped (C93)`() throws {
    var filter = DuplicateFilter()
    let name = try Names.name("ALPHA")
    let admitted = [0, 1999, 2000, 2001].map { milliseconds in
      filter.admits(
        source: name, mailslot: "S".utf8, payload: [1],
        at: start.advanced(by: .milliseconds(milliseconds)))
    }
    #expect(admitted == [true, false, true, false])
  }

  @Test func `a write with another sender, mailslot or text is not a copy (C93)`() throws {
    var filter = DuplicateFilter()
    let (alpha, bravo) = (try Names.name("ALPHA"), try Names.name("BRAVO"))
    let writes: [(NetBIOSName, String, [UInt8], isNew: Bool)] = [
      (alpha, "\\MAILSLOT\\MESSNGR", [1], true), (bravo, "\\MAILSLOT\\MESSNGR", [1], true),
      (alpha, "\\MAILSLOT\\MESSNGRX", [1], true), (alpha, "\\MAILSLOT\\MESSNGR", [1, 0], true),
      (alpha, "\\mailslot\\messngr", [1], false),
    ]
    for (source, mailslot, payload, isNew) in writes {
      let isAdmitted = filter.admits(
        source: source, mailslot: mailslot.utf8, payload: payload, at: start)
      #expect(isAdmitted == isNew, "\(source) \(mailslot) \(payload)")
    }
  }

  @Test func `the filter forgets the writes of a flood`() throws {
    var filter = DuplicateFilter(capacity: 2)
    let name = try Names.name("ALPHA")
    let admitted = [1, 2, 3, 3, 1].map { byte in
      filter.admits(source: name, mailslot: "S".utf8, payload: [byte], at: start)
    }
    #expect(admitted == [true, true, true, false, true])
  }
}
