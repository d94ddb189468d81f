// SPDX-License-Identifier: Apache-2.0

public import SMBMessaging

/// Takes what the listeners have received to where it belongs on this machine.
public protocol LocalPost: Sendable {
  /// Delivers a message.
  ///
  /// - Returns: ``SMBStatus/success`` once it is stored; else why it is not, for its sender to know.
  func deliver(_ message: NetworkMessage) async -> SMBStatus

  /// Whether a mailslot other than the Messenger's takes writes from the network.
  func admits(_ mailslot: RemoteMailslotName) -> Bool

  /// Writes to the mailslot, or drops the write where that cannot be done: nobody is told (C96).
  func write(_ write: NetworkWrite) async
}
