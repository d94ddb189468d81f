// SPDX-License-Identifier: Apache-2.0

public import SMBMessaging

/// Takes what the listeners have received to where it belongs on this machine.
///
/// Both ways of taking something return at once, on whatever thread they are called. What one source
/// sends to one addressee is taken in the order of the calls.
public protocol MessageSink: Sendable {
  /// Delivers a message.
  ///
  /// - Parameter conclude: Called once, on any thread: with ``SMBStatus/success`` when the message is
  ///   stored, else with the reason, which its sender gets.
  func deliver(_ message: NetworkMessage, then conclude: @escaping @Sendable (SMBStatus) -> Void)

  /// Whether a mailslot other than the Messenger's takes writes from the network.
  func admits(_ mailslot: RemoteMailslotName) -> Bool

  /// Writes to the mailslot, or drops the write where that cannot be done: its sender gets no answer
  /// (C96).
  ///
  /// - Parameter conclude: Called once, on any thread, when that is done.
  func write(_ write: NetworkWrite, then conclude: @escaping @Sendable () -> Void)
}
