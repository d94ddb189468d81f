// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import DaemonSupport
import LinuxSystem
import Logging
import Mailslots

extension Agent {
  /// Makes the user's mailslot, or waits for it as the agent's life says.
  ///
  /// - Parameter desktop: Reports the end of the session while the agent waits.
  /// - Returns: The mailslot; `nil` when the session ended first.
  /// - Throws: ``AgentError`` when it cannot be made.
  func makeReader(
    _ lookup: MailslotLookup, _ desktop: DesktopService
  ) async throws(AgentError) -> MailslotReader? {
    do throws(MailslotError) {
      return try openReader(lookup)
    } catch .alreadyExists(let path) {
      let processID = LockHolder.processID(of: FilePath("\(path).lock"))
      guard life != .alone else { throw .alreadyRunning(path, processID: processID) }
      let holder = processID.map { "process \($0)" } ?? "another process"
      log.notice("standing by", metadata: ["agent": "\(holder)", "mailslot": "\(path)"])
      ServiceManager(environment: environment)
        .notify("READY=1\nSTATUS=Standing by: \(holder) is the agent of this user.")
      return try await standBy(for: path, lookup, desktop)
    } catch {
      throw .mailslot(error)
    }
  }

  private func standBy(
    for path: FilePath, _ lookup: MailslotLookup, _ desktop: DesktopService
  ) async throws(AgentError) -> MailslotReader? {
    typealias Outcome = Result<MailslotReader?, AgentError>
    let outcome = await withTaskGroup(of: Outcome.self) { group in
      group.addTask {
        do {
          return .success(
            try await Standby(mailslot: path, log: log).wait { () throws(MailslotError) in
              try openReader(lookup)
            })
        } catch let error as MailslotError {
          return .failure(.mailslot(error))
        } catch {
          return .failure(.mailslot(.system(path, error as? Errno ?? .ioError)))
        }
      }
      if life == .session {
        group.addTask {
          _ = await desktop.waitForSessionEnd()
          return .success(nil)
        }
      }
      defer { group.cancelAll() }
      return await group.next() ?? .success(nil)
    }
    return try outcome.get()
  }

  private func openReader(_ lookup: MailslotLookup) throws(MailslotError) -> MailslotReader {
    let configuration = settings.configuration
    var options = MailslotOptions(acceptsDescriptors: true)
    // A sender waits for the receipt, so its message must not be dropped behind its back.
    options.quota.excess = .waits
    options.quota.shares = 4
    options.quota.messageCount = configuration.waitingMessages * options.quota.shares
    options.quota.byteCount = configuration.waitingBytes * options.quota.shares
    let manager = ServiceManager(environment: environment)
    guard let socket = manager.socket(named: "MESSNGR") else {
      return try lookup.createReader(.messenger, options: options)
    }
    return try MailslotReader(
      adopting: socket, name: .messenger, in: lookup.makeDirectory(), options: options)
  }
}
