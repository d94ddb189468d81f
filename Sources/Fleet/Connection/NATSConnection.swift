// SPDX-License-Identifier: Apache-2.0

import CNATS
import Dispatch
import LinuxSystem

/// A connection to one of the servers of a realm, which connects again by itself.
///
/// The library has two threads for it, and one for all handlers: a handler must not block.
@safe package final class NATSConnection: Sendable {
  private nonisolated(unsafe) let connection: OpaquePointer  // The library locks it.

  /// Whether what is published now goes with the next flush.
  private let willFlush = Guarded(false)

  /// The queue of the flushes: each waits for the server.
  private let flushes = DispatchQueue(label: "messngr.fleet.flush")

  /// The longest wait of a flush for the server, in milliseconds; the library itself flushes later, too.
  private static let flushTimeout: Int64 = 20

  /// What the library calls, on a thread of its own.
  private final class Callbacks: Sendable {
    let handle: @Sendable (NATSEvent) -> Void

    init(_ handle: @escaping @Sendable (NATSEvent) -> Void) { self.handle = handle }

    @unsafe static func at(_ closure: UnsafeMutableRawPointer?) -> Callbacks? {
      unsafe closure.map { unsafe Unmanaged<Callbacks>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  /// Begins to connect, and returns when the connection is up or the first attempt has failed.
  ///
  /// - Parameter onEvent: Called for each event, in their order.
  /// - Throws: ``NATSError/tls(_:)`` and others for options that cannot work. When no server answers,
  ///   nothing is thrown: the client goes on trying.
  package init(
    _ options: NATSOptions, _ onEvent: @escaping @Sendable (NATSEvent) -> Void
  ) throws(NATSError) {
    NATSConnection.prepareLibrary()
    var created: OpaquePointer?
    try NATSError.check(unsafe natsOptions_Create(&created))
    guard let library = unsafe created else { throw .other("no options") }
    defer { unsafe natsOptions_Destroy(library) }
    try unsafe NATSConnection.set(options, in: library)
    // The last event releases it.
    let callbacks = unsafe Unmanaged.passRetained(Callbacks(onEvent))
    try unsafe NATSConnection.set(callbacks.toOpaque(), in: library)
    var connection: OpaquePointer?
    let status = unsafe natsConnection_Connect(&connection, library)
    guard let connection = unsafe connection,
      status == NATS_OK || status == NATS_NOT_YET_CONNECTED
    else {
      unsafe callbacks.release()
      throw NATSError(status)
    }
    unsafe self.connection = connection
    if status == NATS_OK { onEvent(.connected) }
  }

  deinit { unsafe natsConnection_Destroy(connection) }

  /// Waits until the threads of the library have ended, when all connections are closed and released.
  ///
  /// A program calls it before it ends: at its end, OpenSSL releases what such a thread may still use.
  package static func endLibrary() { nats_CloseAndWait(1_000) }

  /// All handlers of this process run on one thread, so that more connections need no more threads.
  private static func prepareLibrary() { nats_SetMessageDeliveryPoolSize(1) }

  @unsafe private static func set(
    _ options: NATSOptions, in library: OpaquePointer
  ) throws(NATSError) {
    try unsafe NATSError.check(set(options.servers, in: library))
    try unsafe NATSError.check(natsOptions_SetName(library, options.name))
    try unsafe NATSError.check(natsOptions_SetCustomInboxPrefix(library, options.inboxPrefix))
    try unsafe NATSError.check(natsOptions_UseGlobalMessageDelivery(library, true))
    try unsafe NATSError.check(natsOptions_SetMaxReconnect(library, -1))
    try unsafe NATSError.check(natsOptions_SetReconnectWait(library, options.reconnectWait))
    try unsafe NATSError.check(natsOptions_SetTimeout(library, 5_000))
    try unsafe NATSError.check(natsOptions_SetPingInterval(library, options.pingInterval))
    try unsafe NATSError.check(natsOptions_SetMaxPingsOut(library, 1))
    guard let credentials = options.credentials else { return }
    try unsafe NATSError.check(natsOptions_SetSecure(library, true))
    try unsafe NATSError.check(
      natsOptions_LoadCATrustedCertificates(library, credentials.authority.string))
    try unsafe NATSError.check(
      natsOptions_LoadCertificatesChain(
        library, credentials.certificate.string, credentials.key.string))
  }

  @unsafe private static func set(
    _ servers: [String], in library: OpaquePointer
  ) -> natsStatus {
    let text = Array(servers.joined(separator: "\0").utf8CString)
    return unsafe text.withUnsafeBufferPointer { text in
      var starts = unsafe [text.baseAddress]
      for index in text.indices.dropLast() where unsafe text[index] == 0 {
        unsafe starts.append(text.baseAddress.map { unsafe $0 + index + 1 })
      }
      return unsafe natsOptions_SetServers(library, &starts, Int32(starts.count))
    }
  }

  @unsafe private static func set(
    _ closure: UnsafeMutableRawPointer, in library: OpaquePointer
  ) throws(NATSError) {
    try unsafe NATSError.check(
      natsOptions_SetRetryOnFailedConnect(
        library, true,
        { _, closure in unsafe Callbacks.at(closure)?.handle(.connected) }, closure))
    try unsafe NATSError.check(
      natsOptions_SetReconnectedCB(
        library, { _, closure in unsafe Callbacks.at(closure)?.handle(.connected) }, closure))
    try unsafe NATSError.check(
      natsOptions_SetDisconnectedCB(
        library, { _, closure in unsafe Callbacks.at(closure)?.handle(.disconnected) }, closure))
    try unsafe NATSError.check(
      natsOptions_SetErrorHandler(
        library,
        { connection, _, status, closure in
          unsafe Callbacks.at(closure)?.handle(.failed(NATSError(status, of: connection)))
        }, closure))
    try unsafe NATSError.check(
      natsOptions_SetClosedCB(
        library,
        { _, closure in
          guard let closure = unsafe closure else { return }
          let callbacks = unsafe Unmanaged<Callbacks>.fromOpaque(closure).takeRetainedValue()
          callbacks.handle(.closed)
        }, closure))
  }

  /// Publishes a message, without an answer of the server.
  ///
  /// While the connection is down, the library keeps it until the connection is up again.
  ///
  /// - Throws: ``NATSError``.
  package func publish(_ message: NATSMessage) throws(NATSError) {
    try unsafe message.withLibraryMessage { unsafe natsConnection_PublishMsg(connection, $0) }
    flushSoon()
  }

  /// Has the server get what was published, without a wait.
  ///
  /// The library itself would keep each message for a millisecond. A flush here begins at once, unless the server
  /// has yet to answer the one before: so the messages of that time go together, in few packets.
  private func flushSoon() {
    let isFirst = willFlush.withLock { willFlush in
      defer { willFlush = true }
      return !willFlush
    }
    guard isFirst else { return }
    flushes.async { [self] in
      willFlush.withLock { $0 = false }
      // While the connection is down, the library keeps what is published, and would keep the flush's question, too.
      guard isConnected else { return }
      unsafe natsConnection_FlushTimeout(connection, NATSConnection.flushTimeout)
    }
  }

  /// Calls `handle` with each message that comes under a subject, until the subscription is closed.
  ///
  /// - Parameter pattern: A subject; `*` stands for one token, `>` for all that follow.
  /// - Throws: ``NATSError``. A server that does not permit the subject says so with
  ///   ``NATSEvent/failed(_:)``.
  package func subscribe(
    _ pattern: String, _ handle: @escaping @Sendable (NATSMessage) -> Void
  ) throws(NATSError) -> NATSSubscription {
    defer { flushSoon() }
    return try unsafe NATSSubscription(connection, pattern, handle)
  }

  /// Whether the connection is up.
  package var isConnected: Bool {
    unsafe natsConnection_Status(connection) == NATS_CONN_STATUS_CONNECTED
  }

  /// The server to which the connection is up, as a URL; `nil` while it is down.
  package var server: String? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      guard
        unsafe natsConnection_GetConnectedUrl(connection, buffer.baseAddress, buffer.count)
          == NATS_OK, let start = buffer.baseAddress
      else { return nil }
      let text = unsafe String(cString: start)
      return text.isEmpty ? nil : text
    }
  }

  /// Closes the connection; ``NATSEvent/closed`` is its last event.
  package func close() { unsafe natsConnection_Close(connection) }
}
