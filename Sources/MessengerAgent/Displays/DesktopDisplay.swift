// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Inbox
import LinuxSystem
import Logging
import Messages
import Notifications

/// The desktop: popups by the notification server on the session bus.
struct DesktopDisplay: Display {
  let events: AsyncStream<DisplayEvent>

  private let sink: AsyncStream<DisplayEvent>.Continuation
  private let notifier: Notifier
  private let starter: ServerStarter
  private let arrivalSignal: WakeSignal
  private let settings: AgentSettings
  private let icons: IconFiles
  private let resources: DesktopResources

  /// Prepares a display; nothing is started.
  ///
  /// - Parameters:
  ///   - resources: Where the icon and the desktop file are installed.
  ///   - attempts: How often the bus is asked to start a popup daemon.
  ///   - arrivalSignal: Rung when a message has come.
  init(
    _ settings: AgentSettings, icons: IconFiles, resources: DesktopResources,
    attempts: StartAttempts = StartAttempts(), arrivalSignal: WakeSignal, log: Logger
  ) {
    self.resources = resources
    self.settings = settings
    self.icons = icons
    self.arrivalSignal = arrivalSignal
    (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
    notifier = Notifier(applicationName: "Messngr")
    starter = ServerStarter(notifier, attempts: attempts, log: log)
  }

  /// Whether a popup daemon is there; where the bus can start one, this starts it.
  var isPresent: Bool {
    get async {
      do throws(NotificationError) {
        if try await notifier.currentServer() != nil { return true }
        return await starter.start()
      } catch {
        switch error {
        // A server is there, and no event will say when it answers again: the agent has to try.
        case .serverNotResponding, .busNotResponding: return true
        default: return false
        }
      }
    }
  }

  var summary: String {
    get async {
      do throws(NotificationError) {
        guard let server = try await notifier.currentServer() else { return "no popup daemon" }
        return "\(server.name) \(server.version)"
      } catch .notRunning {
        return "no popup daemon"
      } catch {
        return error.description
      }
    }
  }

  var silence: DisplaySilence {
    get async { DisplaySilence(await notifier.currentSilence) }
  }

  var daemon: PopupDaemonStatus? {
    get async {
      var status = PopupDaemonStatus()
      do throws(NotificationError) {
        if let server = try await notifier.currentServer(isAsked: true) {
          (status.isRunning, status.isAnswering) = (true, true)
          (status.name, status.version) = (server.name, server.version)
        }
      } catch .serverNotResponding {
        status.isRunning = true
      } catch {
        // Without a bus there is none.
      }
      status.isStartable = (try? await notifier.canStartServer()) ?? false
      (status.startCount, status.startFailure) = starter.report
      switch await silence {
      case .off: break
      case .butCritical: status.silence = .butCritical
      case .all: status.silence = .all
      }
      return status
    }
  }

  var server: String? { get async { await notifier.serverIdentity } }

  func show(_ popup: Popup) async throws(DisplayError) -> PopupID? {
    do throws(NotificationError) {
      let id = try await notifier.show(await notification(popup))
      starter.noteShown()
      return PopupID(rawValue: id.rawValue)
    } catch .lostWhileShowing(let reason) {
      throw .failed(reason)
    } catch .refused(let name, let message) {
      throw .refused("\(message) (\(name))")
    } catch {
      throw .absent(error.description)
    }
  }

  func close(_ popup: PopupID) async {
    // When this fails, the server is gone, and the popup with it.
    try? await notifier.close(NotificationID(rawValue: popup.rawValue))
  }

  func run() async throws {
    defer { sink.finish() }
    try await notifier.run {
      await withDiscardingTaskGroup { group in
        group.addTask { await arrivalSignal.answer { starter.noteMessage() } }
        group.addTask { await starter.due.answer { sink.yield(.due) } }
        for await event in notifier.events {
          if case .serverAppeared = event {
            sink.yield(.appeared(server: await notifier.serverIdentity))
          } else {
            sink.yield(DisplayEvent(event))
          }
        }
        group.cancelAll()
      }
      starter.cancel()
    }
  }

  private func notification(_ popup: Popup) async -> Notification {
    let configuration = settings.configuration
    let icon: String? =
      switch popup.icon {
      case .name(let name): name
      case .file(let path): await icons.copy(FilePath(path))?.string
      case nil: nil
      }
    var notification = Notification(
      summary: popup.summary, body: popup.body,
      urgency: Notification.Urgency(popup.urgency), category: popup.category,
      icon: icon ?? resources.icon(configuration.icon),
      expiry: Notification.Expiry(configuration.popupExpiry),
      replaces: popup.replaces.map { NotificationID(rawValue: $0.rawValue) },
      sound: configuration.sound.name(for: popup.urgency))
    if resources.hasDesktopFile { notification.hints = ["desktop-entry": .string("messngrd")] }
    notification.actions = popup.actions.map {
      Notification.Action(key: ActionKey.sent(for: $0.key), label: $0.label)
    }
    notification.reply = popup.takesReply ? Notification.Reply(label: "Reply") : nil
    if popup.isQuestion {
      notification.body = await body(of: popup)
      // A question stays until it is answered: its sender may wait for an hour.
      (notification.expiry, notification.isResident) = (.never, true)
    } else if popup.isReadByClick {
      notification.clickLabel = "Mark as read"
    }
    return notification
  }

  /// The text of a question, with the commands that answer it where the popup cannot.
  private func body(of popup: Popup) async -> String {
    let server = try? await notifier.currentServer()
    let takesAnswers =
      popup.actions.isEmpty ? server?.takesReplies == true : server?.offersActions == true
    return takesAnswers ? popup.body : ([popup.body] + popup.answers).joined(separator: "\n")
  }
}

extension Notification.Expiry {
  fileprivate init(_ expiry: AgentConfiguration.PopupExpiry) {
    switch expiry {
    case .server: self = .serverDefault
    case .never: self = .never
    case .seconds(let seconds): self = .milliseconds(seconds * 1000)
    }
  }
}

extension Notification.Urgency {
  fileprivate init(_ urgency: Urgency) {
    switch urgency {
    case .low: self = .low
    case .normal: self = .normal
    case .critical: self = .critical
    }
  }
}

extension DisplaySilence {
  fileprivate init(_ silence: ServerSilence) {
    switch silence {
    case .off: self = .off
    case .butCritical: self = .butCritical
    case .all: self = .all
    }
  }
}

extension DisplayEvent {
  fileprivate init(_ event: NotificationEvent) {
    func popup(_ id: NotificationID) -> PopupID { PopupID(rawValue: id.rawValue) }
    switch event {
    case .serverAppeared: self = .appeared()
    case .serverVanished: self = .vanished
    case .silenceChanged(let silence): self = .silenced(DisplaySilence(silence))
    case .action(let id, Notification.clickKey): self = .clicked(popup(id))
    case .action(let id, let key): self = .chose(popup(id), key: ActionKey.chosen(key))
    case .replied(let id, let text): self = .replied(popup(id), text: text)
    case .closed(let id, .dismissed): self = .dismissed(popup(id))
    case .closed(let id, _): self = .faded(popup(id))
    }
  }
}
