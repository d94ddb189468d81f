// SPDX-License-Identifier: Apache-2.0

extension Duration {
  /// The whole nanoseconds, without the rest; `nil` for more than an `Int64` holds: 292 years.
  package var nanoseconds: Int64? {
    let (seconds, attoseconds) = components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOver) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return isTooLong || isOver ? nil : sum
  }
}
