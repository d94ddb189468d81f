// SPDX-License-Identifier: Apache-2.0

#if hasFeature(Embedded)
  /// The part of `ContinuousClock` that this module uses: Embedded Swift's library has no clocks.
  ///
  /// An extension elsewhere reads the time; here it is a parameter.
  public struct ContinuousClock: Sendable {
    /// A point in time, as the time since the machine was started.
    public struct Instant: Hashable, Comparable, Sendable {
      /// The time since the machine was started.
      public var sinceStart: Duration

      /// Creates a point in time.
      public init(sinceStart: Duration) {
        self.sinceStart = sinceStart
      }

      /// The point in time that is `duration` later.
      public func advanced(by duration: Duration) -> Instant {
        Instant(sinceStart: sinceStart + duration)
      }

      /// The time from this point to `other`, negative when that is earlier.
      public func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }

      /// Orders points in time from early to late.
      public static func < (left: Instant, right: Instant) -> Bool {
        left.sinceStart < right.sinceStart
      }
    }
  }
#endif
