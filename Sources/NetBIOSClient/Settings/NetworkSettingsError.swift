// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Wire

/// Why the file with the settings of the network cannot be used.
public indirect enum NetworkSettingsError: Error, Equatable, Sendable {
  /// The file exists and cannot be read.
  case unreadable(FilePath, Errno)

  /// A line is not `key = value` with a key and a value that exist.
  case wrongLine(FilePath, number: Int, String)
}

extension NetworkSettingsError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .unreadable(let path, let errno): "\(path): \(errno)"
    case .wrongLine(let path, let number, let line):
      "\(path), line \(number): '\(line)' is not a known setting with a valid value"
    }
  }
}
