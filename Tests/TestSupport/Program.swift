// SPDX-License-Identifier: Apache-2.0

public import Foundation
import LinuxSystem

/// A running program, and the text that it prints.
///
/// It is killed when the last reference to it goes.
public final class Program: Sendable {
  /// One of the two outputs of a program.
  public enum Stream: Sendable {
    /// Standard output.
    case output
    /// Standard error.
    case errors
  }

  private struct State {
    var text: [Stream: [UInt8]] = [.output: [], .errors: []]
    var open = 2
    var status: Int32?
  }

  /// The process identifier.
  public let pid: pid_t

  private let state = Watched(State())
  private let name: String
  private let start = ContinuousClock.now

  /// The longest time that a test waits: enough for a slow machine with a sanitizer.
  public static let patience = Duration.seconds(60)

  /// An environment with the directories of the system's programs.
  public static let path = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]

  /// Starts a program with this environment, and the options of a sanitizer.
  ///
  /// - Parameters:
  ///   - input: The bytes on its standard input; `nil` is `/dev/null`.
  ///   - package: The package to install when the program is missing.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
    input: [UInt8]? = nil, package: String = "this package's build"
  ) throws {
    guard access(program, X_OK) == 0 else {
      throw TestProcessError.missing(program, install: "apt-get install \(package)")
    }
    name = ([program] + arguments).joined(separator: " ")
    let output = try Channel.pipe()
    let errors = try Channel.pipe()
    let stdin = try input.map { _ in try Channel.sockets() }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let stdin {
      posix_spawn_file_actions_adddup2(&actions, stdin.far, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output.far, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.far, 2)
    let words = ([program] + arguments).map { strdup($0) }
    let variables = environment.merging(Sanitizer.environment) { given, _ in given }.map {
      strdup("\($0)=\($1)")
    }
    defer { for text in words + variables { free(text) } }
    // The threads of the tests block all signals, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    var mask = sigset_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    let failure = posix_spawn(
      &child, program, &actions, &attributes, words + [nil], variables + [nil])
    for pipe in [output, errors] + (stdin.map { [$0] } ?? []) { close(pipe.far) }
    guard failure == 0 else { throw TestProcessError.system(failure) }
    pid = child
    read(output.near, into: .output)
    read(errors.near, into: .errors)
    if let stdin, let input { write(input, to: stdin.near) }
  }

  deinit {
    end()
  }

  /// A way for bytes between this process and the program.
  private struct Channel {
    let near: Int32
    let far: Int32

    /// A pipe from the program, as a shell makes one.
    static func pipe() throws -> Channel {
      let ends = try FileDescriptor.pipe()
      return Channel(near: ends.readEnd.rawValue, far: ends.writeEnd.rawValue)
    }

    /// A pair of sockets: a write to a program that has ended then causes no signal.
    static func sockets() throws -> Channel {
      var ends: [Int32] = [-1, -1]
      let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw TestProcessError.system(errno) }
      return Channel(near: ends[0], far: ends[1])
    }
  }

  private func read(_ descriptor: Int32, into stream: Stream) {
    // The thread ends when the program closes its end of the pipe. It keeps no reference.
    Thread.detachNewThread { [weak self] in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while case let count = Foundation.read(descriptor, &buffer, buffer.count), count > 0 {
        self?.state.change { $0.text[stream]?.append(contentsOf: buffer[..<count]) }
      }
      close(descriptor)
      self?.state.change { $0.open -= 1 }
    }
  }

  private func write(_ input: [UInt8], to descriptor: Int32) {
    Thread.detachNewThread {
      var rest = input[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
      }
      close(descriptor)
    }
  }

  private func wait(
    _ what: String, atMost limit: Duration = Program.patience, until isTrue: (State) -> Bool
  ) throws {
    guard state.wait(atMost: limit, until: isTrue) else {
      throw TestProcessError.ended(
        name, output: "no \(what) in time; printed: \(text(.output)) \(text(.errors))")
    }
  }

  /// The text that it has printed so far.
  public func text(_ stream: Stream) -> String {
    String(decoding: state.read { $0.text[stream] ?? [] }, as: UTF8.self)
  }

  /// Waits until it has printed a text a number of times.
  public func wait(for text: String, in stream: Stream, times: Int = 1) throws {
    let wanted = Data(text.utf8)
    func isThere(_ printed: [UInt8]) -> Bool {
      var rest = Data(printed)
      for _ in 0..<times {
        guard let found = rest.range(of: wanted) else { return false }
        rest = rest[found.upperBound...]
      }
      return true
    }
    try wait("'\(text)'") { isThere($0.text[stream] ?? []) || $0.open == 0 }
    guard isThere(state.read({ $0.text[stream] ?? [] })) else {
      throw TestProcessError.ended(name, output: self.text(.output) + self.text(.errors))
    }
  }

  /// Waits for its first line of output, without the newline.
  public func firstLine() throws -> String {
    let newline = UInt8(ascii: "\n")
    try wait("line") { $0.text[.output]?.contains(newline) == true || $0.open == 0 }
    let output = state.read { $0.text[.output] ?? [] }
    guard let end = output.firstIndex(of: newline) else {
      throw TestProcessError.ended(name, output: text(.output) + text(.errors))
    }
    return String(decoding: output[..<end], as: UTF8.self)
  }

  /// Stops the program (`SIGSTOP`): it stays, and does nothing.
  public func freeze() { signal(SIGSTOP) }

  /// Lets the program continue after ``freeze()``.
  public func thaw() { signal(SIGCONT) }

  /// Kills the program (`SIGKILL`) and waits for its end.
  public func end() {
    guard state.read(\.status) == nil else { return }
    signal(SIGKILL)
    waitForEnd()
  }

  /// Sends it a signal.
  public func signal(_ signal: Int32) { kill(pid, signal) }

  /// Waits for its end.
  ///
  /// - Parameter limit: The longest time to wait.
  @discardableResult
  public func finish(within limit: Duration = Program.patience) throws -> Finished {
    try wait("end", atMost: limit) { $0.open == 0 }
    waitForEnd()
    return Finished(
      status: state.read(\.status) ?? -1, output: text(.output), errors: text(.errors),
      duration: start.duration(to: .now))
  }

  private func waitForEnd() {
    var result: Int32 = 0
    while waitpid(pid, &result, 0) == -1, errno == EINTR {}
    let status = result & 0x7F == 0 ? result >> 8 & 0xFF : 128 + result & 0x7F
    state.change { $0.status = $0.status ?? status }
  }

  /// Runs a program to its end and returns what it printed.
  ///
  /// - Throws: ``TestProcessError/ended(_:output:)`` if its exit status is not 0.
  @discardableResult
  public static func output(
    of program: String, _ arguments: [String], environment: [String: String], package: String
  ) throws -> Data {
    let running = try Program(program, arguments, environment: environment, package: package)
    let finished = try running.finish()
    guard finished.status == 0 else {
      throw TestProcessError.ended(running.name, output: finished.output + finished.errors)
    }
    return Data(running.state.read { $0.text[.output] ?? [] })
  }
}
