// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Listeners
import ServiceLifecycle

/// The listeners that could be opened, and why the others could not.
struct OpenListeners {
  var nameService: NameServiceListener?
  var datagrams: DatagramListener?
  var nmbd: NmbdListener?
  var sessions: SessionListener?
  var links: LinkListener?
  var errors: [ListenerError] = []

  /// The listeners as services to run.
  var services: [any Service] {
    let all: [(any Service)?] = [nameService, datagrams, nmbd, sessions, links]
    return all.compactMap { $0 }
  }

  /// The open listeners, for the log.
  var description: String {
    [
      nameService.map { "name service on UDP \($0.port)" },
      datagrams.map { "datagrams on UDP \($0.port)" },
      nmbd.map { _ in "datagrams from nmbd" },
      sessions.map { "sessions on TCP \($0.port)" },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// How many descriptors are kept for everything but sessions, such as receipts that are awaited.
  private static let reserve = 512

  /// Opens the listeners that the configuration asks for.
  static func open(
    _ configuration: GatewayConfiguration, on loop: ListenerLoop, sockets: InheritedSockets,
    host: HostNetworkState, sink: any MessageSink, metrics: Metrics,
    browseList: SharedBrowseList, report: @escaping @Sendable (String) -> Void
  ) async throws -> OpenListeners {
    var open = OpenListeners()
    if configuration.sessions {
      var limits = SessionLimits()
      let descriptorCount = Limits.raiseOpenFileCount(to: .max) ?? 1024
      limits.total = min(configuration.sessionCount, max(1, descriptorCount - reserve))
      limits.perSource = configuration.sessionsPerAddress
      limits.rate = configuration.messageLimit
      limits.idleTimeout = .seconds(configuration.sessionIdleTime)
      limits.duration = max(limits.duration, limits.idleTimeout)
      do throws(ListenerError) {
        open.sessions = try await SessionListener.open(
          sockets.stream(UInt16(clamping: configuration.sessionPort)), on: loop,
          host: host, sink: sink, metrics: metrics, limits: limits)
      } catch {
        open.errors.append(error)
      }
    }
    if configuration.datagrams {
      var limits = DatagramLimits()
      limits.perSource = configuration.messageLimit
      limits.total = configuration.datagramLimit
      let service = try await DatagramService(
        on: loop, host: host, sink: sink, metrics: metrics, browseList: browseList,
        limits: limits)
      let socket = sockets.datagram(UInt16(clamping: configuration.datagramPort))
      do throws(ListenerError) {
        do throws(ListenerError) {
          open.datagrams = try await DatagramListener.open(socket, for: service)
        } catch  where error.isTaken {
          // netsend of an administrator sends from the port, and has it for a moment.
          await loop.pause(for: .milliseconds(50))
          open.datagrams = try await DatagramListener.open(socket, for: service)
        }
      } catch {
        open.errors.append(error)
        open.nmbd = await nmbd(configuration, service)
      }
    }
    // The last one: it announces names on which the other listeners must answer.
    if configuration.nameService {
      do throws(ListenerError) {
        open.nameService = try await NameServiceListener.open(
          sockets.datagram(UInt16(clamping: configuration.nameServicePort)), on: loop,
          host: host, settings: configuration.nodeSettings, metrics: metrics, report: report)
      } catch {
        open.errors.append(error)
      }
    }
    return open
  }

  private static func nmbd(
    _ configuration: GatewayConfiguration, _ service: DatagramService
  ) async -> NmbdListener? {
    guard !configuration.nmbdSocket.isEmpty else { return nil }
    return await NmbdListener.open(path: configuration.nmbdSocket, for: service)
  }
}
