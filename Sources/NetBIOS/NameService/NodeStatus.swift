// SPDX-License-Identifier: Apache-2.0

public import Wire

/// A node's answer to a node status request: its names and its statistics.
///
///     +-----------+-----------------------------------+-----------------+
///     | NUM_NAMES | n × (name 15, suffix 1, flags 2)  | STATISTICS, 46  |
///     +-----------+-----------------------------------+-----------------+
///
/// Source: RFC 1002 4.2.18.
public struct NodeStatus: WireCodable {
  /// A name of the node and its state.
  public struct Name: Hashable, Sendable {
    /// Bytes of a name and its flags.
    fileprivate static let byteCount = 18

    /// The name.
    public var name: NetBIOSName

    /// Its state.
    public var flags: NameFlags

    /// Creates a name with its state.
    public init(_ name: NetBIOSName, _ flags: NameFlags) {
      self.name = name
      self.flags = flags
    }
  }

  /// The names, at most 255.
  public var names: [Name]

  /// The statistics.
  public var statistics: NodeStatistics {
    get { (try? NodeStatistics(decoding: statisticsBytes)) ?? NodeStatistics() }
    set { statisticsBytes = NodeStatus.bytes(newValue) }
  }

  /// Bytes, for no program that sends a message looks at the statistics.
  private var statisticsBytes: [UInt8]

  /// TC: whether there are more names than the packet has room for.
  public var isTruncated = false

  /// Creates a status.
  public init(names: [Name], statistics: NodeStatistics = NodeStatistics()) {
    self.names = names
    statisticsBytes = NodeStatus.bytes(statistics)
  }

  /// The status with only as many names as fit an answer of 576 bytes to a request for `name`.
  public func cut(toAnswer name: ScopedName) -> NodeStatus {
    // The header, the name, type to RDLENGTH, NUM_NAMES, and the statistics.
    let fixed = 12 + name.encodedByteCount + 10 + 1 + NodeStatistics.byteCount
    let limit = (NameServiceFrame.maximumByteCount - fixed) / Name.byteCount
    guard names.count > limit else { return self }
    var status = self
    status.names = Array(names.prefix(limit))
    status.isTruncated = true
    return status
  }

  /// Reads RDATA; the statistics may be shorter or longer than specified, as some peers send them.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    names = []
    for _ in 0..<(try reader.readByte("NUM_NAMES")) {
      let name = NetBIOSName(unchecked: Array(try reader.readBytes(16, "NODE_NAME")))
      names.append(Name(name, NameFlags(rawValue: try reader.readBigEndian("NAME_FLAGS"))))
    }
    statisticsBytes = Array(reader.readRemaining().prefix(NodeStatistics.byteCount))
    while statisticsBytes.count < NodeStatistics.byteCount { statisticsBytes.append(0) }
  }

  /// Writes RDATA.
  ///
  /// - Throws: `WireError.Reason.tooLong(limit:)` for more than 255 names.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    guard let count = UInt8(exactly: names.count) else {
      throw WireError(.tooLong(limit: Int(UInt8.max)), in: "NUM_NAMES", at: writer.offset)
    }
    writer.write(count)
    for entry in names {
      writer.write(contentsOf: entry.name.bytes)
      writer.writeBigEndian(entry.flags.rawValue)
    }
    writer.write(contentsOf: statisticsBytes)
  }

  private static func bytes(_ statistics: NodeStatistics) -> [UInt8] {
    var writer = ByteWriter(reservingCapacity: NodeStatistics.byteCount)
    statistics.encode(into: &writer)
    return writer.bytes
  }
}
