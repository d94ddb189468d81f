// SPDX-License-Identifier: Apache-2.0

public import SMBMessaging

/// Takes the messages and writes that the listeners have received, and delivers them on this machine.
///
/// Both functions return at once, on any thread. Messages of one source to one addressee are delivered in
/// the order of the calls.
public protocol MessageSink: Sendable {
  /// Delivers a message.
  ///
  /// - Parameter conclude: Called once, on any thread: with `SMBStatus.success` when the message is
  ///   stored, else with the reason, which the listener sends to the sender.
  func deliver(_ message: NetworkMessage, then conclude: @escaping @Sendable (SMBStatus) -> Void)

  /// Whether a mailslot other than the Messenger's takes writes from the network.
  func admits(_ mailslot: RemoteMailslotName) -> Bool

  /// Writes to the mailslot, or drops a write that fails: its sender gets no answer (C96).
  ///
  /// - Parameter conclude: Called once, on any thread, when the write is done.
  func write(_ write: NetworkWrite, then conclude: @escaping @Sendable () -> Void)
}
