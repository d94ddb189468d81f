// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A program started by a test, ended by it at the latest when the last reference goes.
public final class TestProcess {
  /// Its process identifier.
  public let pid: pid_t
  private let program: String
  private let output: Int32
  private var status: Int32?

  /// Starts a program; what is not in `environment` is not there.
  ///
  /// - Throws: ``TestProcessError/missing(_:install:)`` if it is not installed.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
    package: String
  ) throws {
    guard access(program, X_OK) == 0 else {
      throw TestProcessError.missing(program, install: "apt-get install \(package)")
    }
    self.program = program
    var ends: [Int32] = [-1, -1]
    // A socket pair, for it is born close-on-exec; `pipe2` is not visible from Swift.
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw TestProcessError.system(errno) }
    defer { close(ends[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let words = ([program] + arguments).map { strdup($0) }
    let variables = environment.map { strdup("\($0)=\($1)") }
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, program, &actions, nil, words + [nil], variables + [nil])
    guard failure == 0 else {
      close(ends[0])
      throw TestProcessError.system(failure)
    }
    pid = child
    output = ends[0]
  }

  deinit {
    end()
    close(output)
  }

  /// Waits for its first line of output, without the newline.
  public func firstLine() throws -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1 {
      if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    throw TestProcessError.ended(program, output: String(decoding: line, as: UTF8.self))
  }

  /// Stops it where it is (`SIGSTOP`): from now on it is there and silent.
  public func freeze() { kill(pid, SIGSTOP) }

  /// Lets it go on after `freeze()`.
  public func thaw() { kill(pid, SIGCONT) }

  /// Ends it now and waits until it is gone.
  public func end() {
    guard status == nil else { return }
    kill(pid, SIGKILL)
    wait()
  }

  private func wait() {
    var result: Int32 = 0
    while waitpid(pid, &result, 0) == -1, errno == EINTR {}
    status = result
  }

  /// Runs a program to its end and returns what it printed.
  ///
  /// - Throws: ``TestProcessError/ended(_:output:)`` if its exit status is not 0.
  @discardableResult
  public static func output(
    of program: String, _ arguments: [String], environment: [String: String], package: String
  ) throws -> Data {
    let child = try TestProcess(program, arguments, environment: environment, package: package)
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(child.output, &buffer, buffer.count), count > 0 {
      data.append(contentsOf: buffer[..<count])
    }
    child.wait()
    guard child.status == 0 else {
      throw TestProcessError.ended(
        ([program] + arguments).joined(separator: " "),
        output: String(decoding: data, as: UTF8.self)
      )
    }
    return data
  }
}
