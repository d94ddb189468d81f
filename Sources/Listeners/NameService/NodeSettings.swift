// SPDX-License-Identifier: Apache-2.0

public import NetBIOS

/// How this machine claims its names: the node type and the name server (WINS).
public struct NodeSettings: Equatable, Sendable {
  /// The node type.
  public let nodeType: NodeType

  /// The name server; `nil` for a B-node.
  public let server: IPv4Address?

  /// A B-node.
  public static let broadcast = NodeSettings(server: nil)

  /// Creates settings.
  ///
  /// - Parameters:
  ///   - nodeType: The node type; `nil` for H with a server and B without one, as Windows has it. Without
  ///     a server every node is a B-node.
  ///   - server: The name server.
  public init(nodeType: NodeType? = nil, server: IPv4Address?) {
    self.nodeType = server == nil ? .broadcast : nodeType ?? .hybrid
    self.server = self.nodeType == .broadcast ? nil : server
  }
}
