// SPDX-License-Identifier: Apache-2.0

import Listeners
import NetBIOS
import ServiceLifecycle

/// Keeps the listeners' picture of names and interfaces true, and that which others have of the
/// network.
///
/// People log in and networks come up without telling the gateway, so it looks every few seconds,
/// which costs two directories and a system call.
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
      // The interval is the point of this: nothing could be awaited instead.
      while case () = await loop.pause(for: interval), !Task.isCancelled {
        machines?.write()
        let (names, interfaces) = watch.look()
        guard names != host.names || interfaces != host.interfaces else { continue }
        host.update(names: names, interfaces: interfaces)
        nameService?.refresh()
      }
    }
  }
}
