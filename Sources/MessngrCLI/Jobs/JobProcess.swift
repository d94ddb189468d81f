// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem

/// A command that runs to its end, and its output.
///
/// No shell is involved: the command gets each word unchanged. It shares standard input with the caller.
struct JobProcess {
  private let words: [String]
  private let forwardsSignals: Bool

  /// Prepares a command.
  ///
  /// - Parameters:
  ///   - words: The command, which is searched in `PATH`, and its arguments.
  ///   - forwardsSignals: Whether the command gets the signals that ask this process to stop; only for
  ///     a process that does nothing else.
  init(_ words: [String], forwardsSignals: Bool) {
    self.words = words
    self.forwardsSignals = forwardsSignals
  }

  /// Runs the command.
  ///
  /// A process that the command leaves behind may keep the output open; this does not wait for it.
  ///
  /// - Parameter onOutput: Gets standard output and error together, as the command prints them.
  /// - Throws: `Errno` when there are no descriptors left to run a command.
  func run(_ onOutput: ([UInt8]) -> Void) throws -> JobEnd {
    let signals = SignalMask()
    if forwardsSignals { signals.block() }
    var output = try Pipe()
    var events = try JobEvents(signals)
    let child: pid_t
    do throws(Errno) {
      child = try spawn(output, mask: signals.original)
    } catch {
      return .notStarted(error)
    }
    output.closeWriteEnd()
    let isWatched = events.watch(child)
    if forwardsSignals { events.watchSignals() }
    forward(from: output, events.pipe, to: child, isWatched: isWatched, onOutput)
    let end = JobProcess.end(of: child)
    events.stop()
    return end
  }

  /// Passes on output and signals until the command has ended.
  ///
  /// - Parameter isWatched: Whether `events` reports the end; otherwise the end of the output counts.
  private func forward(
    from output: borrowing Pipe, _ events: borrowing Pipe, to child: pid_t, isWatched: Bool,
    _ onOutput: ([UInt8]) -> Void
  ) {
    var isOpen = true
    var hasEnded = false
    while !hasEnded, isWatched || isOpen {
      var requests = [
        pollfd(fd: events.readEnd.rawValue, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen ? output.readEnd.rawValue : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&requests, 2, -1) > 0 else { continue }
      if requests[1].revents != 0 { isOpen = output.read(onOutput) != .end }
      guard requests[0].revents != 0 else { continue }
      _ = events.read { bytes in
        for byte in bytes {
          // This process has not called waitpid(2) yet, so no other process has the number.
          if byte == JobEvents.commandEnded { hasEnded = true } else { kill(child, Int32(byte)) }
        }
      }
    }
    // The rest of the command's output is in the pipe; more than a pipe holds is of another process.
    for _ in 0..<64 where isOpen { isOpen = output.read(onOutput) == .some }
  }

  /// The corresponding C function is `waitpid`.
  private static func end(of child: pid_t) -> JobEnd {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exited(status: status >> 8 & 0xFF) : .signalled(signal)
  }

  /// The corresponding C function is `posix_spawnp`.
  private func spawn(_ output: borrowing Pipe, mask: sigset_t) throws(Errno) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output.writeEnd.rawValue, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, output.writeEnd.rawValue, 2)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
    var (mask, ignored) = (mask, sigset_t())
    unsafe sigemptyset(&ignored)
    unsafe sigaddset(&ignored, SIGPIPE)
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    unsafe posix_spawnattr_setsigdefault(&attributes, &ignored)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let strings = unsafe words.map { unsafe strdup($0) }
    defer { unsafe strings.forEach { unsafe free($0) } }
    var child: pid_t = 0
    let result = unsafe posix_spawnp(
      &child, words[0], &actions, &attributes, strings + [nil], environ)
    guard result == 0 else { throw Errno(rawValue: result) }
    return child
  }
}
