// SPDX-License-Identifier: Apache-2.0

extension Array {
  /// The elements in an order; equal ones stay in the order in which they are.
  ///
  /// What is sorted are the indices, so that all types of elements share one sort. The compiler would make the
  /// sort of the standard library for each type: 2 KB of libmessngr.
  package func ordered(by precedes: (Element, Element) -> Bool) -> [Element] {
    Order.indices(count) { precedes(self[$0], self[$1]) }.map { self[$0] }
  }
}

extension Array where Element: Comparable {
  /// The elements in ascending order.
  package func ordered() -> [Element] { ordered { $0 < $1 } }
}

/// The sort that all types of elements share.
private enum Order {
  @inline(never)
  static func indices(_ count: Int, by precedes: (Int, Int) -> Bool) -> [Int] {
    Array(0..<count).sorted(by: precedes)
  }
}
