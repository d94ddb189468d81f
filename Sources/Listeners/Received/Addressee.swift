// SPDX-License-Identifier: Apache-2.0

/// The recipient on this machine of a message or a write from the network.
public enum Addressee: Hashable, Sendable {
  /// One user, by login name.
  case user(String)

  /// The machine: all users who are logged in.
  case machine

  /// The workgroup of this machine: all users who are logged in.
  case workgroup
}
