// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NetBIOS
import SMBMessaging

/// What machines on the network say of themselves, for whoever wants to know.
public final class Announcements: Sendable {
  private struct State {
    var neighbourhood = BrowseList()
    var hasChanged = true
  }

  private let state = Guarded(State())

  /// Creates a list without machines.
  public init() {}

  /// Takes note of an announcement; `false` where there is no room for another machine.
  func hear(
    _ announcement: BrowserAnnouncement, in workgroup: [UInt8]?, from source: IPv4Address,
    at now: ContinuousClock.Instant
  ) -> Bool {
    state.withLock { state in
      let isTaken = state.neighbourhood.hear(announcement, in: workgroup, from: source, at: now)
      state.hasChanged = state.hasChanged || isTaken
      return isTaken
    }
  }

  /// The machines, if something was said since the last time anybody asked, or a machine forgotten.
  public func changedMachines(at now: ContinuousClock.Instant) -> [AnnouncedComputer]? {
    state.withLock { state in
      let isSmaller = state.neighbourhood.expire(at: now)
      guard state.hasChanged || isSmaller else { return nil }
      state.hasChanged = false
      return state.neighbourhood.machines
    }
  }
}
