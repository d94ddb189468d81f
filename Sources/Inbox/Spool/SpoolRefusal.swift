// SPDX-License-Identifier: Apache-2.0

/// Why something in the spool is not a message.
public enum SpoolRefusal: Hashable, Sendable {
  /// Its name is not an identifier with `.msg` behind it.
  case badName

  /// It is no file: a link, a pipe, a socket, a device or a directory.
  case notAFile

  /// It has another name elsewhere, so its owner need not be the user who put it here: link(2).
  case hardLink

  /// Others than its owner may have written what is in it.
  case writableByOthers

  /// It has no sticky bit: a program of its owner's wrote it that leaves no messages.
  case unmarked

  /// It cannot be opened.
  case unreadable

  /// It is empty, or longer than any message can be.
  case badSize

  /// Its bytes are not a message.
  case malformed

  /// It names another user than the owner of the spool, or none: its sender did not leave it here.
  case forAnotherUser

  /// Its writer has given up on it: a temporary file that has not been touched for an hour.
  case abandoned

  /// Its owner has more here than a user may have; ``SpoolShare``.
  case excess
}
