// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// What a handler was called with, in order.
final class Noted<Element: Sendable>: Sendable {
  private let list = Watched<[Element]>([])

  /// Everything so far.
  var all: [Element] { list.read { $0 } }

  /// Adds a call.
  func add(_ element: Element) { list.change { $0.append(element) } }

  /// Waits until the calls fulfil a condition.
  func wait(
    sourceLocation: SourceLocation = #_sourceLocation, until isTrue: ([Element]) -> Bool
  ) throws {
    let isInTime = list.wait(atMost: Program.patience, until: isTrue)
    try #require(isInTime, "\(all)", sourceLocation: sourceLocation)
  }
}
