// SPDX-License-Identifier: Apache-2.0

import Listeners
import NetBIOS
import ServiceLifecycle

/// Keeps the listeners' names and interfaces up to date, and writes the list of computers on the network.
///
/// The gateway gets no event when a user logs in or a network comes up, so it looks every few seconds.
/// That costs two directories and a system call.
struct RefreshService: Service {
  let watch: MachineWatch
  let host: HostNetworkState
  let nameService: NameServiceListener?
  let machines: BrowseListWriter?
  let loop: ListenerLoop
  let interval: Duration

  func run() async throws {
    defer { machines?.close() }
    await cancelWhenGracefulShutdown {
      var (watch, machines) = (watch, machines)
      machines?.write()
      // There is no event to wait for instead of the interval.
      while case () = await loop.pause(for: interval), !Task.isCancelled {
        machines?.write()
        let (names, interfaces) = watch.look(at: .now)
        guard names != host.names || interfaces != host.interfaces else { continue }
        host.update(names: names, interfaces: interfaces)
        nameService?.refresh()
      }
    }
  }
}
