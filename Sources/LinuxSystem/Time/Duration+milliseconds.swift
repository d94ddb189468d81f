// SPDX-License-Identifier: Apache-2.0

extension Duration {
  /// The whole milliseconds, without the rest.
  ///
  /// The duration is within 292 million years.
  package var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
