// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem

/// A second process, which is killed and reaped at the end of the last reference to this object.
final class Child {
  private let processID: pid_t
  private var isReaped = false
  private var isOpen = true

  /// The output of the process.
  let output: FileDescriptor

  /// Starts a program with this environment, and `/dev/null` or a descriptor as its input.
  init(
    _ program: String, _ arguments: [String], environment: [String] = [],
    input: FileDescriptor? = nil, keeping kept: [FileDescriptor] = []
  ) throws {
    let pipe = try FileDescriptor.pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input.rawValue, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, pipe.writeEnd.rawValue, 1)
    for descriptor in kept {
      // Onto itself means: keep it open.
      posix_spawn_file_actions_adddup2(&actions, descriptor.rawValue, descriptor.rawValue)
    }
    let words = ([program] + arguments).map { strdup($0) }
    let variables = (["PATH=/usr/bin:/bin", "MESSNGR_NETWORK=\(Child.noNetwork)"] + environment).map
    { strdup($0) }
    defer { (words + variables).forEach { free($0) } }
    var processID: pid_t = 0
    let result = posix_spawn(
      &processID, program, &actions, nil, words + [nil], variables + [nil])
    try pipe.writeEnd.close()
    guard result == 0 else {
      try pipe.readEnd.close()
      throw Errno(rawValue: result)
    }
    self.processID = processID
    output = pipe.readEnd
  }

  deinit {
    kill(SIGKILL)
    _ = wait()
    closeOutput()
  }

  /// Closes this end of the process's output.
  func closeOutput() {
    if isOpen { try? output.close() }
    isOpen = false
  }

  /// The built program `mailslot`, beside this test's own.
  static func mailslot(_ arguments: [String], root: FilePath) throws -> Child {
    try Child(programPath, arguments, environment: ["MAILSLOT_ROOT=\(root)"])
  }

  /// Settings with which the program sends nothing to the network.
  private static let noNetwork = FilePath(#filePath).removingLastComponent()
    .removingLastComponent().appending("Fixtures/Network/never")

  static var programPath: String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count)
    let own = FilePath(String(decoding: path.prefix(count).map(UInt8.init), as: UTF8.self))
    return own.removingLastComponent().appending("mailslot").string
  }

  /// Starts a Python script, for calls that the library does not make.
  static func python(
    _ script: String, _ arguments: [String] = [], input: FileDescriptor? = nil,
    keeping kept: [FileDescriptor] = []
  ) throws -> Child {
    try Child("/usr/bin/python3", ["-c", script] + arguments, input: input, keeping: kept)
  }

  func kill(_ signal: Int32) {
    if !isReaped { Glibc.kill(processID, signal) }
  }

  /// Waits for the end of the process.
  ///
  /// - Returns: Its exit status, or minus the signal that ended it.
  @discardableResult
  func wait() -> Int32 {
    guard !isReaped else { return 0 }
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0, errno == EINTR {}
    isReaped = true
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
  }

  /// Waits until a number of the processes have ended.
  static func waitForEnds(of children: [Child], count: Int) {
    var polled = children.map { pollfd(fd: $0.output.rawValue, events: 0, revents: 0) }
    var ended = 0
    while ended < count, poll(&polled, nfds_t(polled.count), 30_000) > 0 {
      for index in polled.indices where polled[index].revents != 0 {
        polled[index] = pollfd(fd: -1, events: 0, revents: 0)
        ended += 1
      }
    }
  }

  /// The output of the process up to its end.
  func printed() throws -> String {
    String(decoding: try FileContents.readToEnd(of: output), as: UTF8.self)
  }

  /// Waits for the next byte of the output: a sign that the process has come so far.
  func waitForSign() throws {
    var byte: UInt8 = 0
    _ = try withUnsafeMutableBytes(of: &byte) { try output.read(into: $0) }
  }
}
