// SPDX-License-Identifier: Apache-2.0

import Realm
import Testing

@Suite struct RelayStatusTests {
  @Test func `a status is read as it was written`() {
    var status = RelayStatus()
    (status.host, status.realm, status.waitingCount) = ("web1", "lab", 3)
    status.server = "tls://192.0.2.1:4222"
    status.serverVersion = "2.12.12"
    status.present = [
      RelayStatus.Presence(host: "desk7", users: ["ann", "bob"]),
      RelayStatus.Presence(host: "web1", users: []),
    ]
    #expect(RelayStatus(status.description) == status)
    (status.server, status.serverVersion) = (nil, nil)
    #expect(RelayStatus(status.description) == status)
  }

  @Test func `lines that are none are left out, and a text without a machine is no status`() {
    let status = RelayStatus("future 1\nhost web1\n\nwaiting many\nrealm lab\nhost")
    #expect(status?.host == "web1" && status?.realm == "lab" && status?.waitingCount == 0)
    for text in ["", "host web1", "realm lab", "messngrd 1.0"] {
      #expect(RelayStatus(text) == nil, "\(text)")
    }
  }

  @Test func `old servers have known holes`() throws {
    let rows: [(String, String?)] = [
      ("2.9.10", "CVE-2023-47090 and CVE-2025-30215"), ("2.9.23", "CVE-2025-30215"),
      ("2.10.27", "those of the advisories of nats-server"), ("2.12.12", nil), ("2.13.0", nil),
      ("2.12.12-preview", nil), ("3.0.0", nil),
    ]
    for (text, holes) in rows {
      let version = try #require(ServerVersion(text))
      #expect(version.knownHoles == holes, "\(text)")
    }
    for text in ["", "2", "2.9", "2.x.1", "v2.9.1", "2.9.x"] { #expect(ServerVersion(text) == nil) }
  }
}
