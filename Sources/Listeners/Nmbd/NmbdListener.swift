// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Takes the datagrams for the Messenger that Samba's nmbd hands over, where nmbd has port 138.
///
/// nmbd takes them only for its own names: the machine's and the workgroup's.
public struct NmbdListener: Service {
  /// Where nmbd's socket is, as a rule.
  public static let standardPath = "/run/samba/nmbd/unexpected"

  private let path: String
  private let service: DatagramService

  /// The connection that was there from the beginning.
  private let first: any Channel

  /// How long it takes until nmbd is looked for again.
  private static let retryInterval = Duration.seconds(5)

  /// How long nmbd may take to say that it hands datagrams over.
  private static let patience = TimeAmount.seconds(2)

  /// Asks nmbd for its datagrams; `nil` when it is not there, or does not let itself be listened to.
  ///
  /// - Parameter path: Where nmbd's socket is.
  public static func open(
    path: String = standardPath, for service: DatagramService
  ) async -> NmbdListener? {
    guard let channel = try? await connect(to: path, for: service) else { return nil }
    return NmbdListener(path: path, service: service, first: channel)
  }

  /// Takes datagrams until it is told to stop; looks for nmbd again when that has gone.
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
        // nmbd says to nobody that it has come back, so it has to be looked for now and then.
        await service.loop.pause(for: NmbdListener.retryInterval)
        connection = try? await NmbdListener.connect(to: path, for: service)
      }
    }
  }

  private static func connect(
    to path: String, for service: DatagramService
  ) async throws -> any Channel {
    let desk = service.desk
    let acknowledgement = service.loop.makePromise(of: Void.self)
    do {
      let channel = try await ClientBootstrap(group: service.loop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              NmbdHandler(desk: desk.value, acknowledgement: acknowledgement))
          }
        }
        .connect(unixDomainSocketPath: path).get()
      let end = service.loop.scheduleTask(in: patience) { channel.close(promise: nil) }
      defer { end.cancel() }
      try await acknowledgement.futureResult.get()
      return channel
    } catch {
      // A second word on the same thing is not heard.
      acknowledgement.fail(error)
      throw error
    }
  }
}
