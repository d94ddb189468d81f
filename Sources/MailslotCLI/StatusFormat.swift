// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
public import Mailslots
import Messages

/// The two forms in which `mailslot` prints the status of a mailslot.
public enum StatusFormat {
  /// A line with the name, the reader, the owner, the mode and the file.
  public static func line(_ status: MailslotStatus, owner: String) -> String {
    let name = MessageText.displayedOnOneLine(
      status.name?.path ?? status.path.lastComponent?.string ?? "")
    let reader =
      switch status.hasReader {
      case true?: "reader"
      case false?: "no reader"
      case nil: "not permitted"
      }
    let path = MessageText.displayedOnOneLine(status.path.string)
    return [name, reader, owner, mode(status), path].joined(separator: "\t")
  }

  /// An object with stable keys.
  public static func json(_ status: MailslotStatus, owner: String) -> String {
    var object = JSONLine()
    if let name = status.name { object.add("name", name.path) } else { object.addNull("name") }
    object.add("path", status.path.string)
    object.add("uid", status.userID)
    object.add("owner", owner)
    object.add("mode", mode(status))
    if let hasReader = status.hasReader {
      object.add("reader", hasReader)
    } else {
      object.addNull("reader")
    }
    return object.text
  }

  private static func mode(_ status: MailslotStatus) -> String {
    let digits = String(status.permissions.rawValue & 0o777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
