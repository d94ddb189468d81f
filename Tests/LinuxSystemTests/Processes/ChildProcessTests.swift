// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  /// Runs a program and returns its output.
  private func output(
    of words: String..., environment: [String]? = nil, input: ChildProcess.Stream = .null,
    blocking blocked: SignalSet? = nil
  ) throws -> String {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    let child = try ChildProcess(
      words, environment: environment, input: input,
      output: .descriptor(writeEnd), errors: .null, blocking: blocked)
    try writeEnd.close()
    let output = try readEnd.closeAfter { () throws(Errno) in
      try FileContents.readToEnd(of: readEnd)
    }
    _ = child.wait()
    return String(decoding: output, as: UTF8.self)
  }

  @Test(arguments: [("exit 0", 0), ("exit 3", 3), ("exit 255", 255)] as [(String, Int32)])
  func `a program ends with its exit status`(script: String, status: Int32) throws {
    #expect(try ChildProcess(["sh", "-c", script]).wait() == .exited(status: status))
  }

  @Test(arguments: [Signal.terminate, .kill, .brokenPipe])
  func `a signal ends a program`(signal: Signal) throws {
    // The threads of Dispatch block signals, and a program starts with the mask of the thread.
    let child = try ChildProcess(["/bin/sleep", "100"], blocking: SignalSet([]))
    let end = try child.openDescriptor()
    #expect(try !end.descriptor.isReadable(until: .after(.zero)))
    #expect(Signal.processExists(child.processID))
    child.send(signal)
    #expect(try end.descriptor.isReadable(until: .after(.seconds(20))))
    let processID = child.processID
    #expect(child.wait() == .signalled(signal))
    #expect(!Signal.processExists(processID))
  }

  @Test(arguments: [
    ("/missing/program", Errno.noSuchFileOrDirectory), ("missing-program", .noSuchFileOrDirectory),
    ("/etc/passwd", .permissionDenied),
  ])
  func `a program that cannot start is an error`(program: String, errno: Errno) {
    #expect(throws: errno) { _ = try ChildProcess([program]).wait() }
  }

  @Test func `a program gets the variables that are given, or those of this process`() throws {
    #expect(
      try output(of: "/usr/bin/env", environment: ["A=b c", "PATH=/nowhere"])
        == "A=b c\nPATH=/nowhere\n")
    let path = try #require(Environment.variable("PATH"))
    #expect(try output(of: "/bin/sh", "-c", "echo $PATH") == path + "\n")
    #expect(Environment.variable("MESSNGR_NO_SUCH_VARIABLE") == nil)
  }

  @Test func `a program reads from the descriptor that is given, or from nothing`() throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    try writeEnd.closeAfter { () throws(Errno) in try writeEnd.writeAll(Array("hello".utf8)) }
    #expect(try output(of: "cat", input: .descriptor(readEnd)) == "hello")
    try readEnd.close()
    #expect(try output(of: "cat") == "")
  }

  @Test func `a program starts with the blocked signals that are given, and takes SIGPIPE`() throws
  {
    Signal.brokenPipe.ignore()
    #expect(Signal.brokenPipe.isIgnored)
    #expect(!Signal.kill.isIgnored)
    let status = try output(of: "cat", "/proc/self/status", blocking: SignalSet([.hangUp]))
    func mask(_ name: String) -> UInt64? {
      status.split(separator: "\n").first { $0.hasPrefix(name) }
        .flatMap { UInt64($0.dropFirst(name.count + 2), radix: 16) }
    }
    #expect(mask("SigBlk") == 1)
    #expect(mask("SigIgn").map { $0 & (1 << 12) } == 0)
  }
}

@Suite struct ProgramOutputTests {
  @Test func `all output of a program is read`() throws {
    let bytes = try ProgramOutput.read(from: "/usr/bin/head", ["-c", "300000", "/dev/zero"])
    #expect(bytes == [UInt8](repeating: 0, count: 300_000))
  }

  @Test func `a program has no variables, and its errors are dropped`() throws {
    #expect(try ProgramOutput.read(from: "/usr/bin/env", []) == [])
    #expect(try ProgramOutput.read(from: "/bin/ls", ["/missing"]) == [])
  }

  @Test func `a program that does not exist is an error`() {
    #expect(throws: Errno.noSuchFileOrDirectory) { try ProgramOutput.read(from: "/missing", []) }
  }

  @Test(arguments: [.zero, .milliseconds(20), nil] as [Duration?])
  func `a silent program is killed at the deadline, or after a second`(time: Duration?) {
    let start = Deadline.now
    #expect(throws: Errno.timedOut) {
      try ProgramOutput.read(from: "/bin/sleep", ["100"], until: .after(time))
    }
    #expect(!start.isOlder(than: .seconds(50)))
  }
}
