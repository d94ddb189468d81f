// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NetBIOS
import SMBMessaging

/// The browse list that the listeners fill and the gateway reads, on different threads.
public final class SharedBrowseList: Sendable {
  private struct State {
    var browseList = BrowseList()
    var hasChanged = true
  }

  private let state = Guarded(State())

  /// Creates a list without computers.
  public init() {}

  /// Takes an announcement in; `false` where there is no room for another computer.
  func receive(
    _ announcement: BrowserAnnouncement, in workgroup: [UInt8]?, from source: IPv4Address,
    at now: ContinuousClock.Instant
  ) -> Bool {
    state.withLock { state in
      let isTaken = state.browseList.receive(announcement, in: workgroup, from: source, at: now)
      state.hasChanged = state.hasChanged || isTaken
      return isTaken
    }
  }

  /// The computers; `nil` if the list has not changed since the last call.
  public func changedComputers(at now: ContinuousClock.Instant) -> [AnnouncedComputer]? {
    state.withLock { state in
      let hasExpired = state.browseList.expire(at: now)
      guard state.hasChanged || hasExpired else { return nil }
      state.hasChanged = false
      return state.browseList.computers
    }
  }
}
