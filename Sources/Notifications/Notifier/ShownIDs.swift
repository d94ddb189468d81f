// SPDX-License-Identifier: Apache-2.0

/// The newest notifications of this process, to distinguish their events from those of other programs.
///
/// Some servers send each signal to all programs. A closed notification stays in the set: the user may
/// bring it back from the server's history and choose an action.
struct ShownIDs {
  private static let capacity = 4096

  private var members: Set<NotificationID> = []
  private var ring: [NotificationID] = []
  private var oldest = 0

  func contains(_ id: NotificationID) -> Bool { members.contains(id) }

  /// Remembers an ID; the oldest of more than 4,096 is forgotten.
  mutating func insert(_ id: NotificationID) {
    guard members.insert(id).inserted else { return }
    if ring.count < Self.capacity {
      ring.append(id)
    } else {
      members.remove(ring[oldest])
      ring[oldest] = id
      oldest = (oldest + 1) % Self.capacity
    }
  }
}
