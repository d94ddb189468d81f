// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A command that runs to its end, and its output.
///
/// No shell is involved: the command gets each word unchanged. It shares standard input with the caller.
struct JobProcess {
  private let words: [String]
  private let forwardsSignals: Bool

  /// The signals that ask a program to stop.
  private static let stopSignals: [Signal] = [.terminate, .interrupt, .hangUp, .quit]

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
    let before = SignalSet.blocked
    let stopSignals = SignalSet(forwardsSignals ? JobProcess.stopSignals : [])
    stopSignals.block()
    // The command has SIGPIPE, and this process has errors in its place.
    if forwardsSignals { Signal.brokenPipe.ignore() }
    let signals = try SignalQueue(stopSignals)
    var output = try Pipe()
    let child: ChildProcess
    do throws(Errno) {
      child = try ChildProcess(
        words, output: .descriptor(output.writeEnd), errors: .descriptor(output.writeEnd),
        blocking: before)
    } catch {
      return .notStarted(error)
    }
    output.closeWriteEnd()
    do throws(Errno) {
      let ended = try child.openDescriptor()
      JobProcess.forward(from: output, signals, to: child, until: ended.descriptor, onOutput)
    } catch {
      // Without such a descriptor the command has ended when its output has.
      JobProcess.forward(from: output, signals, to: child, until: nil, onOutput)
    }
    return JobEnd(child.wait())
  }

  /// Passes on output and signals until the command has ended.
  ///
  /// - Parameter ended: Is readable when the command has ended; `nil` to wait for the end of the output.
  private static func forward(
    from output: borrowing Pipe, _ signals: borrowing SignalQueue, to child: borrowing ChildProcess,
    until ended: FileDescriptor?, _ onOutput: ([UInt8]) -> Void
  ) {
    var isOpen = true
    var hasEnded = false
    while !hasEnded, isOpen || ended != nil {
      var entries = [
        PollEntry(ended), PollEntry(signals.descriptor), PollEntry(isOpen ? output.readEnd : nil),
      ]
      guard (try? PollEntry.wait(for: &entries, until: .never)) != nil else { continue }
      if entries[2].isReady { isOpen = output.read(onOutput) != .end }
      hasEnded = entries[0].isReady
      // The command gets a signal from the terminal, too.
      while let (signal, isFromProcess) = signals.next() {
        if isFromProcess { child.send(signal) }
      }
    }
    // The rest of the command's output is in the pipe; more than a pipe holds is of another process.
    for _ in 0..<64 where isOpen { isOpen = output.read(onOutput) == .some }
  }
}
