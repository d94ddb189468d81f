// SPDX-License-Identifier: Apache-2.0

/// What stays in the spool because its sender has no room in the inbox: acknowledged, so not removed.
///
/// Of each sender one message at a time is tried again. When there is room for that, there may be for
/// the others.
struct SpoolBacklog {
  private var senders: [String: UInt32] = [:]

  /// The files that are tried again.
  private var samples: Set<String> = []

  /// Whether there is nothing in it.
  var isEmpty: Bool { senders.isEmpty }

  /// How many files are in it.
  var count: Int { senders.count }

  /// Whether a file waits, and is not to be tried again now.
  func holdsBack(_ name: String) -> Bool { senders[name] != nil && !samples.contains(name) }

  /// Adds a file, which belongs to a sender.
  ///
  /// - Returns: Whether it was not in it before.
  mutating func insert(_ name: String, of sender: UInt32) -> Bool {
    samples.remove(name)
    return senders.updateValue(sender, forKey: name) == nil
  }

  /// Takes out all files of a sender: there is room again.
  mutating func removeAll(of sender: UInt32) {
    guard !senders.isEmpty else { return }
    senders = senders.filter { $1 != sender }
    samples = samples.filter { senders[$0] != nil }
  }

  /// Takes out the files that are not in the spool any more: their owner may remove them.
  mutating func keep(_ names: Set<String>) {
    senders = senders.filter { names.contains($0.key) }
  }

  /// Chooses one file of each sender to be tried again.
  mutating func takeSamples() {
    var seen: Set<UInt32> = []
    samples = Set(senders.filter { seen.insert($1).inserted }.keys)
  }
}
