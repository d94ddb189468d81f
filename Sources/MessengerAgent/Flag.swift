// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Something that was not so, and is from some moment on.
final class Flag: Sendable {
  private let state = Atomic(false)

  /// Whether it is so.
  var isSet: Bool { state.load(ordering: .acquiring) }

  /// Says that it is so from now on.
  func set() {
    state.store(true, ordering: .releasing)
  }
}
