// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Inbox
import Logging
import ServiceLifecycle

/// Notices what other programs do in the inbox: `messngr read`, `messngr dnd`.
struct InboxWatchService: Service {
  let inbox: Inbox
  let presenter: Presenter
  let receipts: ReceiptRegistry
  let wakeSignal: WakeSignal

  /// Rung when another program asks the agent to describe itself.
  let displaySignal: WakeSignal

  /// Rung with each change, for what the relay has to know.
  let reportSignal: WakeSignal
  let log: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      do {
        var lastRequest = try await request()
        try await inbox.withChanges { changes in
          for await _ in changes {
            if let next = try? await request(), next != lastRequest {
              lastRequest = next
              displaySignal.ring()
            }
            await tellSenders()
            await presenter.handle(.inboxChanged)
            for signal in [wakeSignal, reportSignal] { signal.ring() }
          }
        }
      } catch {
        log.error("inbox not watched", metadata: ["why": "\(error)"])
      }
    }
  }

  private func request() async throws -> String? {
    try await inbox.run { try $0.setting(SettingKey.presenceRequest) }
  }

  private func tellSenders() async {
    do {
      try await receipts.tellAll(by: InboxStore(inbox: inbox))
    } catch {
      log.error("senders not told", metadata: ["why": "\(error)"])
    }
  }
}
