// SPDX-License-Identifier: Apache-2.0

/// Whom on this machine something from the network is for.
public enum Addressee: Hashable, Sendable {
  /// One person, by login name.
  case user(String)

  /// The machine: everyone who is logged in.
  case machine

  /// The workgroup, of which this machine is a part: everyone who is logged in.
  case workgroup
}
