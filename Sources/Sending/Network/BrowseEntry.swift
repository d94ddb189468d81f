// SPDX-License-Identifier: Apache-2.0

public import Messages
public import NetBIOS

/// A machine that has said on the network that it is there, as text that can be shown.
///
/// Nothing of it is proven but the address.
public struct BrowseEntry: Equatable, Sendable {
  /// The most Characters of a comment.
  public static let maximumCommentCharacterCount = 80

  /// Its name.
  public let name: String

  /// Its address.
  public let address: IPv4Address

  /// Its workgroup; empty where nobody has said.
  public let workgroup: String

  /// Whether it keeps the list of its workgroup.
  public let isMaster: Bool

  /// When it last said so.
  public let heard: UnixTime

  /// When it has been silent for too long.
  public let expiry: UnixTime

  /// What it says of itself.
  public let comment: String

  /// Creates a machine; from every text goes what a screen should not be told.
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

  /// Reads a line of a ``BrowseListFile``; `nil` for one that is none.
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

  /// A line of a ``BrowseListFile``: no text here holds a tab or the end of a line.
  var line: String {
    [
      name, "\(address)", workgroup, isMaster ? "master" : "", "\(heard.milliseconds)",
      "\(expiry.milliseconds)", comment,
    ].joined(separator: "\t")
  }
}
