// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Takes the datagrams for the Messenger from Samba's nmbd, where nmbd has port 138.
///
/// nmbd receives datagrams only for its own names: the machine's and the workgroup's.
public struct NmbdListener: Service {
  /// The usual path of nmbd's socket.
  public static let standardPath = "/run/samba/nmbd/unexpected"

  private let path: String
  private let service: DatagramService

  /// The connection that ``open(path:for:)`` made.
  private let first: any Channel

  /// The time between two attempts to connect.
  private static let retryInterval = Duration.seconds(5)

  /// The time within which nmbd must confirm a connection.
  private static let connectTimeout = TimeAmount.seconds(2)

  /// Asks nmbd for its datagrams; `nil` when nmbd does not run or does not confirm.
  ///
  /// - Parameter path: The path of nmbd's socket.
  public static func open(
    path: String = standardPath, for service: DatagramService
  ) async -> NmbdListener? {
    guard let channel = try? await connect(to: path, for: service) else { return nil }
    return NmbdListener(path: path, service: service, first: channel)
  }

  /// Takes datagrams until the service shuts down; connects again when nmbd has closed the connection.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var connection: (any Channel)? = first
      while !Task.isCancelled {
        if let channel = connection {
          try? await withTaskCancellationHandler {
            try await channel.closeFuture.get()
          } onCancel: {
            channel.close(promise: nil)
          }
        }
        // nmbd does not announce that it runs again, so try to connect now and then.
        await service.loop.pause(for: NmbdListener.retryInterval)
        connection = try? await NmbdListener.connect(to: path, for: service)
      }
    }
  }

  private static func connect(
    to path: String, for service: DatagramService
  ) async throws -> any Channel {
    let dispatcher = service.dispatcher
    let acknowledgement = service.loop.makePromise(of: Void.self)
    do {
      let channel = try await ClientBootstrap(group: service.loop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              NmbdHandler(dispatcher: dispatcher.value, acknowledgement: acknowledgement))
          }
        }
        .connect(unixDomainSocketPath: path).get()
      let end = service.loop.scheduleTask(in: connectTimeout) { channel.close(promise: nil) }
      defer { end.cancel() }
      try await acknowledgement.futureResult.get()
      return channel
    } catch {
      // NIO ignores a promise that was fulfilled before.
      acknowledgement.fail(error)
      throw error
    }
  }
}
