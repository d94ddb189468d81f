// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Help, manual pages, completions and examples name the same options.
@Suite struct OptionTests {
  @Test(arguments: [
    ("netsend", "netsend.1"), ("mailslot", "mailslot.1"), ("messngrd", "messngrd.1"),
    ("messngr-gateway", "messngr-gateway.8"), ("messngr-relay", "messngr-relay.8"),
  ])
  func `the manual page explains the options of the help`(program: String, page: String) throws {
    let manual = try ManualPage(page)
    #expect(try manual.explainedOptions == BuiltProgram(program).allOptions())
  }

  @Test func `the synopsis of messngr has the options of each command`() throws {
    let program = BuiltProgram("messngr")
    let synopsis = try ManualPage("messngr.1").synopsis
    let commands = try program.commands()
    #expect(commands.count > 10)
    for command in commands {
      #expect(try synopsis[command, default: []] == program.options(of: command), "\(command)")
    }
    #expect(Set(synopsis.keys).subtracting(commands) == [])
  }

  @Test func `the manual page of realms has the commands of messngr realm, and their options`()
    throws
  {
    let program = BuiltProgram("messngr")
    let page = try ManualPage("messngr-realm.1")
    let commands = try program.commands(of: "realm")
    #expect(commands.count == 5)
    #expect(page.synopsis.keys.sorted() == commands.map { String($0.dropFirst(6)) }.sorted())
    for command in commands {
      #expect(
        try page.synopsis[String(command.dropFirst(6)), default: []]
          == program.options(of: command),
        "\(command)")
    }
  }

  @Test func `the synopsis of mailslot has the options of each command`() throws {
    let program = BuiltProgram("mailslot")
    let synopsis = try ManualPage("mailslot.1").synopsis
    for command in try program.commands() {
      // -0 is the short form of --null.
      #expect(
        try synopsis[command, default: []] == program.options(of: command).subtracting(["--null"]),
        "\(command)")
    }
  }

  @Test(arguments: ["netsend", "mailslot"])
  func `completions that are written by hand have the options of the help`(name: String) throws {
    let options = try BuiltProgram(name).allOptions()
    func text(_ file: String) throws -> String {
      let all = try String(
        contentsOfFile: "\(Workbench.resources)/completions/\(file)", encoding: .utf8)
      return all.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    }
    let shells = [
      "bash": try text("\(name).bash").matches(of: #/(--[a-z][a-z-]*)/#).map { String($0.1) },
      "zsh": try text("_\(name)").matches(of: #/(--[a-z][a-z-]*)/#).map { String($0.1) },
      "fish": try text("\(name).fish").matches(of: #/(?m)^complete .* -l ([a-z][a-z-]*)/#)
        .map { "--\($0.1)" },
    ]
    for (shell, words) in shells {
      let offered = Set(words).subtracting(["--help", "--version", "--option"])
      #expect(offered == options, "\(shell)")
    }
  }

  /// Words of a command line, up to its end in a text, and the text.
  private static func commandLines() throws -> [(program: String, rest: String)] {
    let readme = try String(contentsOfFile: "\(Workbench.repository)/README.md", encoding: .utf8)
    let texts = try [readme] + ManualPage.all().flatMap(\.examples)
    return texts.flatMap { text in
      text.matches(
        of:
          #/(?:^|[\s`(])(netsend|mailslot|messngrd|messngr-gateway|messngr-relay|messngr) ([^`|\n;]*)/#
      ).map { (String($0.1), String($0.2)) }
    }
  }

  @Test func `examples use options that exist`() throws {
    var known: [String: Set<String>] = [:]
    for name in Workbench.programs {
      let program = BuiltProgram(name)
      known[name] = try program.options()
      for command in try program.commands() {
        known["\(name) \(command)"] = try program.commands(of: command)
          .reduce(into: program.options(of: command)) { $0.formUnion(try program.options(of: $1)) }
      }
    }
    let lines = try Self.commandLines()
    #expect(lines.count > 60)
    for (program, rest) in lines {
      // The words behind the two hyphens are the command of "messngr run".
      let words = rest.split(separator: " ").map(String.init).prefix { $0 != "--" && $0 != "&&" }
      let command = words.first.flatMap { known["\(program) \($0)"] }
      for word in words {
        guard let option = word.prefixMatch(of: #/--[a-z][a-z-]*/#).map({ String($0.0) }) else {
          continue
        }
        let options = (command ?? known[program, default: []]).union(["--help", "--version"])
        #expect(options.contains(option), "\(program) \(rest)")
      }
    }
  }
}
