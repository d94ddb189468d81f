// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Logging
import Mailslots

/// An agent that waits while another agent of the user has the mailslot.
///
/// It sleeps until the other one closes the lock file or removes the mailslot: also when it is killed.
struct Standby: Sendable {
  /// The mailslot that another process reads.
  let mailslot: FilePath

  let log: Logger

  private var lock: FilePath { FilePath("\(mailslot).lock") }

  /// Waits until the mailslot can be made.
  ///
  /// - Parameter make: Makes it; throws `alreadyExists` when another process was faster.
  /// - Returns: The mailslot; `nil` if the task was cancelled.
  /// - Throws: What `make` throws, and `Errno` when changes cannot be watched.
  func wait(
    _ make: @escaping @Sendable () throws(MailslotError) -> MailslotReader
  ) async throws -> MailslotReader? {
    let names = [mailslot, lock].compactMap(\.lastComponent?.string)
    return try await FileWatch.withChanges(
      of: mailslot.removingLastComponent(), for: [.removed, .closed], isDirectory: true,
      where: { names.contains($0) }
    ) { changes in
      // systemd may read from a mailslot that no agent has locked. Each try closes the lock file, which is
      // a change, too: so one socket gets few tries.
      var socket: UInt64?
      var refusals = 0
      for await _ in changes {
        let inode = try? mailslot.stat().inode
        let isLocked = LockHolder.processID(of: lock) != nil
        if isLocked || inode == nil || inode != socket { (socket, refusals) = (inode, 0) }
        if isLocked || refusals == 3 { continue }
        do throws(MailslotError) {
          return try make()
        } catch .alreadyExists {
          refusals += 1
        } catch {
          throw error
        }
      }
      return nil
    }
  }
}
