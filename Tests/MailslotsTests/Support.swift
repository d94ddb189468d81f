// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem

@testable import Mailslots

/// Runs a test in a directory of its own, which is removed afterwards.
func withDirectory<Value>(
  permissions: UInt32 = 0o755,
  _ body: (borrowing TrustedDirectory) async throws -> Value
) async throws -> Value {
  let path = try temporaryPath()
  let directory = try TrustedDirectory.make(
    path, ownedBy: geteuid(), permissions: FilePermissions(rawValue: permissions))
  defer { try? remove(path.removingLastComponent()) }
  return try await body(directory)
}

/// A path that no other test uses, in a directory that all users may read.
func temporaryPath() throws -> FilePath {
  var template = Array("/tmp/mailslots-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
  chmod(template, 0o755)
  return FilePath(String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)).appending(
    "slots")
}

/// Removes a directory with all its files.
func remove(_ path: FilePath) throws {
  for entry in (try? FileSystem.entries(of: path)) ?? [] {
    let entry = path.appending(entry)
    if unlink(entry.string) != 0 { try remove(entry) }
  }
  rmdir(path.string)
}

/// The name that most tests use.
let demo = (try? MailslotName("demo")) ?? .messenger

extension MailslotReader {
  /// The messages that wait in the mailslot.
  func readAll() throws -> [[UInt8]] {
    var all: [[UInt8]] = []
    while try info().messageCount > 0 { all.append(try readBlocking(timeout: .zero).bytes) }
    return all
  }
}

// In a task the calls without `await` do not compile, and most tests are about them.

extension MailslotReader {
  /// Reads on this thread.
  func readBlocking(maximumLength: Int = .max) throws(MailslotError) -> MailslotMessage {
    try read(maximumLength: maximumLength)
  }

  /// Reads on this thread.
  func readBlocking(
    timeout: Duration?, maximumLength: Int = .max
  ) throws(MailslotError) -> MailslotMessage {
    try read(timeout: timeout, maximumLength: maximumLength)
  }
}

extension MailslotWriter {
  /// Writes on this thread.
  func writeBlocking(
    _ bytes: [UInt8], passing descriptor: FileDescriptor? = nil,
    until deadline: Deadline = .after(.seconds(5))
  ) throws(MailslotError) {
    try write(bytes, passing: descriptor, until: deadline)
  }
}

extension MailslotLookup {
  /// Waits for a mailslot on this thread.
  func openWriterBlocking(
    _ name: MailslotName, waitingUntil deadline: Deadline
  ) throws(MailslotError) -> MailslotWriter {
    try openWriter(name, waitingUntil: deadline)
  }
}

/// A bound socket, as systemd makes it for the program that it starts.
func boundSocket(at path: FilePath, type: UInt32) throws -> FileDescriptor {
  let descriptor = FileDescriptor(
    rawValue: socket(AF_UNIX, Int32(type | SOCK_CLOEXEC.rawValue), 0))
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.string.utf8) }
  let result = withUnsafePointer(to: &address) { address in
    address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor.rawValue, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  guard result == 0 else { throw Errno(rawValue: errno) }
  return descriptor
}

/// The error of a call; `nil` when it throws none.
func errorOf<Value: ~Copyable>(_ body: () throws(MailslotError) -> Value) -> MailslotError? {
  do throws(MailslotError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// Runs code that blocks on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    let thread = PlainThread { continuation.resume(returning: body()) }
    precondition(thread != nil, "no thread left")
  }
}

/// Runs code with the file rights of another user, in a thread of its own; setfsuid(2).
func asUser<Value: Sendable>(
  _ userID: UInt32, _ body: @escaping @Sendable () -> Value
) async -> Value {
  await onThread {
    _ = setfsuid(userID)
    return body()
  }
}

@_silgen_name("setfsuid") private func setfsuid(_ userID: UInt32) -> Int32

/// How many bytes of this process are in memory; proc(5).
func residentBytes() -> Int {
  let fields = (try? FileContents.read("/proc/self/statm")).map {
    String(decoding: $0, as: UTF8.self).split(separator: " ")
  }
  return (fields.flatMap { Int($0[1]) } ?? 0) * 4096
}

/// How long something takes.
func elapsed(_ body: () throws -> Void) rethrows -> Duration {
  let start = ContinuousClock.now
  try body()
  return ContinuousClock.now - start
}

/// Waits until a condition holds for which no event exists; `false` after ten seconds.
func eventually(_ condition: () throws -> Bool) async rethrows -> Bool {
  let deadline = Deadline.after(.seconds(10))
  while try !condition() {
    if deadline.hasPassed { return false }
    await Task.yield()
  }
  return true
}

extension MailslotReader {
  /// How many reads wait.
  var waiterCount: Int { socketDrain.withState { $0.waiters.count } }
}
