// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// The sockets that the service manager passes, and the messages to it: sd_listen_fds(3), sd_notify(3).
public struct ServiceManager: Sendable {
  private let environment: @Sendable (String) -> String?

  /// Reads the variables of the service manager from an environment.
  public init(environment: @escaping @Sendable (String) -> String?) {
    self.environment = environment
  }

  /// The sockets that were bound before this process started, in the order of `LISTEN_FDNAMES`.
  ///
  /// Descriptors begin at 3. They are for this process only if `LISTEN_PID` is its number.
  public var sockets: [FileDescriptor] {
    guard environment("LISTEN_PID").flatMap(Int32.init) == CurrentProcess.processID,
      let count = environment("LISTEN_FDS").flatMap(Int32.init), (1...1024).contains(count)
    else { return [] }
    return (3..<3 + count).map { FileDescriptor(rawValue: $0) }
  }

  /// The socket with a name that was bound before this process started; `nil` if there is none.
  public func socket(named name: String) -> FileDescriptor? {
    let names = (environment("LISTEN_FDNAMES") ?? "").split(
      separator: ":", omittingEmptySubsequences: false)
    return zip(names, sockets).first { $0.0 == name }?.1
  }

  /// Whether standard error goes to the journal, which reads a priority at the beginning of each line.
  public var readsPriorities: Bool {
    guard let stream = environment("JOURNAL_STREAM"),
      let status = try? FileDescriptor.standardError.stat()
    else { return false }
    return stream == "\(status.device):\(status.inode)"
  }

  /// Sends a message to the service manager: `READY=1`, `STOPPING=1`, `STATUS=…`.
  ///
  /// Without a service manager this does nothing. The corresponding C functions are `socket` and
  /// `sendto` with the address in `NOTIFY_SOCKET`, where `@` is the NUL of an abstract name.
  public func notify(_ state: String) {
    guard let path = environment("NOTIFY_SOCKET"),
      let address = path.hasPrefix("@")
        ? UnixAddress(abstractName: String(path.dropFirst()))
        : path.hasPrefix("/") ? UnixAddress(path: path) : nil,
      let socket = try? FileDescriptor.unixDatagramSocket()
    else { return }
    defer { try? socket.close() }
    // A service manager that does not listen has no use for the message.
    try? socket.send(Array(state.utf8), to: address)
  }
}
