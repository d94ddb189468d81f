// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a list of a realm.
package struct RealmListError: Error, Equatable, Sendable {
  /// The line, from 1.
  package let line: Int

  /// What is wrong with it.
  package let reason: String
}

extension RealmListError: CustomStringConvertible {
  /// One line for a person.
  package var description: String { "line \(line): \(reason)" }
}
