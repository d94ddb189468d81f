// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The names of this machine on one interface.
struct InterfaceNames {
  let place: NamedInterface
  var node: EndNode
  var retries = NameRetries()
}
