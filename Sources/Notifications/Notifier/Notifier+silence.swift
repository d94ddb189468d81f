// SPDX-License-Identifier: Apache-2.0

/// The do-not-disturb of the server, which its user chooses in the desktop.
extension Notifier {
  /// Listens to a new server, and asks it.
  func followSilence(
    of server: NotificationServer, on bus: BusConnection, _ watchdog: Watchdog
  ) async {
    silenceObserver = nil
    if let source = SilenceSource.of(name: server.name, vendor: server.vendor) {
      silenceObserver = SilenceObserver(source, bus, for: self)
    }
    await readSilence(watchdog)
  }

  /// Asks again after each signal, until the task is cancelled.
  nonisolated func readSilenceOnRequest() async {
    for await _ in silenceRequests.stream {
      try? await operation(ignoringBackoff: true) { watchdog in await readSilence(watchdog) }
    }
  }

  func requestSilence() { silenceRequests.continuation.yield() }

  /// Takes a signal of the source; dunst also signals each change of its lists.
  func receiveSilence(_ arguments: Variant) {
    if let property = silenceObserver?.source.property, arguments.childCount == 3,
      case let values = arguments.children, values[1].dictionary[property] == nil,
      !values[2].children.contains(where: { $0.string == property })
    {
      return
    }
    requestSilence()
  }

  private func readSilence(_ watchdog: Watchdog) async {
    guard let source = silenceObserver?.source, let question = silenceObserver?.question else {
      return note(.off)
    }
    switch question {
    case .value(let answer): note(source.silence(answer: answer))
    case .call(let method, let arguments, let destination, let bus):
      do throws(BusFailure) {
        let reply = try await bus.call(
          method, Variant(strings: arguments), of: destination, watchdog: watchdog)
        let value = reply.first.flatMap { $0.signature == "v" ? $0.children.first : $0 }
        note(source.silence(answer: value?.bool))
      } catch {
        // A server without an answer keeps nothing back; one that hangs, what it kept before.
        if error.name != nil { note(.off) }
      }
    }
  }

  private func note(_ newSilence: ServerSilence) {
    guard newSilence != currentSilence else { return }
    currentSilence = newSilence
    eventSink.yield(.silenceChanged(newSilence))
  }
}
