// SPDX-License-Identifier: Apache-2.0

/// Runs a program to its end and returns the bytes that it prints.
package enum ProgramOutput {
  /// How long a program may be silent before it is killed.
  ///
  /// `getent` may ask a directory service that does not answer.
  private static let silenceLimit = Duration.seconds(1)

  /// How long a program may take in all.
  private static let timeLimit = Duration.seconds(5)

  /// Runs a program with an empty environment and returns its standard output.
  ///
  /// Its standard input and error are `/dev/null`.
  ///
  /// - Throws: `Errno` when the program cannot be started or its output cannot be read; `.timedOut`
  ///   when it prints nothing for a second, or does not end within five seconds or before the deadline.
  ///   It is killed then.
  package static func read(
    from program: FilePath, _ arguments: [String], until deadline: Deadline = .never
  ) throws(Errno) -> [UInt8] {
    let end = min(deadline, .after(timeLimit))
    guard !end.hasPassed else { throw .timedOut }
    let pipe = try FileDescriptor.pipe()
    let readEnd = OwnedDescriptor(pipe.readEnd)
    let writeEnd = OwnedDescriptor(pipe.writeEnd)
    let child = try ChildProcess(
      [program.string] + arguments, environment: [], input: .null,
      output: .descriptor(writeEnd.descriptor), errors: .null)
    _ = consume writeEnd
    let output: Result<[UInt8], Errno>
    do throws(Errno) {
      output = .success(try readAll(readEnd.descriptor, until: end))
    } catch {
      output = .failure(error)
    }
    // The program has closed its output, or it is too slow.
    child.send(.kill)
    _ = child.wait()
    return try output.get()
  }

  private static func readAll(
    _ pipe: FileDescriptor, until end: Deadline
  ) throws(Errno) -> [UInt8] {
    var output: [UInt8] = []
    while try pipe.isReadable(until: min(end, .after(silenceLimit))) {
      let chunk = try pipe.read()
      if chunk.isEmpty { return output }
      output += chunk
    }
    throw .timedOut
  }
}
