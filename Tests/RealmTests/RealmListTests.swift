// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Realm

/// The list of a realm, and what follows from it.
@Suite struct RealmListTests {
  private static let text = """
    realm lab
    server n1 192.0.2.1
    server n2 nats.example
    host web1 ann bob
    host desk7 renewals=2 *
    removed laptop 1
    everyone web1

    """

  @Test func `a list is read as it was written`() throws {
    let list = try RealmList(parsing: Self.text)
    #expect(list.text == Self.text)
    #expect(
      list.realm.text == "lab" && list.servers.map(\.address) == ["192.0.2.1", "nats.example"])
    #expect(list.hosts.map(\.users) == [["ann", "bob"], nil])
    #expect(list.hosts.map(\.renewals) == [0, 2])
    let spaced = "# our realm\n\n realm  LAB # the name\r\n\thost Web1 Ann\n"
    #expect(try RealmList(parsing: spaced).text == "realm lab\nhost web1 ann\n")
  }

  @Test(arguments: [
    ("", 1, "write: realm NAME"), ("host a b", 1, "the first line is: realm NAME"),
    ("realm lab\nrealm lab", 2, "already"), ("realm l.b", 1, "'l.b' is no name"),
    ("realm", 1, "write: realm NAME"), ("realm lab\nserver n1", 2, "write: server NAME ADDRESS"),
    ("realm lab\nserver n1 a\nserver n1 b", 3, "server n1 stands there already"),
    ("realm lab\nserver n1 a\"b", 2, "no name or address"), ("realm lab\nhost", 2, "write: host"),
    ("realm lab\nhost a x\n\nhost A y", 4, "host a stands there already"),
    ("realm lab\nhost a renewals=x y", 2, "renewals is a number"),
    ("realm lab\nhots a b", 2, "there is no statement 'hots'"),
    ("realm lab\neveryone a b.c", 2, "'b.c' is no name"),
    ("realm lab\nremoved a", 2, "write: removed NAME NUMBER"),
  ])
  func `a wrong list is refused with the line`(text: String, line: Int, reason: String) {
    do throws(RealmListError) {
      _ = try RealmList(parsing: text)
      Issue.record("read")
    } catch {
      #expect(error.line == line)
      #expect(error.reason.contains(reason), "\(error)")
    }
  }

  @Test func `a machine may send as itself only, and read for its own users only`() throws {
    let list = try RealmList(parsing: Self.text)
    let web1 = HostPermissions(list.hosts[0], in: list)
    #expect(web1.publish.contains("msgr.lab.to.*.from.web1.>"))
    #expect(
      web1.publish.contains("$JS.API.CONSUMER.CREATE.MSGR_lab.web1.msgr.lab.to.ann.from.>"))
    #expect(web1.subscribe.contains("live.lab.rcpt.web1.from.>"))
    #expect(web1.subscribe.contains("live.lab.rcpt.*.from.*.bob"))
    #expect(web1.publishNot.isEmpty)
    for subject in web1.publish where subject.contains(".from.") && !subject.hasPrefix("$JS") {
      #expect(subject.contains(".from.web1."), "\(subject)")
    }
    #expect(!web1.subscribe.contains { $0.hasPrefix("live.lab.to.*") })
    // It says only of its own users that they have read something.
    #expect(
      web1.publish.filter { $0.hasPrefix("msgr.lab.rcpt") }.sorted()
        == ["msgr.lab.rcpt.*.from.web1.ann", "msgr.lab.rcpt.*.from.web1.bob"])
    // Nothing else of JetStream: older servers have holes behind it.
    for subject in web1.publish where subject.hasPrefix("$JS") {
      #expect(subject.hasPrefix("$JS.API.CONSUMER.") && subject.contains(".MSGR_lab.web1"))
    }
    let desk7 = HostPermissions(list.hosts[1], in: list)
    #expect(desk7.subscribe.contains("live.lab.to.*.from.>"))
    #expect(desk7.publishNot == ["msgr.lab.to.%2a.from.desk7.>"])
  }

  @Test func `each certificate of a machine has a name of its own`() throws {
    let list = try RealmList(parsing: Self.text)
    #expect(
      list.hosts.map { ServerConfiguration.certificateName(of: $0, in: list.realm) }
        == ["web1.host.lab", "2.desk7.host.lab"])
    #expect(
      ServerConfiguration.certificateName(of: list.servers[0], in: list.realm) == "n1.lab")
  }
}
