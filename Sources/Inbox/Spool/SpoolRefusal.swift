// SPDX-License-Identifier: Apache-2.0

/// Why a file in the spool is not a message.
public enum SpoolRefusal: Hashable, Sendable {
  /// Its name is not an identifier followed by `.msg`.
  case badName

  /// It is not a regular file: a link, a pipe, a socket, a device or a directory.
  case notAFile

  /// It has another name elsewhere, so another user than its owner may have put it here: link(2).
  case hardLink

  /// Other users than its owner may have written its contents.
  case writableByOthers

  /// It has no sticky bit: the program that wrote it does not leave messages.
  case unmarked

  /// It cannot be opened.
  case unreadable

  /// It is empty, or longer than a message can be.
  case badSize

  /// Its bytes are not a message.
  case malformed

  /// It names another recipient than the owner of the spool, or none: its sender left it elsewhere.
  case forAnotherUser

  /// Its writer has given up: an unfinished file that has not changed for an hour.
  case abandoned

  /// Its owner has more files here than allowed; `SpoolShare`.
  case excess
}
