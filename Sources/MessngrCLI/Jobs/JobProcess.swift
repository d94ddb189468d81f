// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A command that runs to its end, and its output.
///
/// No shell is involved: the command gets each word unchanged. It shares standard input with the caller.
struct JobProcess {
  private let words: [String]
  private let timeLimit: Duration?
  private let separatesErrors: Bool
  private let leadsGroup: Bool
  private let forwardsSignals: Bool

  /// The signals for the command.
  private static let forwarded: [Signal] = [
    .terminate, .interrupt, .hangUp, .quit, .user1, .user2,
  ]

  /// How long a command has between SIGTERM and SIGKILL at its time limit.
  private static let grace = Duration.seconds(10)

  /// Prepares a command.
  ///
  /// With a time limit the command leads a process group, so that the programs it has started end with it.
  /// At a terminal it does not: only one group there can read what the user types.
  ///
  /// - Parameters:
  ///   - words: The command, which is searched in `PATH`, and its arguments.
  ///   - input: The standard input of this process, which the command shares.
  ///   - timeLimit: When the command is ended; `nil` for never.
  ///   - separatesErrors: Whether standard error has a pipe of its own. One pipe for both keeps their order.
  ///   - forwardsSignals: Whether the command gets the signals of this process; only for a process that
  ///     does nothing else.
  init(
    _ words: [String], input: FileDescriptor = .standardInput, timeLimit: Duration? = nil,
    separatesErrors: Bool = false, forwardsSignals: Bool
  ) {
    self.words = words
    self.timeLimit = timeLimit
    self.separatesErrors = separatesErrors
    self.forwardsSignals = forwardsSignals
    leadsGroup = timeLimit != nil && !input.isTerminal
  }

  /// Runs the command.
  ///
  /// A process that the command leaves behind may keep the output open; this does not wait for it.
  ///
  /// - Parameter onOutput: Gets standard output and error as the command prints them, and whether the bytes
  ///   come from a pipe for standard error alone.
  /// - Throws: `Errno` when there are no descriptors left to run a command.
  func run(_ onOutput: ([UInt8], _ isError: Bool) -> Void) throws -> JobEnd {
    let before = SignalSet.blocked
    let signalSet = SignalSet(forwardsSignals ? JobProcess.forwarded : [])
    signalSet.block()
    // The command has SIGPIPE, and this process has errors in its place.
    if forwardsSignals { Signal.brokenPipe.ignore() }
    let signals = try SignalQueue(signalSet)
    var output = try Pipe()
    // Without a pipe of its own, standard error uses that of standard output.
    var errors = try Pipe()
    let child: ChildProcess
    do throws(Errno) {
      child = try ChildProcess(
        words, output: .descriptor(output.writeEnd),
        errors: .descriptor(separatesErrors ? errors.writeEnd : output.writeEnd),
        blocking: before, leadsGroup: leadsGroup)
    } catch {
      return .notStarted(error)
    }
    output.closeWriteEnd()
    errors.closeWriteEnd()
    let isLate: Bool
    do throws(Errno) {
      let ended = try child.openDescriptor()
      isLate = forward(from: output, errors, signals, to: child, until: ended.descriptor, onOutput)
    } catch {
      // Without such a descriptor the command has ended when its output has.
      isLate = forward(from: output, errors, signals, to: child, until: nil, onOutput)
    }
    let end = JobEnd(child.wait())
    return isLate ? timeLimit.map { .timedOut($0) } ?? end : end
  }

  /// Passes on output and signals until the command has ended.
  ///
  /// - Parameter ended: Is readable when the command has ended; `nil` to wait for the end of the output.
  /// - Returns: Whether the command was ended at its time limit.
  private func forward(
    from output: borrowing Pipe, _ errors: borrowing Pipe, _ signals: borrowing SignalQueue,
    to child: borrowing ChildProcess, until ended: FileDescriptor?,
    _ onOutput: ([UInt8], Bool) -> Void
  ) -> Bool {
    var (isOutputOpen, areErrorsOpen, hasEnded, isLate) = (true, true, false, false)
    var limit = Deadline.after(timeLimit)
    while !hasEnded, isOutputOpen || areErrorsOpen || ended != nil {
      var entries = [
        PollEntry(ended), PollEntry(signals.descriptor),
        PollEntry(isOutputOpen ? output.readEnd : nil),
        PollEntry(areErrorsOpen ? errors.readEnd : nil),
      ]
      guard (try? PollEntry.wait(for: &entries, until: limit)) != nil else { continue }
      if entries[2].isReady { isOutputOpen = output.read { onOutput($0, false) } != .end }
      if entries[3].isReady { areErrorsOpen = errors.read { onOutput($0, true) } != .end }
      hasEnded = entries[0].isReady
      // Without a group of its own, the command gets a signal from the terminal, too.
      while let (signal, isFromProcess) = signals.next() {
        if isFromProcess || leadsGroup { send(signal, to: child) }
      }
      if !hasEnded, limit.hasPassed {
        send(isLate ? .kill : .terminate, to: child)
        send(.goOn, to: child)
        limit = isLate ? .never : .after(JobProcess.grace)
        isLate = true
      }
    }
    // The rest of the command's output is in the pipes; more than a pipe holds is of another process.
    for _ in 0..<64 where isOutputOpen {
      isOutputOpen = output.read { onOutput($0, false) } == .some
    }
    for _ in 0..<64 where areErrorsOpen {
      areErrorsOpen = errors.read { onOutput($0, true) } == .some
    }
    return isLate
  }

  private func send(_ signal: Signal, to child: borrowing ChildProcess) {
    if leadsGroup { child.sendToGroup(signal) } else { child.send(signal) }
  }
}
