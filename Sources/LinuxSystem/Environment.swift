// SPDX-License-Identifier: Apache-2.0

import CLinux

/// The environment of this process; environ(7).
package enum Environment {
  /// The value of a variable; `nil` when it is not set.
  package static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The value of a variable; `nil` also in a program that has more rights than its user; secure_getenv(3).
  package static func secureVariable(_ name: String) -> String? {
    unsafe clinux_secure_variable(name).map { unsafe String(cString: $0) }
  }

  /// All variables.
  package static var variables: [String: String] {
    var variables: [String: String] = [:]
    var next = unsafe clinux_environment()
    while let entry = unsafe next?.pointee {
      let text = unsafe String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      unsafe next = unsafe next?.advanced(by: 1)
    }
    return variables
  }

  /// Sets a variable of this process, for libraries that read it; setenv(3).
  package static func setVariable(_ name: String, to value: String) {
    unsafe _ = setenv(name, value, 1)
  }
}
