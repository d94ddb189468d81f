// SPDX-License-Identifier: Apache-2.0

import Messages

/// Who is behind a message: what decides whether another one may take its place.
struct Author: Equatable {
  /// The user whom the kernel names.
  let userID: UInt32

  /// The way the message came.
  let origin: Origin

  /// Whether the two are one sender: the same user and, where that user is only the gateway, the
  /// same address behind it.
  func isSame(as other: Author) -> Bool {
    userID == other.userID
      && (origin == other.origin || origin.isProven && other.origin.isProven)
  }

  /// Whether this author may take back a message of `other`: his own, and root's say on all.
  func mayTakeBack(from other: Author) -> Bool {
    isSame(as: other) || userID == 0 && origin.isProven
  }
}
