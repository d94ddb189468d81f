// SPDX-License-Identifier: Apache-2.0

import Listeners
import NetBIOS
import ServiceLifecycle

/// Keeps the listeners' names and interfaces up to date, and writes the list of computers on the network.
///
/// The gateway gets no event when a user logs in, so it looks every few seconds, which costs two
/// directories and a system call. When a link or an address changes, it looks at once.
struct RefreshService: Service {
  let watch: MachineWatch
  let host: HostNetworkState
  let nameService: NameServiceListener?
  let machines: BrowseListWriter?
  let loop: ListenerLoop
  let interval: Duration

  /// Yields when an interface has changed.
  let changes: AsyncStream<Void>

  /// The other end of ``changes``.
  let looks: AsyncStream<Void>.Continuation

  func run() async throws {
    defer { machines?.close() }
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await yieldAtIntervals() }
        await look()
        group.cancelAll()
      }
    }
  }

  private func yieldAtIntervals() async {
    // There is no event for a login to wait for instead of the interval.
    while case () = await loop.pause(for: interval), !Task.isCancelled { looks.yield() }
  }

  private func look() async {
    var (watch, machines) = (watch, machines)
    machines?.write()
    for await _ in changes {
      machines?.write()
      let (names, interfaces) = watch.look(at: .now)
      let isSame = names == host.names && interfaces == host.interfaces
      guard !isSame || host.hasLostLinks else { continue }
      host.update(names: names, interfaces: interfaces)
      nameService?.refresh()
    }
  }
}
