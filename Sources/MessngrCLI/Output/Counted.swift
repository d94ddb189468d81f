// SPDX-License-Identifier: Apache-2.0

/// Numbers with their nouns.
enum Counted {
  /// `1 message`, `2 messages`.
  static func messages(_ count: Int) -> String {
    count == 1 ? "1 message" : "\(count) messages"
  }
}
