// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages

/// One scan of the spool: it takes messages, removes other files, and counts the files of each user.
struct SpoolPass: ~Copyable {
  /// The age in milliseconds from which an unfinished file counts as abandoned.
  private static let abandonment: Int64 = 3_600_000

  private(set) var scan = Spool.Scan()

  private let owner: UInt32
  private let now: UnixTime
  private let limit: Int
  private var shares: [UInt32: SpoolShare] = [:]
  private var takenCounts: [UInt32: Int] = [:]

  /// Begins a pass.
  ///
  /// - Parameters:
  ///   - owner: The recipient that messages must name.
  ///   - now: The time from which the age of unfinished files is counted.
  ///   - limit: How many messages are taken; at most half of them from one user, so that one sender
  ///     does not delay all others.
  init(for owner: UInt32, now: UnixTime, limit: Int) {
    self.owner = owner
    self.now = now
    self.limit = limit
  }

  /// Looks at one file and removes it if it is not a message.
  ///
  /// - Parameter isPassedOver: Whether the file of that name is left unopened.
  mutating func look(
    at name: FileName, in directory: borrowing TrustedDirectory,
    passingOver isPassedOver: (String) -> Bool
  ) throws(DirectoryTrustError) {
    guard let status = try? directory.descriptor.stat(name) else { return }
    let kind = SpoolEntry.NameKind(name)
    if let refusal = refusal(of: kind, status) {
      remove(name, status, refusal, in: directory)
      return
    }
    guard case .message(let id) = kind, status.size > 0,
      !isPassedOver(SpoolEntry.name(of: id))
    else { return }
    guard scan.entries.count < limit, takenCounts[status.userID, default: 0] < (limit + 1) / 2
    else {
      scan.isPartial = true
      return
    }
    switch try SpoolFile(name, id, in: directory, for: owner) {
    case .message(let entry):
      takenCounts[entry.sender, default: 0] += 1
      scan.entries.append(entry)
    case .notYet: break
    case .refused(let refusal): remove(name, status, refusal, in: directory)
    }
  }

  /// Ends the pass.
  consuming func finish() -> Spool.Scan {
    scan.entries.sort { $0.modified < $1.modified }
    return scan
  }

  /// Why a file is not a message, as far as that is known without opening it.
  private mutating func refusal(of kind: SpoolEntry.NameKind, _ status: FileStatus) -> SpoolRefusal?
  {
    guard kind != .other else { return .badName }
    guard status.type == .regular else { return .notAFile }
    let isUnfinished = kind == .unfinished || status.size == 0
    // The owner can set the other times, to the far future for example; this one is the kernel's.
    let changed = Int64(status.changeTime.seconds) * 1000
    if isUnfinished, now.milliseconds - changed > SpoolPass.abandonment { return .abandoned }
    guard status.userID != 0, status.userID != owner else { return nil }
    let hasRoom =
      isUnfinished
      ? shares[status.userID, default: SpoolShare()].addUnfinished()
      : shares[status.userID, default: SpoolShare()].addMessage(ofSize: status.size)
    return hasRoom ? nil : .excess
  }

  /// Removes and counts a file.
  ///
  /// A directory that is not empty stays: only its owner can empty it.
  private mutating func remove(
    _ name: FileName, _ status: FileStatus, _ refusal: SpoolRefusal,
    in directory: borrowing TrustedDirectory
  ) {
    let isDirectory = status.type == .directory
    guard (try? directory.descriptor.remove(name, isDirectory: isDirectory)) != nil else { return }
    scan.refusals[refusal, default: 0] += 1
  }
}
