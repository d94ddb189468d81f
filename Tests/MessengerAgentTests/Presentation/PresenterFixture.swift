// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import LinuxSystem
import Logging
import Messages

@testable import AgentPolicy
@testable import AgentSupport
@testable import MessengerAgent

/// A presenter on an inbox, with a display and a clock that the test controls.
struct PresenterFixture {
  let inbox: Inbox
  let display = SpyDisplay()
  let wakeSignal = WakeSignal()
  let screenLock = ScreenLock()
  let time = Guarded(UnixTime(milliseconds: 1_800_000_000_000))
  let settings: AgentSettings
  let presenter: Presenter

  /// Runs `body` with a fixture of its own.
  static func with(
    _ configuration: AgentConfiguration = AgentConfiguration(),
    _ body: (PresenterFixture) async throws -> Void
  ) async throws {
    let folder = "/tmp/messngr-presenter-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let inbox = try Inbox.open(at: FilePath(folder).appending("inbox.sqlite"), ifCorrupt: .refuse)
    try await body(PresenterFixture(inbox, configuration))
    try inbox.close()
  }

  private init(_ inbox: Inbox, _ configuration: AgentConfiguration) {
    self.inbox = inbox
    settings = AgentSettings(configuration)
    let time = time
    presenter = Presenter(
      inbox: inbox, settings: settings, display: display, receipts: ReceiptRegistry(),
      wakeSignal: wakeSignal, displaySignal: WakeSignal(), screenLock: screenLock,
      clock: WallClock(now: { time.withLock(\.self) }),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Stores a message, and returns its identifier.
  @discardableResult
  func store(
    _ text: String, from name: String = "ops",
    _ change: (inout MessageAttributes) -> Void = { _ in }
  ) throws -> MessageID {
    let id = MessageID()
    var attributes = MessageAttributes()
    change(&attributes)
    let delivery = Delivery(
      id: id, message: Message(from: name, to: "", text: text, attributes: attributes),
      sender: 1000, senderName: name, origin: .mailslot, arrival: time.withLock(\.self))
    _ = try inbox.store([delivery])
    return id
  }

  /// Lets the presenter show what it can, and returns the popups' texts.
  func show() async -> [String] {
    await presenter.present()
    return display.shown.map(\.body)
  }

  /// Stores the owner's wish not to be disturbed.
  func set(_ doNotDisturb: DoNotDisturb) throws {
    try inbox.set(SettingKey.doNotDisturb, to: doNotDisturb == .off ? nil : "\(doNotDisturb)")
  }

  /// How far a message has come.
  func state(of id: MessageID) throws -> MessageState? { try inbox.message(id: id)?.state }
}
