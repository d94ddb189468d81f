// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Every shell script of the repository.
@Suite struct ScriptTests {
  static let scripts: [String] = {
    let folders = [
      "scripts", "scripts/lib", "scripts/lib/machine", "libexec", "debian", "rpm", "shell",
    ]
    return folders.flatMap { folder in
      let directory = "\(Workbench.resources)/\(folder)"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
      return names.map { "Resources/\(folder)/\($0)" }.filter(isScript).sorted()
    }
  }()

  private static func isScript(_ path: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: "\(Workbench.repository)/\(path)") else {
      return false
    }
    return data.starts(with: Data("# shellcheck shell=".utf8))
      || data.starts(with: Data("#!/bin/sh\n".utf8))
      || data.starts(with: Data("#!/bin/bash\n".utf8))
  }

  @Test func `there are scripts to check`() {
    #expect(Self.scripts.count >= 10)
  }

  @Test(arguments: scripts)
  func `shellcheck finds nothing`(script: String) throws {
    let bench = try Workbench()
    let check = try bench.run(
      "/usr/bin/shellcheck",
      [
        "--external-sources", "--source-path", Workbench.repository,
        "\(Workbench.repository)/\(script)",
      ],
      package: "shellcheck")
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }
}
