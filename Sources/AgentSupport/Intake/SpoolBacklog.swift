// SPDX-License-Identifier: Apache-2.0

/// The files that stay in the spool because their senders have no room in the inbox.
///
/// Their senders believe that they are kept, so the agent does not remove them. It tries one message of
/// each sender again: when there is room for that one, there may be room for the others.
package struct SpoolBacklog {
  private var senders: [String: UInt32] = [:]

  /// The files that the agent tries again.
  private var samples: Set<String> = []

  /// Creates an empty backlog.
  package init() {}

  /// Whether no file is in it.
  package var isEmpty: Bool { senders.isEmpty }

  /// How many files are in it.
  var count: Int { senders.count }

  /// Whether the agent leaves a file where it is for now.
  package func holdsBack(_ name: String) -> Bool { senders[name] != nil && !samples.contains(name) }

  /// Adds a file of a sender.
  ///
  /// - Returns: Whether it was not in it before.
  mutating func insert(_ name: String, of sender: UInt32) -> Bool {
    samples.remove(name)
    return senders.updateValue(sender, forKey: name) == nil
  }

  /// Removes all files of a sender, for whom there is room again.
  mutating func removeAll(of sender: UInt32) {
    guard !senders.isEmpty else { return }
    senders = senders.filter { $1 != sender }
    samples = samples.filter { senders[$0] != nil }
  }

  /// Removes the files that are not in the spool any more: their owner may delete them.
  package mutating func keep(_ names: Set<String>) {
    senders = senders.filter { names.contains($0.key) }
  }

  /// Chooses one file of each sender for the next attempt.
  package mutating func takeSamples() {
    var seen: Set<UInt32> = []
    samples = Set(senders.filter { seen.insert($1).inserted }.keys)
  }
}
