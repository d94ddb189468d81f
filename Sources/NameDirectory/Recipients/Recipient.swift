// SPDX-License-Identifier: Apache-2.0

public import Messages
import Wire

/// A recipient of a message, as the sender types it.
public indirect enum Recipient: Equatable, Sendable {
  /// A user of this machine, or the machine itself.
  case name(MessageName)

  /// All users of this machine: `*`.
  case everyone

  /// All users who are logged in on this machine: `/users`.
  case users

  /// A workgroup: `/domain`, `/domain:NAME`. Without a name it is the machine's own.
  case domain(String?)

  /// A computer on the network: `\\HOST`.
  case computer(String)

  /// The members of a group of this machine: `@GROUP`.
  case group(String)

  /// A user, a group or all users (`*`) of another machine: `NAME@REALM`, `@GROUP@REALM`, `*@REALM`.
  case realm(name: String, realm: String)

  /// Reads a recipient.
  ///
  /// - Throws: ``MessageNameError`` when the word cannot be a name.
  public init(_ word: String) throws(MessageNameError) {
    let small = word.lowercased()
    if word == "*" {
      self = .everyone
    } else if small == "/users" {
      self = .users
    } else if small == "/domain" {
      self = .domain(nil)
    } else if small.begins(with: "/domain:") {
      self = .domain(try MessageName(word.dropping(8)).text)
    } else if word.begins(with: #"\\"#) {
      self = .computer(try MessageName(word.dropping(2)).text)
    } else if let at = word.utf8.lastIndex(of: UInt8(ascii: "@")), at > word.startIndex {
      let (name, realm) = (String(word[..<at]), String(word[word.utf8.index(after: at)...]))
      // A name alone has to be one; * is none, and a group is one behind its @.
      if name != "*" {
        _ = try MessageName(name.utf8.first == UInt8(ascii: "@") ? name.dropping(1) : name)
      }
      self = .realm(name: name, realm: try MessageName(realm).text)
    } else if word.begins(with: "@") {
      self = .group(try MessageName(word.dropping(1)).text)
    } else {
      self = .name(try MessageName(word))
    }
  }
}

extension Recipient: CustomStringConvertible {
  /// The recipient as it is typed.
  public var description: String {
    switch self {
    case .name(let name): name.text
    case .everyone: "*"
    case .users: "/users"
    case .domain(let name): name.map { "/domain:\($0)" } ?? "/domain"
    case .computer(let host): #"\\"# + host
    case .group(let name): "@\(name)"
    case .realm(let name, let realm): "\(name)@\(realm)"
    }
  }
}
