// SPDX-License-Identifier: Apache-2.0

/// Why a program that runs once on a machine cannot start.
public protocol DaemonFailure: Error, CustomStringConvertible {
  /// How the program ends: a number of sysexits.h.
  var exitStatus: Int32 { get }
}
