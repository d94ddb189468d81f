// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A program started by a test, ended by it at the latest when the last reference goes.
public final class TestProcess: @unchecked Sendable {
  // Unchecked: `Process` is used from one test at a time.
  private let process = Process()
  private let output = Pipe()

  /// Its process identifier.
  public var pid: pid_t { process.processIdentifier }

  /// Starts a program; what is not in `environment` is not there.
  ///
  /// - Throws: ``TestProcessError/missing(_:install:)`` if it is not installed.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
    package: String
  ) throws {
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw TestProcessError.missing(program, install: "apt-get install \(package)")
    }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit { end() }

  /// Waits for its first line of output, without the newline.
  public func firstLine() throws -> String {
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), let value = byte.first {
      if value == 0x0A { return String(decoding: line, as: UTF8.self) }
      line.append(value)
    }
    throw TestProcessError.ended(process.executableURL?.path ?? "", output: line)
  }

  /// Stops it where it is (`SIGSTOP`): from now on it is there and silent.
  public func freeze() { kill(pid, SIGSTOP) }

  /// Lets it go on after `freeze()`.
  public func thaw() { kill(pid, SIGCONT) }

  /// Ends it now and waits until it is gone.
  public func end() {
    if process.isRunning { kill(pid, SIGKILL) }
    process.waitUntilExit()
  }

  /// Runs a program to its end and returns what it printed.
  @discardableResult
  public static func output(
    of program: String, _ arguments: [String], environment: [String: String], package: String
  ) throws -> Data {
    let child = try TestProcess(program, arguments, environment: environment, package: package)
    let data = try child.output.fileHandleForReading.readToEnd() ?? Data()
    child.process.waitUntilExit()
    guard child.process.terminationStatus == 0 else {
      throw TestProcessError.ended(([program] + arguments).joined(separator: " "), output: data)
    }
    return data
  }
}

/// Why a program is no use to a test.
public enum TestProcessError: Error, Equatable {
  /// It is not installed.
  case missing(String, install: String)

  /// It ended without doing what it was started for.
  case ended(String, output: Data)
}
