// SPDX-License-Identifier: Apache-2.0

import DaemonSupport
import Realm

extension ValueForm<String> {
  /// The name of a machine in a realm, or nothing.
  static var hostName: ValueForm {
    ValueForm(allowed: "letters, digits and hyphens, or nothing") { text in
      text.isEmpty ? text : DomainLabel(text)?.text
    }
  }

  /// An absolute path.
  static var path: ValueForm {
    ValueForm(allowed: "an absolute path") { $0.hasPrefix("/") ? $0 : nil }
  }

  /// A server.
  static var serverURL: ValueForm {
    ValueForm(allowed: "servers like tls://192.0.2.1:4222") { text in
      text.hasPrefix("tls://") && text.utf8.count > 6 ? text : nil
    }
  }
}
