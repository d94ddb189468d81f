// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The certificates of a machine, one after the other.
@Suite(.timeLimit(.minutes(2))) struct HostCertificateTests {
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
}
