// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// How a command ended.
enum JobEnd: Equatable, Sendable {
  /// It exited with a status: 0…255.
  case exited(status: Int32)

  /// A signal ended it.
  case signalled(Int32)

  /// It could not be started.
  case notStarted(Errno)

  /// It took longer than its time limit, and was ended.
  case timedOut(Duration)

  /// Whether it succeeded.
  var isSuccess: Bool { self == .exited(status: 0) }

  /// The exit status that a shell would have: that of the command, 128 plus the signal, 127 for a
  /// missing command, 126 for one that cannot be executed; 124 at the time limit, as timeout(1) has it.
  var exitStatus: Int32 {
    switch self {
    case .exited(let status): status
    case .signalled(let number): 128 + number
    case .notStarted(.noSuchFileOrDirectory): 127
    case .notStarted: 126
    case .timedOut: 124
    }
  }
}

extension JobEnd {
  /// The end of a process.
  init(_ end: ChildProcess.End) {
    switch end {
    case .exited(let status): self = .exited(status: status)
    case .signalled(let signal): self = .signalled(signal.rawValue)
    }
  }
}

extension JobEnd: CustomStringConvertible {
  /// The end in words.
  var description: String {
    switch self {
    case .exited(status: 0): "finished"
    case .exited(let status): "exit status \(status)"
    case .signalled(let number): "ended by \(JobEnd.name(ofSignal: number))"
    case .notStarted(let error): "could not be started: \(error)"
    case .timedOut(let limit): "ended at its time limit of \(limit.text)"
    }
  }

  /// The signals that end commands in practice; signal(7), with their numbers on x86 and ARM.
  private static func name(ofSignal number: Int32) -> String {
    let names: [Int32: String] = [
      1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
      9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU",
      25: "SIGXFSZ", 31: "SIGSYS",
    ]
    return names[number] ?? "signal \(number)"
  }
}
