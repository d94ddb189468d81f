// SPDX-License-Identifier: Apache-2.0

import CLinux

extension FileDescriptor {
  /// Reads bytes into memory; read(2).
  ///
  /// - Returns: How many bytes came: 0 at the end.
  /// - Throws: `Errno`.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    while true {
      let count = unsafe CLinux.read(rawValue, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      let failure = Errno.current
      guard failure == .interrupted else { throw failure }
    }
  }

  /// Reads what can be had at once; read(2).
  ///
  /// - Parameter limit: The most bytes to read.
  /// - Returns: 1…`limit` bytes; none at the end.
  /// - Throws: `Errno`.
  package func read(upTo limit: Int = 16_384) throws(Errno) -> [UInt8] {
    var failure: Errno?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      do throws(Errno) {
        count = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads bytes at an offset, without moving the place where the next read starts; pread(2).
  ///
  /// - Returns: 0…`limit` bytes.
  /// - Throws: `Errno`.
  package func read(upTo limit: Int, at offset: Int) throws(Errno) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = unsafe pread(rawValue, &bytes, limit, off_t(offset))
    guard count >= 0 else { throw .current }
    return Array(bytes.prefix(count))
  }

  /// Writes bytes; write(2).
  ///
  /// - Returns: How many bytes were written, which may be less than all.
  /// - Throws: `Errno`.
  @discardableResult
  public func write(_ buffer: UnsafeRawBufferPointer) throws(Errno) -> Int {
    while true {
      let count = unsafe CLinux.write(rawValue, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      let failure = Errno.current
      guard failure == .interrupted else { throw failure }
    }
  }

  /// Writes all bytes; write(2).
  ///
  /// - Throws: `Errno`. Some of the bytes may have been written then.
  public func writeAll(_ bytes: [UInt8]) throws(Errno) {
    var written = 0
    while written < bytes.count {
      written += try write(bytes[written...])
    }
  }

  /// Writes bytes; write(2).
  ///
  /// - Returns: How many bytes were written, which may be less than all.
  /// - Throws: `Errno`.
  private func write(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int {
    var result: Result<Int, Errno> = .success(0)
    unsafe bytes.withUnsafeBytes { buffer in
      do throws(Errno) {
        result = .success(try unsafe write(buffer))
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }

  /// Writes bytes at an offset; pwrite(2).
  ///
  /// - Returns: How many bytes were written.
  /// - Throws: `Errno`.
  @discardableResult
  package func write(_ bytes: [UInt8], at offset: Int) throws(Errno) -> Int {
    let count = unsafe pwrite(rawValue, bytes, bytes.count, off_t(offset))
    guard count >= 0 else { throw .current }
    return count
  }

  /// Cuts the file, or lengthens it with NUL bytes; ftruncate(2).
  ///
  /// - Throws: `Errno`.
  package func truncate(to byteCount: Int) throws(Errno) {
    guard ftruncate(rawValue, byteCount) == 0 else { throw .current }
  }
}
