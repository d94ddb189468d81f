// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The realm that the README shows, with the programs of this build.
@Suite(.timeLimit(.minutes(4))) struct RealmDemoTests {
  @Test func `realm-demo carries messages while servers are killed, and leaves nothing`() throws {
    let bench = try Workbench()
    let run = try bench.run(
      "\(Workbench.resources)/scripts/realm-demo", ["--programs", BuiltProgram.directory],
      within: .seconds(200))
    #expect(run.status == 0, "\(run.output.suffix(3000))\(run.errors.suffix(6000))")
    #expect(run.output.contains("It works: no message was lost, and none came twice."))
    // The kernel has removed its networks and mounts.
    let networks = try bench.run("/usr/sbin/ip", ["netns", "list"], package: "iproute2").output
    #expect(!networks.contains("desk7"))
    #expect(try !bench.text(of: "/proc/mounts").contains("realm-demo"))
  }
}
