// SPDX-License-Identifier: Apache-2.0

/// The writer of a message; unix(7) `SCM_CREDENTIALS`.
///
/// The kernel proves the user. The process is only a hint: the kernel uses its number again, and a writer in
/// another namespace has the number 0.
public struct PeerCredentials: Equatable, Sendable {
  /// The writer's process, or 0.
  public let processID: Int32

  /// The writer's user; 65534 when it has no number in this namespace.
  public let userID: UInt32

  /// The writer's group; 65534 when it has no number in this namespace.
  public let groupID: UInt32

  /// Creates credentials.
  public init(processID: Int32, userID: UInt32, groupID: UInt32) {
    self.processID = processID
    self.userID = userID
    self.groupID = groupID
  }
}
