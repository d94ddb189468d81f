// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Notifications

/// libnotify's state is the process's: one notifier, and so one test, at a time.
@Suite(.serialized, .timeLimit(.minutes(2))) struct NotifierTests {
  @Test func `a notification is shown as it was written`() async throws {
    let bus = try PrivateBus()
    let desktop = try DunstDesktop(on: bus)
    let notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
    let text = "<b>&\"'</b> <a href='x'>y</a> &amp; 5 < 6"
    let id = try await notifier.run {
      try await notifier.show(Notification(summary: "From <i>A & B</i>", body: text))
    }
    let popup = try #require(try desktop.history().last)
    #expect(popup.id == id.rawValue)
    #expect(popup.summary == "From <i>A & B</i>")
    print(popup)
  }
}
