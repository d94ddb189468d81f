// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A program that this process has started, and must wait for; posix_spawn(3).
///
/// No shell is involved: each argument arrives as it is.
package struct ChildProcess: ~Copyable {
  /// How a program ended.
  package enum End: Equatable, Sendable {
    /// It ended by itself with a status: 0…255.
    case exited(status: Int32)

    /// A signal ended it.
    case signalled(Signal)
  }

  /// Where the program's standard input, output or error leads.
  package enum Stream {
    /// Where this process's own leads.
    case inherited

    /// Nowhere: `/dev/null`.
    case null

    /// To an open descriptor.
    case descriptor(FileDescriptor)
  }

  /// The number of the process.
  package let processID: Int32

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments. A program without a slash is looked for in `PATH`.
  ///   - environment: Its variables, each `NAME=value`; `nil` for those of this process.
  ///   - blocked: The signals that the program starts with blocked; `nil` for those of the calling thread.
  ///   - leadsGroup: Whether the program is the leader of a new process group; setpgid(2).
  /// - Throws: `Errno` when it cannot be started.
  package init(
    _ words: [String], environment: [String]? = nil, input: Stream = .inherited,
    output: Stream = .inherited, errors: Stream = .inherited, blocking blocked: SignalSet? = nil,
    leadsGroup: Bool = false
  ) throws(Errno) {
    var spawning = unsafe clinux_spawning()
    unsafe posix_spawn_file_actions_init(&spawning.actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&spawning.actions) }
    let streams = [(0, input, O_RDONLY), (1, output, O_WRONLY), (2, errors, O_WRONLY)]
    for (number, stream, mode) in streams {
      switch stream {
      case .inherited: break
      case .null:
        unsafe posix_spawn_file_actions_addopen(
          &spawning.actions, Int32(number), "/dev/null", mode, 0)
      case .descriptor(let descriptor):
        unsafe posix_spawn_file_actions_adddup2(
          &spawning.actions, descriptor.rawValue, Int32(number))
      }
    }
    unsafe posix_spawnattr_init(&spawning.attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&spawning.attributes) }
    // This process may ignore SIGPIPE. Other programs expect that it ends them.
    var (mask, defaults) = ((blocked ?? .blocked).mask, SignalSet([.brokenPipe]).mask)
    unsafe posix_spawnattr_setsigmask(&spawning.attributes, &mask)
    unsafe posix_spawnattr_setsigdefault(&spawning.attributes, &defaults)
    // The group 0 is a new one.
    let group = leadsGroup ? POSIX_SPAWN_SETPGROUP : 0
    unsafe posix_spawnattr_setflags(
      &spawning.attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))

    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    let variables = unsafe environment.map { unsafe $0.map { unsafe strdup($0) } + [nil] }
    defer {
      unsafe arguments.forEach { unsafe free($0) }
      unsafe variables?.forEach { unsafe free($0) }
    }
    var child: pid_t = 0
    let result =
      if let variables = unsafe variables {
        unsafe posix_spawnp(
          &child, words[0], &spawning.actions, &spawning.attributes, arguments, variables)
      } else {
        unsafe posix_spawnp(
          &child, words[0], &spawning.actions, &spawning.attributes, arguments, clinux_environment()
        )
      }
    guard result == 0 else { throw Errno(rawValue: result) }
    processID = child
  }

  /// A descriptor that becomes readable when the program ends; pidfd_open(2), Linux 5.3 and later.
  ///
  /// - Throws: `Errno`.
  package func openDescriptor() throws(Errno) -> OwnedDescriptor {
    OwnedDescriptor(try FileDescriptor.process(processID))
  }

  /// Sends the program a signal.
  ///
  /// No other process has its number before ``wait()`` returns.
  package func send(_ signal: Signal) { try? signal.send(to: processID) }

  /// Sends a signal to all processes of the group that the program leads; kill(2).
  package func sendToGroup(_ signal: Signal) { try? signal.send(to: -processID) }

  /// Waits until the program has ended; waitpid(2).
  package consuming func wait() -> End {
    var status: Int32 = 0
    while unsafe waitpid(processID, &status, 0) < 0, Errno.current == .interrupted {}
    let signal = status & 0x7F
    return signal == 0
      ? .exited(status: status >> 8 & 0xFF) : .signalled(Signal(rawValue: signal))
  }
}
