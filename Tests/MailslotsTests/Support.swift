// SPDX-License-Identifier: Apache-2.0

import Glibc
import Places
import SystemPackage

@testable import Mailslots

/// Runs a test in a directory of its own, which is removed afterwards.
func withDirectory<Value>(
  permissions: UInt32 = 0o755, _ body: (borrowing TrustedDirectory) async throws -> Value
) async throws -> Value {
  let path = try temporaryPath()
  let directory = try TrustedDirectory.make(
    path, ownedBy: geteuid(), permissions: FilePermissions(rawValue: permissions))
  defer { try? remove(path) }
  return try await body(directory)
}

/// A path that nobody else uses, where everybody may look.
func temporaryPath() throws -> FilePath {
  var template = Array("/tmp/mailslots-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
  chmod(template, 0o755)
  return FilePath(platformString: template).appending("slots")
}

/// Removes a directory made by `temporaryPath`, and what is in it.
func remove(_ path: FilePath) throws {
  for entry in try Directory.entries(of: path) {
    unlink(path.appending(entry).string)
    rmdir(path.appending(entry).string)
  }
  rmdir(path.string)
  rmdir(path.removingLastComponent().string)
}

extension MailslotReader {
  /// What is in the mailslot, without waiting.
  func readAll() throws -> [[UInt8]] {
    var all: [[UInt8]] = []
    while let size = try info().nextMessageSize {
      let message = try read(timeout: .zero)
      precondition(message.bytes.count == size)
      all.append(message.bytes)
    }
    return all
  }
}

/// What a throwing call throws.
func errorOf<Value>(_ body: () throws(MailslotError) -> Value) -> MailslotError? {
  do throws(MailslotError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
