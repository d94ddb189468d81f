// SPDX-License-Identifier: Apache-2.0

public import Messages
public import NetBIOS

/// A computer that has announced itself on the network, as text that a terminal can show.
///
/// Only the address is proven.
public struct BrowseEntry: Equatable, Sendable {
  /// The most Characters of a comment.
  public static let maximumCommentCharacterCount = 80

  /// Its name.
  public let name: String

  /// Its address.
  public let address: IPv4Address

  /// Its workgroup; empty where it is not known.
  public let workgroup: String

  /// Whether it is the master browser, which keeps the list of its workgroup.
  public let isMaster: Bool

  /// When it announced itself last.
  public let heard: UnixTime

  /// When the entry ends, unless the computer announces itself again.
  public let expiry: UnixTime

  /// The comment in its announcement.
  public let comment: String

  /// Creates an entry; its texts lose the characters that a terminal would obey.
  public init(
    name: String, address: IPv4Address, workgroup: String, isMaster: Bool, heard: UnixTime,
    expiry: UnixTime, comment: String
  ) {
    let limit = MessageName.maximumLegacyByteCount
    self.name = MessageText.displayedOnOneLine(name, limit: limit)
    self.address = address
    self.workgroup = MessageText.displayedOnOneLine(workgroup, limit: limit)
    self.isMaster = isMaster
    self.heard = heard
    self.expiry = expiry
    self.comment = MessageText.displayedOnOneLine(
      comment, limit: BrowseEntry.maximumCommentCharacterCount)
  }

  /// Reads a line of a ``BrowseListFile``; `nil` for a line that is not an entry.
  init?(line: String) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 7, let address = IPv4Address(fields[1]), let heard = Int64(fields[4]),
      let expiry = Int64(fields[5])
    else { return nil }
    self.init(
      name: fields[0], address: address, workgroup: fields[2], isMaster: fields[3] == "master",
      heard: UnixTime(milliseconds: heard), expiry: UnixTime(milliseconds: expiry),
      comment: fields[6])
    guard !name.isEmpty else { return nil }
  }

  /// The line of a ``BrowseListFile``; none of the texts contains a tab or the end of a line.
  var line: String {
    [
      name, "\(address)", workgroup, isMaster ? "master" : "", "\(heard.milliseconds)",
      "\(expiry.milliseconds)", comment,
    ].joined(separator: "\t")
  }
}
