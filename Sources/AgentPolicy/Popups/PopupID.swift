// SPDX-License-Identifier: Apache-2.0

/// A popup on the screen, as long as its display knows of it.
package struct PopupID: Hashable, Sendable {
  /// The display's own number.
  package let rawValue: UInt32

  /// Creates the identity of a popup.
  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}
