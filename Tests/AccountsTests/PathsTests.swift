// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Testing

@Suite struct PlacesTests {
  static let ops = Account(name: "ops", userID: 1001, groupID: 1001, home: "/home/ops")

  @Test func `without variables, all paths follow from the account`() {
    let paths = Paths(environment: { _ in nil })
    #expect(paths == Paths())
    #expect(paths.mailslots(of: Self.ops) == ["/run/mailslot/ops", "/run/user/1001/mailslot"])
    #expect(
      paths.spools(of: Self.ops) == [
        "/var/spool/messngr/ops", "/home/ops/.local/state/messngr/spool",
      ])
    #expect(paths.machineMailslots == "/run/mailslot/@")
  }

  @Test func `two variables move the paths, and no other variable does`() {
    let paths = Paths(environment: {
      ["MAILSLOT_ROOT": "/tmp/m", "MESSNGR_SPOOL": "/tmp/s", "XDG_RUNTIME_DIR": "/tmp/x"][$0]
    })
    #expect(paths.mailslots(of: Self.ops) == ["/tmp/m/ops"])
    #expect(paths.spools(of: Self.ops) == ["/tmp/s/ops"])
  }

  @Test func `a path in a variable that is not absolute is ignored`() {
    #expect(Paths(environment: { _ in "mailslot" }) == Paths())
  }

  @Test func `the inbox is in the home directory, unless XDG_STATE_HOME moves it`() {
    let plain = Paths.inbox(of: Self.ops, environment: { _ in nil })
    #expect(plain == "/home/ops/.local/state/messngr/inbox.sqlite")
    let moved = Paths.inbox(of: Self.ops, environment: { ["XDG_STATE_HOME": "/tmp/x"][$0] })
    #expect(moved == "/tmp/x/messngr/inbox.sqlite")
    #expect(Paths.inbox(of: Self.ops, environment: { _ in "state" }) == plain)
  }
}
