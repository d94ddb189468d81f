// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

@Suite struct SenderPatternTests {
  @Test(arguments: [
    ("bob", "bob"), ("bob@example.org", "bob@example.org"), ("DOMAIN\\bob", "DOMAIN\\bob"),
    ("@staff", "@staff"), ("@bob@example.org", "@bob@example.org"),
    ("0", "0"), ("4294967295", "4294967295"), ("192.0.2.7", "192.0.2.7/32"),
    ("10.0.0.0/8", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"), ("::ffff:192.0.2.7", "192.0.2.7/32"),
    ("2001:db8::/32", "2001:db8:0:0:0:0:0:0/32"), ("fe80::1", "fe80:0:0:0:0:0:0:1/128"),
    ("::", "0:0:0:0:0:0:0:0/128"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0/128"),
    ("2001:DB8::192.0.2.7", "2001:db8:0:0:0:0:c000:207/128"),
  ])
  func `a sender is read and written`(text: String, written: String) throws {
    let pattern = try #require(SenderPattern(text))
    #expect(pattern.description == written)
    #expect(SenderPattern(written) == pattern)
  }

  @Test(arguments: [
    "", "-bob", "@", "@@staff", "@-staff", "@a b", "*", "bob smith", "bob,eve", "a\tb", "192.0.2",
    "192.0.2.256",
    "4294967296.", "192.0.2.7/33", "192.0.2.7/-1", "192.0.2.7/", "192.0.2.7/8/8", "/8", "bob/8",
    "2001:db8::/129", "2001:db8:::1", ":", "../x", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
    "1:2:3:4:5:6:7::8", "12345::", "::g", "1.2.3.4::", "::1.2.3", "192.0.02.7",
    "::ffff:192.0.2.256",
  ])
  func `a text that is no sender is refused`(text: String) {
    #expect(SenderPattern(text) == nil)
  }

  @Test func `a user of another machine matches with the machine only`() throws {
    let pattern = try #require(SenderPattern("ann@web1"))
    #expect(
      pattern.matches(sender: 997, name: "messngr-relay", origin: .realm(address: "ann@web1")))
    for address in ["ann@desk7", "ben@web1", "ann@web10"] {
      #expect(
        !pattern.matches(sender: 997, name: "messngr-relay", origin: .realm(address: address)))
    }
    let here = try #require(SenderPattern("messngr-relay"))
    #expect(!here.matches(sender: 997, name: "messngr-relay", origin: .realm(address: "ann@web1")))
  }

  @Test func `a group matches no sender: its members stand behind it`() throws {
    let pattern = try #require(SenderPattern("@staff"))
    #expect(!pattern.matches(sender: 1001, name: "staff", origin: .mailslot))
    #expect(!pattern.matches(sender: 1001, name: "@staff", origin: .mailslot))
  }

  @Test(arguments: [
    ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
    ("192.0.2.128/25", "192.0.2.127", false), ("192.0.2.128/25", "192.0.2.128", true),
    ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false),
    ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
    ("::/0", "2001:db8::1", true), ("192.0.2.0/24", "::ffff:192.0.2.9", true),
    ("2001:db8::/31", "2001:db9::1", true), ("2001:db8::/32", "2001:db9::1", false),
    ("fe80::/10", "fe80::1%eth0", true), ("192.0.2.0/24", "nonsense", false),
  ])
  func `a network matches the addresses in it`(text: String, address: String, matches: Bool) throws
  {
    let pattern = try #require(SenderPattern(text))
    for origin in [Origin.datagram(address: address), .session(address: address)] {
      #expect(pattern.matches(sender: 0, name: "root", origin: origin) == matches)
    }
    #expect(!pattern.matches(sender: 0, name: "root", origin: .mailslot))
  }
}
