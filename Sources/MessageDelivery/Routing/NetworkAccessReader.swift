// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NetBIOSClient

/// Reads the settings of the network once, when a message first needs them.
final class NetworkAccessReader {
  private let file: FilePath
  private let hostName: String
  private let request: DeliveryRequest
  private var access: NetworkAccess?

  /// Creates a reader of the settings in a file, with the changes that a request makes.
  init(_ file: FilePath, hostName: String, for request: DeliveryRequest) {
    self.file = file
    self.hostName = hostName
    self.request = request
  }

  /// The access to the network.
  func read() throws(NetworkSettingsError) -> NetworkAccess {
    if let access { return access }
    let settings = request.changing(try NetworkSettings(reading: file))
    let access = NetworkAccess(settings, hostName: hostName)
    self.access = access
    return access
  }
}
