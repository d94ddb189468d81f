// SPDX-License-Identifier: Apache-2.0

import Wire

/// The source or destination of a packet: an address and a port.
public struct Endpoint: Hashable, Sendable {
  /// The port of the name service, UDP: RFC 1002 6.
  public static let nameServicePort: UInt16 = 137

  /// The port of the datagram service, UDP: RFC 1002 6.
  public static let datagramServicePort: UInt16 = 138

  /// The port of the session service, TCP: RFC 1002 6.
  public static let sessionServicePort: UInt16 = 139

  /// The address.
  public var address: IPv4Address

  /// The port.
  public var port: UInt16

  /// Creates an endpoint.
  public init(address: IPv4Address, port: UInt16) {
    self.address = address
    self.port = port
  }
}

extension Endpoint {
  /// Reads SOURCE_IP and SOURCE_PORT.
  init(decoding reader: inout ByteReader) throws(WireError) {
    address = IPv4Address(rawValue: try reader.readBigEndian("SOURCE_IP"))
    port = try reader.readBigEndian("SOURCE_PORT")
  }

  func encode(into writer: inout ByteWriter) {
    writer.writeBigEndian(address.rawValue)
    writer.writeBigEndian(port)
  }
}

extension Endpoint: CustomStringConvertible {
  /// Address and port, a colon between them.
  public var description: String { "\(address):\(port)" }
}
