// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A relay that no server of its realm takes.
@Suite(.timeLimit(.minutes(2))) struct RelayRefusalTests {
  @Test func `a removed machine that is added again gets a certificate of another name`() throws {
    let realm = try TestRealm(hosts: [["web1", "bob"]])
    func hosts() throws -> [Substring] {
      try String(contentsOf: realm.folder.appending(path: "realm.list"), encoding: .utf8)
        .split(separator: "\n").filter { $0.contains("web1") }
    }
    try realm.run("remove-host", "web1")
    #expect(try hosts() == ["removed web1 0"])
    try realm.run("add-host", "web1", "bob")
    #expect(try hosts() == ["host web1 renewals=1 bob"])
  }

  @Test func `a relay that the servers refuse ends, so that its unit tries again`() throws {
    let realm = try TestRealm(hosts: [["web1", "bob"]])
    // The server does not know the new certificate yet.
    try realm.run("renew-host", "web1")
    let folder = realm.folder
    for name in ["mailslot/messngr-relay", "spool/messngr-relay", "state"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "messngr-relay").path
    let settings = [
      "host=web1", "directory=\(folder.path)/hosts/web1", "state=\(folder.path)/state",
    ]
    let relay = try Program(
      program, ["--config", "/dev/null"] + settings.flatMap { ["--set", $0] },
      environment: [
        "MAILSLOT_ROOT": "\(folder.path)/mailslot", "MESSNGR_SPOOL": "\(folder.path)/spool",
      ])
    let run = try relay.finish()
    #expect(run.status == 77)
    #expect(run.errors.contains("the servers of the realm refuse this machine"))
  }
}
