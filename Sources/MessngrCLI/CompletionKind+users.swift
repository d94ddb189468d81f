// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension CompletionKind {
  /// The users of this machine, in words that every shell understands.
  static var users: CompletionKind { .shellCommand("getent passwd | cut -d: -f1") }
}
