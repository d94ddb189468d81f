// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Machine {
  /// Writes the configuration of a user's agent.
  func configure(_ user: String, _ text: String) throws {
    let directory = "\(self[user].home)/.config/messngr"
    try make(directory, for: self[user], mode: 0o700)
    try text.write(toFile: "\(directory)/config.yaml", atomically: false, encoding: .utf8)
    for path in ["\(self[user].home)/.config", "\(directory)/config.yaml"] {
      chown(path, self[user].uid, self[user].uid)
    }
  }
}
