// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem

/// A command that is run to its end, with what it prints.
///
/// There is no shell in between: each word arrives as it is. Standard input is the caller's own.
struct JobProcess {
  private let words: [String]
  private let forwardsSignals: Bool

  /// Prepares a command.
  ///
  /// - Parameters:
  ///   - words: The command, looked for in `PATH`, and its arguments.
  ///   - forwardsSignals: Whether the command gets the signals that ask this process to stop; only
  ///     where this process does nothing else.
  init(_ words: [String], forwardsSignals: Bool) {
    self.words = words
    self.forwardsSignals = forwardsSignals
  }

  /// Runs the command.
  ///
  /// What it has started itself and left behind may keep its output open; that is not waited for.
  ///
  /// - Parameter onOutput: Is given what it prints, standard output and error together, as it comes.
  /// - Throws: `Errno` when there are no descriptors left to run anything with.
  func run(_ onOutput: ([UInt8]) -> Void) throws -> JobEnd {
    let signals = SignalMask()
    if forwardsSignals { signals.block() }
    var output = try Pipe()
    let events = try Pipe()
    let child: pid_t
    do throws(Errno) {
      child = try spawn(output, mask: signals.original)
    } catch {
      return .notStarted(error)
    }
    output.closeWriteEnd()
    EventSource.watch(child, try events.writeEnd.duplicate())
    if forwardsSignals { EventSource.watch(signals, try events.writeEnd.duplicate()) }
    forward(from: output, events, to: child, onOutput)
    return JobProcess.end(of: child)
  }

  /// Passes on output and signals until the command has ended.
  private func forward(
    from output: borrowing Pipe, _ events: borrowing Pipe, to child: pid_t,
    _ onOutput: ([UInt8]) -> Void
  ) {
    var isOpen = true
    var hasEnded = false
    while !hasEnded {
      var requests = [
        pollfd(fd: events.readEnd.rawValue, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen ? output.readEnd.rawValue : -1, events: Int16(POLLIN), revents: 0),
      ]
      guard unsafe poll(&requests, 2, -1) > 0 else { continue }
      if requests[1].revents != 0 { isOpen = output.read(onOutput) != .end }
      guard requests[0].revents != 0 else { continue }
      _ = events.read { bytes in
        for byte in bytes {
          // The command is still there, or a child that nobody has waited for: no other has its number.
          if byte == EventSource.childEnded { hasEnded = true } else { kill(child, Int32(byte)) }
        }
      }
    }
    // What the command has printed is in the pipe; more than a pipe holds is somebody else's.
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
