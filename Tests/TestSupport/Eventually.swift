// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Waits until a condition holds, and checks it every few milliseconds.
///
/// Use it only where no event can be awaited: for a counter of the kernel, or a file of another program.
///
/// - Parameter what: What the test waits for, for the error.
/// - Throws: ``TestProcessError/late(_:)`` after ``Program/patience``.
public func eventually(_ what: String, _ isTrue: () throws -> Bool) throws {
  let end = ContinuousClock.now + Program.patience
  while try !isTrue() {
    guard .now < end else { throw TestProcessError.late(what) }
    usleep(5_000)
  }
}
