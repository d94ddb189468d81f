// SPDX-License-Identifier: Apache-2.0

import CNotify

/// The session bus and the screensavers on it.
extension DesktopWatcher {
  nonisolated func followSessionBus() async {
    busRequests.continuation.yield()
    for await _ in busRequests.stream { await connectSessionBus() }
  }

  private func connectSessionBus() async {
    if let sessionBus, !sessionBus.isClosed { return }
    leaveSessionBus()
    // Not libnotify's connection, which the notifier closes when a popup daemon hangs.
    let opened = await Watchdog.guarding(.milliseconds(Self.timeout)) { watchdog in
      try? await BusConnection.bus(at: sessionBusAddress, watchdog)
    }
    guard let opened else {
      watchForSessionBus()
      unknownScreenSavers = []
      return publish()
    }
    sessionBus = opened
    sessionBusArrival = nil
    state.hasBusEnded = false
    busEndObserver = BusEndObserver(opened, for: self)
    screenSaverObservers = ScreenSaver.all.map {
      ScreenSaverObserver($0, on: opened, for: self)
    }
    for starts in screenSaverStarts { starts.continuation.yield() }
  }

  private func watchForSessionBus() {
    guard sessionBusArrival == nil else { return }
    sessionBusArrival = BusArrival(at: sessionBusAddress, requests: busRequests.continuation)
    // The bus may have started before the watch began.
    if sessionBusArrival != nil { busRequests.continuation.yield() }
  }

  func leaveSessionBus() {
    screenSaverObservers = []
    screenSaverOwners = [:]
    busEndObserver = nil
    sessionBus?.close()
    sessionBus = nil
  }

  func sessionBusEnded() {
    leaveSessionBus()
    state.activeScreenSavers = []
    state.hasBusEnded = true
    unknownScreenSavers = []
    publish()
    busRequests.continuation.yield()
  }

  // MARK: - One screensaver

  /// Asks a screensaver whether it hides the screen, if it runs.
  func ask(_ screenSaver: ScreenSaver) async {
    guard let sessionBus else { return }
    defer {
      unknownScreenSavers.remove(screenSaver)
      publish()
    }
    do throws(BusFailure) {
      let owner = try await sessionBus.call(
        "GetNameOwner", Variant(strings: [screenSaver.name]), of: .bus, timeout: Self.timeout)
      guard let owner = owner.first?.string else { return }
      screenSaverOwners[screenSaver] = owner
      // What it says by itself meanwhile is newer than its answer may be.
      let signals = screenSaverSignals[screenSaver]
      let isActive = try await isActive(screenSaver, owner: owner, on: sessionBus)
      guard let isActive, signals == screenSaverSignals[screenSaver] else { return }
      note(screenSaver, isActive: isActive)
    } catch {
      // Without an answer the last state stays. Its end is an event.
    }
  }

  private func isActive(
    _ screenSaver: ScreenSaver, owner: String, on bus: BusConnection
  ) async throws(BusFailure) -> Bool? {
    for path in screenSaver.paths {
      do throws(BusFailure) {
        let reply = try await bus.call(
          "GetActive", of: screenSaver.destination(at: path, of: owner), timeout: Self.timeout)
        return reply.first?.bool
      } catch  where error.isObjectUnknown {
        // It may have another object. A program that only inhibits screensavers has none.
      } catch {
        throw error
      }
    }
    return nil
  }

  private func note(_ screenSaver: ScreenSaver, isActive: Bool) {
    if isActive {
      state.activeScreenSavers.insert(screenSaver.name)
    } else {
      state.activeScreenSavers.remove(screenSaver.name)
    }
  }

  // MARK: - Events of the session bus

  func screenSaverAppeared(_ screenSaver: ScreenSaver) {
    guard let index = ScreenSaver.all.firstIndex(of: screenSaver) else { return }
    screenSaverStarts[index].continuation.yield()
  }

  func screenSaverVanished(_ screenSaver: ScreenSaver) {
    screenSaverOwners[screenSaver] = nil
    screenSaverSignals[screenSaver, default: 0] += 1
    note(screenSaver, isActive: false)
    publish()
  }

  /// Takes a signal of a screensaver; ignores those of other programs.
  func screenSaver(_ screenSaver: ScreenSaver, says arguments: Variant, from sender: String) {
    guard sender == screenSaverOwners[screenSaver], let isActive = arguments.children.first?.bool
    else { return }
    screenSaverSignals[screenSaver, default: 0] += 1
    note(screenSaver, isActive: isActive)
    publish()
  }
}
