// SPDX-License-Identifier: Apache-2.0

import Wire

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
