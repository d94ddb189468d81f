// SPDX-License-Identifier: Apache-2.0

import Messages

/// Reads text in the OEM code page that its senders use, of which nothing on the wire tells.
///
/// Single-byte pages are tables of ours; the double-byte ones, 932 (Japanese), 936 (simplified
/// Chinese), 949 (Korean) and 950 (traditional Chinese), are glibc's. Whatever the bytes are, there
/// is a text: what a page does not have becomes U+FFFD, and the rest stays.
public struct OEMText: Equatable, Sendable {
  /// The number of the page.
  public let codePage: Int

  private let page: CodePage?

  /// The pages that are glibc's.
  static let doubleBytePages = [932, 936, 949, 950]

  /// The numbers of all pages.
  public static let codePages = (CodePage.allCases.map(\.rawValue) + doubleBytePages).sorted()

  /// Creates a reader; `nil` for a page that there is not.
  public init?(codePage: Int) {
    page = CodePage(rawValue: codePage)
    guard page != nil || OEMText.doubleBytePages.contains(codePage) else { return nil }
    self.codePage = codePage
  }

  /// The text that `bytes` are.
  public func decode(_ bytes: ArraySlice<UInt8>) -> String {
    page?.decode(bytes) ?? DoubleByteDecoder(codePage: codePage).decode(Array(bytes))
  }
}
