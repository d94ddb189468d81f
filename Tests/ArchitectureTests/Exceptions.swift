// SPDX-License-Identifier: Apache-2.0

/// Where the house does not yet keep its rules.
///
/// An entry that is not needed fails, so the lists shrink.
enum Exceptions {
  /// Targets that call libc without `LinuxSystem`.
  static let rawCalls: Set<String> = []

  /// What the small programs use and Embedded Swift lacks.
  static let sendPath: Set<String> = []

  /// Files with a suspicious word whose reason does not stand beside it.
  static let reasons: Set<String> = []

  /// Names that two types have.
  static let typeNames: Set<String> = []

  /// Folders with more than 15 Swift files.
  static let fullFolders: Set<String> = []

  /// Targets whose folders the floor plan does not show as they are.
  static let folders: Set<String> = []

  /// Folders with texts that do not name the actor.
  static let plainEnglish: Set<String> = []
}
