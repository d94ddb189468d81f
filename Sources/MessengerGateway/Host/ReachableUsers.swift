// SPDX-License-Identifier: Apache-2.0

/// The names of the users of this machine who can get messages now.
struct ReachableUsers: Equatable {
  /// The login names of the users who are logged in, and their aliases.
  var present: [String] = []

  /// The login names of the users who are away and have a spool.
  var away: [String] = []
}
