// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import Listeners

@Suite struct NameRetriesTests {
  let start = ContinuousClock.now
  let holder = IPv4Address(192, 0, 2, 1)

  private func name() throws -> NetBIOSName { try NetBIOSName("ANNA", suffix: .messenger) }

  @Test func `a refused name is claimed again after waits that double up to five minutes`() throws {
    let name = try name()
    var retries = NameRetries()
    var now = start
    #expect(retries.admits(name, at: now) && retries.nextDeadline == nil)
    var waits: [Duration] = []
    for _ in 0..<7 {
      retries.begin(name, at: now)
      retries.refuse(name, by: holder, at: now)
      let due = try #require(retries.nextDeadline)
      #expect(!retries.admits(name, at: due - .milliseconds(1)) && retries.admits(name, at: due))
      waits.append(now.duration(to: due))
      now = due
    }
    #expect(waits == [15, 30, 60, 120, 240, 300, 300].map { .seconds($0) })
    retries.remove(name)
    #expect(retries.admits(name, at: now) && retries.nextDeadline == nil)
  }

  @Test func `a name is claimed when its owner releases it, and not when another machine says so`()
    throws
  {
    let name = try name()
    var retries = NameRetries()
    retries.refuse(name, by: holder, at: start)
    retries.release(name, by: IPv4Address(192, 0, 2, 66))
    #expect(!retries.admits(name, at: start + .seconds(14)))
    retries.release(name, by: holder)
    // Forged packets cause at most one claim a second.
    #expect(!retries.admits(name, at: start) && retries.admits(name, at: start + .seconds(1)))
  }

  @Test func `a name that is no longer wanted is forgotten`() throws {
    var retries = NameRetries()
    retries.refuse(try name(), by: holder, at: start)
    retries.keep([])
    #expect(retries.nextDeadline == nil)
  }
}
