// SPDX-License-Identifier: Apache-2.0

import Messages

/// A decoder for text in the OEM code page of its senders, which the protocol does not transmit.
///
/// Single-byte pages are tables in `Messages`. The double-byte ones, 932 (Japanese), 936 (simplified
/// Chinese), 949 (Korean) and 950 (traditional Chinese), come from glibc. Decoding never fails:
/// characters that a page does not have become U+FFFD.
public struct OEMText: Equatable, Sendable {
  /// The number of the page.
  public let codePage: Int

  private let page: CodePage?

  /// The pages that come from glibc.
  static let doubleBytePages = [932, 936, 949, 950]

  /// The numbers of all pages.
  public static let codePages = (CodePage.allCases.map(\.rawValue) + doubleBytePages).sorted()

  /// Creates a decoder; `nil` for an unknown page.
  public init?(codePage: Int) {
    page = CodePage(rawValue: codePage)
    guard page != nil || OEMText.doubleBytePages.contains(codePage) else { return nil }
    self.codePage = codePage
  }

  /// Converts bytes to text.
  public func decode(_ bytes: ArraySlice<UInt8>) -> String {
    page?.decode(bytes) ?? DoubleByteDecoder(codePage: codePage).decode(Array(bytes))
  }
}
