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
  /// The indices, merged from runs of 1, 2, 4, … that are in order.
  @inline(never)
  static func indices(_ count: Int, by precedes: (Int, Int) -> Bool) -> [Int] {
    var (runs, merged) = (Array(0..<count), [Int](repeating: 0, count: count))
    var width = 1
    while width < count {
      var start = 0
      while start < count {
        let middle = min(start + width, count)
        let end = min(middle + width, count)
        var (left, right) = (start, middle)
        for place in start..<end {
          let isRight = left == middle || right < end && precedes(runs[right], runs[left])
          merged[place] = runs[isRight ? right : left]
          if isRight { right += 1 } else { left += 1 }
        }
        start = end
      }
      swap(&runs, &merged)
      width *= 2
    }
    return runs
  }
}
