// SPDX-License-Identifier: Apache-2.0

package import Accounts
import LinuxSystem
import Wire

/// The realm of this machine and the names in it, as the relay lists them for senders.
///
///     realm lab
///     open
///     ann
///     bob
///
/// The file is `names` in the directory of the relay's mailslot. `open` means that a machine of the realm
/// serves users whom the list does not name.
public struct RealmNames: Equatable, Sendable {
  /// The name of the file.
  package static let fileName = "names"

  /// The longest file that is read, in bytes.
  private static let limit = 4 << 20

  /// The name of the realm.
  public let realm: String

  /// Whether the realm may have users whom the file does not name.
  public let isOpen: Bool

  /// The users, in lower case.
  private let users: [String]

  /// Reads the file of this machine's relay; `nil` when there is none that can be trusted.
  package init?(of relay: Account, in paths: Paths) {
    guard let folder = paths.mailslots(of: relay).first,
      let directory = try? TrustedDirectory(folder, ownedBy: relay.userID),
      let file = try? FileDescriptor.open(
        directory.stablePath(of: RealmNames.fileName), .readOnly,
        options: [.noFollow, .nonBlocking])
    else { return nil }
    let bytes = try? file.closeAfter { () throws(Errno) in
      try FileContents.readToEnd(of: file, limit: RealmNames.limit)
    }
    guard let bytes else { return nil }
    self.init(String(decoding: bytes, as: UTF8.self))
  }

  /// Reads the text of such a file.
  package init?(_ text: String) {
    let lines = text.parts(separator: "\n").filter { !$0.isEmpty }
    guard let first = lines.first, first.begins(with: "realm ") else { return nil }
    realm = first.dropping(6)
    isOpen = lines.count > 1 && lines[1] == "open"
    users = Array(lines.dropFirst(isOpen ? 2 : 1))
  }

  /// Whether the file names a user.
  package func contains(_ name: String) -> Bool {
    let name = name.lowercased()
    return users.contains { $0 == name }
  }
}
