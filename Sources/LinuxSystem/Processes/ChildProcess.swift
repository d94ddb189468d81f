// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A program run to its end for what it prints.
package enum ChildProcess {
  /// How long a program may be silent before it is ended.
  ///
  /// A directory service that is away must not hold up a program that asks for a name.
  private static let silenceLimit = Duration.seconds(1)

  /// How long a program may take in all.
  private static let timeLimit = Duration.seconds(5)

  /// Runs a program with an empty environment and returns its standard output.
  ///
  /// No shell is involved: each argument arrives as it is. Standard input and error are `/dev/null`.
  ///
  /// - Throws: `Errno` when the program cannot be started or its output not be read; `.timedOut` when
  ///   it prints nothing for a second, or does not end within five or before the deadline. It is
  ///   killed then.
  package static func output(
    of program: FilePath, _ arguments: [String], until deadline: Deadline = .never
  ) throws(Errno) -> [UInt8] {
    let end = min(deadline, .after(timeLimit))
    guard !end.hasPassed else { throw .timedOut }
    let pipe = try FileDescriptor.pipe()
    return try pipe.readEnd.closeAfter { () throws(Errno) in
      let child = try pipe.writeEnd.closeAfter { () throws(Errno) in
        try spawn(program, arguments, standardOutput: pipe.writeEnd, closing: pipe.readEnd)
      }
      defer {
        // All that it had to say has been heard, or it says nothing.
        kill(child, SIGKILL)
        waitpid(child, nil, 0)
      }
      var output: [UInt8] = []
      while try pipe.readEnd.isReadable(until: min(end, .after(silenceLimit))) {
        let chunk = try pipe.readEnd.read()
        if chunk.isEmpty { return output }
        output += chunk
      }
      throw .timedOut
    }
  }

  private static func spawn(
    _ program: FilePath, _ arguments: [String], standardOutput: FileDescriptor,
    closing unused: FileDescriptor
  ) throws(Errno) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addclose(&actions, unused.rawValue)
    unsafe posix_spawn_file_actions_adddup2(&actions, standardOutput.rawValue, 1)
    for (descriptor, mode) in [(Int32(0), O_RDONLY), (2, O_WRONLY)] {
      unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", mode, 0)
    }
    let words = unsafe ([program.string] + arguments).map { unsafe strdup($0) }
    defer { unsafe words.forEach { unsafe free($0) } }
    var child: pid_t = 0
    let environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
    let result = unsafe posix_spawn(
      &child, program.string, &actions, nil, words + [nil], environment)
    guard result == 0 else { throw Errno(rawValue: result) }
    return child
  }
}
