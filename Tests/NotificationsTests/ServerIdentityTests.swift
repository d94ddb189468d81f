// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// The name by which a later agent knows a server again.
  @Suite struct ServerIdentityTests {
    @Test func `two notifiers know a server by the same name`() async throws {
      let bus = try PrivateBus()
      let desktop = try MockDesktop(on: bus)
      var names: [String?] = []
      for _ in 1...2 {
        let notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
        names.append(try await notifier.run { try await Self.name(by: notifier) })
      }
      #expect(names[0] == names[1] && names[0]?.isEmpty == false)
      _ = desktop
    }

    @Test func `another server has another name, also one with the same number on a new bus`()
      async throws
    {
      let bus = try PrivateBus()
      let notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
      let names = try await notifier.run {
        var names: [String?] = [await notifier.serverIdentity]
        var desktop: MockDesktop? = try MockDesktop(on: bus)
        names.append(try await Self.name(by: notifier))
        desktop = nil
        desktop = try MockDesktop(on: bus)
        names.append(try await Self.name(by: notifier))
        desktop = nil
        try bus.start()
        desktop = try MockDesktop(on: bus)
        names.append(try await Self.name(by: notifier))
        withExtendedLifetime(desktop) {}
        return names
      }
      #expect(names[0] == nil)
      #expect(!names.dropFirst().contains(nil) && Set(names).count == 4, "\(names)")
    }

    /// The name of the server, after the notifier has found one.
    private static func name(by notifier: Notifier) async throws -> String? {
      // After the end of a bus, the first call may find the connection closed.
      while (try? await notifier.currentServer()) == nil { await Task.yield() }
      return await notifier.serverIdentity
    }
  }
}
