// SPDX-License-Identifier: Apache-2.0

#if hasFeature(Embedded)
  import LinuxSystem
  import NetBIOS

  extension ContinuousClock {
    /// This moment.
    static var now: Instant { Instant(sinceStart: Deadline.timeSinceStart) }
  }

  extension ContinuousClock.Instant {
    /// This moment.
    static var now: ContinuousClock.Instant { ContinuousClock.now }
  }
#endif
