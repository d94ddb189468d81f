// SPDX-License-Identifier: Apache-2.0

/// A place where a rule of the house is broken.
struct Breach: Hashable {
  /// What a list of exceptions calls it: a file, a folder, a target or a type.
  let key: String

  /// What is wrong there, for the reader of a failed test.
  let text: String
}

extension [Breach] {
  /// What a test reports: each breach that no exception covers, and each exception without a breach.
  ///
  /// So a list of exceptions can only shrink.
  func faults(excepting exceptions: Set<String> = []) -> [String] {
    let uncovered = filter { !exceptions.contains($0.key) }.map { "\($0.key): \($0.text)" }
    let unneeded = exceptions.subtracting(map(\.key)).map { "\($0): this exception is not needed" }
    return uncovered + unneeded.sorted()
  }
}
