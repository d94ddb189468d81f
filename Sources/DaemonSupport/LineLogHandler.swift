// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
public import Logging

/// Logs to standard error, one line for each message.
///
/// The journal reads a priority at the beginning of each line (`<6>`): sd-daemon(3). Values may come from
/// unknown senders, so control characters in them become spaces, and none can begin a new line.
public struct LineLogHandler: LogHandler {
  /// The least severe level that is written: the one set here, or else that of the program.
  public var logLevel: Logger.Level {
    get { ownLevel ?? level() }
    set { ownLevel = newValue }
  }

  /// The values after every message.
  public var metadata: Logger.Metadata = [:]

  private var ownLevel: Logger.Level?
  private let level: @Sendable () -> Logger.Level
  private let program: String
  private let hasPriorities: Bool
  private let output: FileDescriptor

  /// Creates a handler.
  ///
  /// - Parameters:
  ///   - program: The name at the beginning of each line.
  ///   - level: The least severe level that is written; called for each message, because it may change.
  ///   - hasPriorities: Whether each line begins with its priority.
  ///   - output: Where the lines go.
  public init(
    program: String, level: @escaping @Sendable () -> Logger.Level, hasPriorities: Bool,
    output: FileDescriptor = .standardError
  ) {
    self.program = program
    self.level = level
    self.hasPriorities = hasPriorities
    self.output = output
  }

  /// A value after every message.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes a line.
  public func log(event: LogEvent) {
    let values = metadata.merging(event.metadata ?? [:]) { $1 }
    let pairs = values.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
    let text = "\(program): \(event.message)\(pairs.joined())"
    let line = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    let priority = hasPriorities ? "<\(event.level.priority)>" : ""
    // Standard error may be closed; there is no other place to report that.
    _ = try? output.writeAll(Array("\(priority)\(line)\n".utf8))
  }
}

extension Logger.Level {
  /// The priority of syslog(3).
  fileprivate var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
