// SPDX-License-Identifier: Apache-2.0

#if !hasFeature(Embedded)
  public import LinuxSystem

  extension MailslotWriter {
    /// Writes one message in a task; `WriteFile`.
    ///
    /// While the mailslot is full, the task waits, and blocks no thread. Tasks that wait try again when there is
    /// room, in no certain order.
    ///
    /// - Parameters:
    ///   - bytes: The message, which may be empty.
    ///   - descriptor: A descriptor of which the reader gets a copy, if it accepts one.
    ///   - timeout: How long to wait for room; `nil` for ever.
    /// - Throws: ``MailslotError/aborted`` when the task is cancelled during the wait, with nothing written;
    ///   otherwise as ``write(_:passing:until:)``.
    public func write(
      _ bytes: [UInt8], passing descriptor: FileDescriptor? = nil,
      timeout: Duration? = .seconds(5)
    ) async throws(MailslotError) {
      let deadline = Deadline.after(timeout)
      while try !send(bytes, passing: descriptor, waits: false) {
        guard !deadline.hasPassed else { throw .queueFull(path) }
        switch await DescriptorWaits.shared.wait(for: .writable, on: socket, until: deadline) {
        case .happened, .deadline: break
        case .cancelled: throw .aborted
        case .failed(let errno): throw MailslotError(errno, at: path)
        }
      }
    }
  }

  extension MailslotLookup {
    /// Opens the first mailslot with a name, and waits in a task until a program makes one.
    ///
    /// The wait blocks no thread.
    ///
    /// - Parameters:
    ///   - name: A name on this computer.
    ///   - timeout: How long to wait; `nil` for ever.
    ///   - maximumMessageSize: The longest message to accept, in bytes.
    /// - Throws: ``MailslotError/aborted`` when the task is cancelled; otherwise as
    ///   ``openWriter(_:waitingUntil:maximumMessageSize:)``.
    public func openWriter(
      _ name: MailslotName, waiting timeout: Duration?,
      maximumMessageSize: Int = MailslotWriter.standardMessageSize
    ) async throws(MailslotError) -> MailslotWriter {
      let deadline = Deadline.after(timeout)
      let watch = try DirectoryWatch()
      while true {
        // The watch begins before the search, so a mailslot that is made after the search ends the wait.
        for directory in directories { watch.add(directory) }
        do throws(MailslotError) {
          return try openWriter(name, maximumMessageSize: maximumMessageSize)
        } catch {
          guard case .notFound = error, try await watch.wait(until: deadline) else { throw error }
        }
      }
    }
  }

  extension DirectoryWatch {
    /// Waits in a task until an entry was made.
    ///
    /// - Returns: `false` at the deadline.
    borrowing func wait(until deadline: Deadline) async throws(MailslotError) -> Bool {
      while !deadline.hasPassed {
        switch await DescriptorWaits.shared.wait(for: .readable, on: descriptor, until: deadline) {
        case .happened: if hasNews() { return true }
        case .deadline: return false
        case .cancelled: throw .aborted
        case .failed(let errno): throw MailslotError(errno, at: "poll")
        }
      }
      return false
    }
  }
#endif
