// SPDX-License-Identifier: Apache-2.0

import Accounts
import Messages
import NameDirectory

/// The functions `NetMessageNameAdd`, `…Del`, `…Enum` and `…GetInfo`, without regard to the form of their text.
struct MessageNames {
  private let caller: CallingUser
  private let form: TextForm

  /// Creates the functions for a server; throws `ERROR_NOT_SUPPORTED` for any but this machine.
  init(on server: String?, form: TextForm) throws(Win32Error) {
    caller = CallingUser()
    self.form = form
    guard caller.isServer(server) else { throw .notSupported }
  }

  func add(_ name: String?) throws(Win32Error) {
    let name = try MessageNames.name(name)
    do throws(AliasTableError) { try caller.aliases.add(name, for: caller.account) } catch {
      throw error.code
    }
  }

  func delete(_ name: String?) throws(Win32Error) {
    let name = try MessageNames.name(name)
    do throws(AliasTableError) { try caller.aliases.delete(name, for: caller.account) } catch {
      throw error.code
    }
  }

  /// The names of the user, from a number on that counts from 0.
  ///
  /// - Parameters:
  ///   - limit: The most bytes that the list may have; `UInt32.max` for any number.
  ///   - resume: The number of the first name, or NULL for 0. Afterwards that of the next call.
  /// - Returns: The list, how many names it has, and how many there are from the first one on.
  func list(
    level: UInt32, limit: UInt32, resume: UnsafeMutablePointer<UInt32>?
  ) throws(Win32Error) -> (buffer: UnsafeMutablePointer<UInt8>, count: Int, total: Int, isAll: Bool)
  {
    guard let list = NameList(level: level, form: form) else { throw .invalidLevel }
    let start = unsafe Int(resume?.pointee ?? 0)
    let names = names().dropFirst(start)
    let count = list.count(of: names, fitting: limit)
    guard count > 0 || names.isEmpty else { throw .bufferTooSmall }
    let isAll = count == names.count
    unsafe resume?.pointee = isAll ? 0 : UInt32(clamping: start + count)
    return unsafe (list.make(of: names.prefix(count)), count, names.count, isAll)
  }

  /// One name of the user.
  func info(_ name: String?, level: UInt32) throws(Win32Error) -> UnsafeMutablePointer<UInt8> {
    guard let list = NameList(level: level, form: form) else { throw .invalidLevel }
    let name = try MessageNames.name(name)
    for own in names() where (try? MessageName(own)) == name {
      return unsafe list.make(of: [own])
    }
    throw .nameNotFound
  }

  /// The user's login name, and the aliases in their order.
  private func names() -> [String] {
    [caller.account.name] + caller.aliases.names(of: caller.account).map { $0.name }
  }

  private static func name(_ text: String?) throws(Win32Error) -> MessageName {
    guard let text, let name = try? MessageName(text) else { throw .invalidParameter }
    return name
  }
}
