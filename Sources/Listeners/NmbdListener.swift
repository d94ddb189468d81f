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

  /// How long it takes until nmbd is looked for again.
  private static let retryInterval = Duration.seconds(5)

  /// Creates a listener.
  ///
  /// - Parameter path: Where nmbd's socket is.
  public init(path: String = standardPath, for service: DatagramService) {
    self.path = path
    self.service = service
  }

  /// Whether nmbd is there and lets itself be listened to.
  public func isAvailable() async -> Bool {
    guard let channel = try? await connect() else { return false }
    try? await channel.close().get()
    return true
  }

  /// Takes datagrams until it is told to stop; looks for nmbd again when that has gone.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if let channel = try? await connect() {
          try? await withTaskCancellationHandler {
            try await channel.closeFuture.get()
          } onCancel: {
            channel.close(promise: nil)
          }
        }
        // nmbd says to nobody that it has come back, so it has to be looked for now and then.
        await service.loop.pause(for: NmbdListener.retryInterval)
      }
    }
  }

  private func connect() async throws -> any Channel {
    let desk = service.desk
    return try await ClientBootstrap(group: service.loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(NmbdHandler(desk: desk.value))
        }
      }
      .connect(unixDomainSocketPath: path).get()
  }
}
