// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Wire

/// The groups of this machine: those in `/etc/group`, then those of other sources; getent(1).
public struct GroupDatabase: Sendable {
  private let file: FilePath
  private let passwd: FilePath
  private let getent: FilePath
  private let deadline: Deadline

  /// Creates a database.
  ///
  /// - Parameters:
  ///   - file: A file in the format of group(5).
  ///   - passwd: A file in the format of passwd(5), for the accounts whose first group it is.
  ///   - getent: The program that knows the groups of other sources; getent(1).
  ///   - deadline: The moment from which on only the files are read.
  public init(
    file: FilePath = "/etc/group", passwd: FilePath = "/etc/passwd",
    getent: FilePath = "/usr/bin/getent", until deadline: Deadline = .never
  ) {
    self.file = file
    self.passwd = passwd
    self.getent = getent
    self.deadline = deadline
  }

  /// The login names of a group's members, sorted; `nil` when the group does not exist.
  ///
  /// The members are the accounts that the group lists, and those of passwd(5) whose first group it is.
  public func members(of group: String) -> [String]? {
    guard !group.isEmpty, !group.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: ":") }),
      let line = line(of: group, in: try? FileContents.read(file))
        ?? line(
          of: group,
          in: try? ProgramOutput.read(from: getent, ["group", "--", group], until: deadline))
    else { return nil }
    let listed = line[3].parts(separator: ",").filter { !$0.isEmpty }
    let first =
      Digits.decimal(line[2], limit: UInt64(UInt32.max)).map {
        accounts(withFirstGroup: UInt32($0))
      }
      ?? []
    return (listed + first).ordered().reduce(into: []) { members, member in
      if members.last != member { members.append(member) }
    }
  }

  /// The fields `name:password:gid:members` of a group.
  private func line(of group: String, in bytes: [UInt8]?) -> [String]? {
    for line in DatabaseLines(bytes ?? [], with: group, in: 0) {
      let fields = String(decoding: line, as: UTF8.self).parts(separator: ":")
      if fields.count == 4, fields[0] == group { return fields }
    }
    return nil
  }

  private func accounts(withFirstGroup groupID: UInt32) -> [String] {
    let bytes = (try? FileContents.read(passwd)) ?? []
    var names: [String] = []
    for line in DatabaseLines(bytes, with: String(groupID), in: 3) {
      if let account = Account(line: line), account.groupID == groupID {
        names.append(account.name)
      }
    }
    return names
  }
}
