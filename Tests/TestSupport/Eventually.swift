// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Waits until something is so that nobody tells of, looking again every few milliseconds.
///
/// Only for what cannot be awaited: a counter of the kernel's, another program's file.
///
/// - Throws: ``TestProcessError/late(_:)`` after ``Program/patience``.
public func eventually(_ what: String, _ isTrue: () throws -> Bool) throws {
  let end = ContinuousClock.now + Program.patience
  while try !isTrue() {
    guard .now < end else { throw TestProcessError.late(what) }
    usleep(5_000)
  }
}
