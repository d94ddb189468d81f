// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Testing

@testable import MessngrCLI

@Suite struct JobProcessTests {
  private func run(_ words: String...) throws -> (end: JobEnd, output: OutputTail) {
    var output = OutputTail(limit: 1 << 20)
    let end = try JobProcess(words, forwardsSignals: false).run { bytes, _ in output.append(bytes) }
    return (end, output)
  }

  @Test(arguments: [
    (["true"], JobEnd.exited(status: 0)), (["false"], .exited(status: 1)),
    (["/bin/sh", "-c", "exit 255"], .exited(status: 255)),
    (["sh", "-c", "kill -9 $$"], .signalled(9)),
    (["/nonexistent"], .notStarted(.noSuchFileOrDirectory)),
    (["/etc/passwd"], .notStarted(.permissionDenied)), (["/"], .notStarted(.permissionDenied)),
  ])
  func `the end of a command is reported`(words: [String], end: JobEnd) throws {
    #expect(try JobProcess(words, forwardsSignals: false).run { _, _ in } == end)
  }

  @Test func `output and errors come in the order in which they are written`() throws {
    let result = try run("sh", "-c", "echo a; echo b >&2; echo c")
    #expect(String(decoding: result.output.bytes, as: UTF8.self) == "a\nb\nc\n")
  }

  @Test func `the command gets each word unchanged`() throws {
    let result = try run("printf", "%s|", "a b", "$HOME", "*", "'", "")
    #expect(String(decoding: result.output.bytes, as: UTF8.self) == "a b|$HOME|*|'||")
  }

  @Test func `ten million bytes are read, and their end is kept`() throws {
    let result = try run("sh", "-c", "head -c 10000000 /dev/zero; echo end; exit 4")
    #expect(result.end == .exited(status: 4))
    #expect(result.output.byteCount == 10_000_004)
    #expect(result.output.bytes.count == 1 << 20)
    #expect(result.output.bytes.suffix(4).elementsEqual("end\n".utf8))
  }

  @Test func `a process that a command leaves behind is not waited for`() throws {
    let start = ContinuousClock.now
    let result = try run("sh", "-c", "sleep 300 & echo $!")
    #expect(start.duration(to: .now) < .seconds(120))
    let text = String(decoding: result.output.bytes.dropLast(), as: UTF8.self)
    kill(try #require(pid_t(text)), SIGKILL)
  }

  @Test func `a command that closes its output runs to its end`() throws {
    #expect(try run("sh", "-c", "exec >&- 2>&-; sleep 0.1; exit 7").end == .exited(status: 7))
  }

  @Test func `standard error has a pipe of its own on request`() throws {
    var texts = ["", ""]
    let process = JobProcess(
      ["sh", "-c", "echo a; echo b >&2; echo c"], separatesErrors: true, forwardsSignals: false)
    _ = try process.run { texts[$1 ? 1 : 0] += String(decoding: $0, as: UTF8.self) }
    #expect(texts == ["a\nc\n", "b\n"])
  }
}
