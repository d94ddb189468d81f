// SPDX-License-Identifier: Apache-2.0

/// A popup on the screen, as long as its display knows of it.
struct PopupID: Hashable, Sendable {
  /// The display's own number.
  let rawValue: UInt32
}
