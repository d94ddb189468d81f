// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

extension AgentConfiguration {
  /// The files of a user, the one that counts most first.
  ///
  /// They are `$XDG_CONFIG_HOME/messngr/config.yaml`, with `~/.config` where the variable is not an
  /// absolute path, and `/etc/messngr/config.yaml`: the XDG Base Directory Specification.
  public static func files(home: FilePath, environment: [String: String]) -> [FilePath] {
    let chosen = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? FilePath($0) : nil }
    return [chosen ?? home.appending(".config"), "/etc"].map { directory in
      directory.appending("messngr/config.yaml")
    }
  }
}
