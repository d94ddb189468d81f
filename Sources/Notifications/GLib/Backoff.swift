// SPDX-License-Identifier: Apache-2.0

/// Somebody was silent for as long as a call may take: until a certain time nobody is asked again.
struct Backoff {
  /// What calls are told meanwhile.
  let error: NotificationError
  /// When it is worth asking again.
  let until: ContinuousClock.Instant
  /// Who was there and silent; somebody else is asked at once.
  let owner: String?
}
