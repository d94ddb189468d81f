// SPDX-License-Identifier: Apache-2.0

extension RealmList {
  /// Reads a list.
  ///
  /// - Throws: ``RealmListError`` for the first line that is wrong.
  package init(parsing text: String) throws(RealmListError) {
    var list: RealmList?
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
        .map(String.init)
      guard let statement = words.first else { continue }
      func fail(_ reason: String) -> RealmListError { RealmListError(line: number, reason: reason) }
      func label(_ word: String) throws(RealmListError) -> DomainLabel {
        guard let label = DomainLabel(word) else {
          throw fail("'\(word)' is no name: use letters, digits and hyphens")
        }
        return label
      }
      if statement == "realm" {
        guard list == nil else { throw fail("the realm has a name already") }
        guard words.count == 2 else { throw fail("write: realm NAME") }
        list = RealmList(try label(words[1]))
        continue
      }
      guard var known = list else { throw fail("the first line is: realm NAME") }
      switch statement {
      case "server":
        guard words.count == 3 else { throw fail("write: server NAME ADDRESS") }
        let name = try label(words[1])
        guard known.servers.allSatisfy({ $0.name != name }) else {
          throw fail("server \(name) stands there already")
        }
        guard RealmList.isAddress(words[2]) else {
          throw fail("'\(words[2])' is no name or address of a machine")
        }
        known.servers.append(Server(name: name, address: words[2]))
      case "host":
        guard words.count >= 2 else { throw fail("write: host NAME USER..., or host NAME *") }
        let name = try label(words[1])
        guard known.hosts.allSatisfy({ $0.name != name }) else {
          throw fail("host \(name) stands there already")
        }
        var users = Array(words.dropFirst(2))
        var renewals = 0
        if let option = users.first, option.hasPrefix("renewals=") {
          guard let count = Int(option.dropFirst(9)), (0...999_999).contains(count) else {
            throw fail("renewals is a number from 0 to 999999")
          }
          (renewals, users) = (count, Array(users.dropFirst()))
        }
        for user in users where user != "*" && !RealmList.isUser(user) {
          throw fail("'\(user)' is no login name")
        }
        known.hosts.append(
          Host(name: name, renewals: renewals, users: users.contains("*") ? nil : users))
      case "removed":
        guard words.count == 3, let count = Int(words[2]), (0...999_999).contains(count) else {
          throw fail("write: removed NAME NUMBER")
        }
        known.removed[try label(words[1])] = count
      case "everyone":
        for word in words.dropFirst() { known.announcers.append(try label(word)) }
      default:
        throw fail("there is no statement '\(statement)': use server, host, removed or everyone")
      }
      list = known
    }
    guard let list else { throw RealmListError(line: max(number, 1), reason: "write: realm NAME") }
    self = list
  }

  /// The list as text, which ``init(parsing:)`` reads.
  package var text: String {
    var lines = ["realm \(realm)"]
    lines += servers.map { "server \($0.name) \($0.address)" }
    lines += hosts.map { host in
      (["host", host.name.text] + (host.renewals > 0 ? ["renewals=\(host.renewals)"] : [])
        + (host.users ?? ["*"])).joined(separator: " ")
    }
    lines += removed.sorted { $0.key < $1.key }.map { "removed \($0.key) \($0.value)" }
    if !announcers.isEmpty {
      lines.append("everyone " + announcers.map(\.text).joined(separator: " "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether a word may stand in the configuration of a server as an address.
  private static func isAddress(_ word: String) -> Bool {
    (1...253).contains(word.utf8.count)
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || ".:-[]".utf8.contains(byte)
      }
  }

  /// Whether a word can be a login name.
  private static func isUser(_ word: String) -> Bool { SubjectToken(word) != nil }
}
