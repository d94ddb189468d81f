// SPDX-License-Identifier: Apache-2.0

/// A scope identifier: the labels behind a name that divide one wire into several NetBIOS networks.
///
/// Only nodes with the same scope hear each other. Nearly all nodes have none. Source: RFC 1001 9.
public struct NetBIOSScope: Hashable, Sendable {
  /// No scope.
  public static let none = NetBIOSScope(unchecked: [])

  /// The longest scope in its encoding: a name has 255 bytes, and 34 are the NetBIOS name's.
  public static let maximumByteCount = 221

  /// The labels, 1…63 bytes each.
  public let labels: [ArraySlice<UInt8>]

  /// Creates a scope from labels with dots between them; an empty text is no scope.
  ///
  /// - Throws: ``NetBIOSNameError/badScope``.
  public init(_ text: String) throws(NetBIOSNameError) {
    guard !text.isEmpty else {
      self = .none
      return
    }
    let labels = Array(text.utf8).split(separator: 0x2E, omittingEmptySubsequences: false)
    guard labels.allSatisfy({ (1...63).contains($0.count) }),
      labels.reduce(0, { $0 + 1 + $1.count }) <= NetBIOSScope.maximumByteCount
    else { throw .badScope }
    self.labels = labels
  }

  init(unchecked labels: [ArraySlice<UInt8>]) {
    self.labels = labels
  }
}

extension NetBIOSScope: CustomStringConvertible {
  /// The labels with dots between them.
  public var description: String {
    labels.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
  }
}
