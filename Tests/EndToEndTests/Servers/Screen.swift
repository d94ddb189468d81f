// SPDX-License-Identifier: Apache-2.0

/// An invisible screen, with a pointer.
protocol Screen: AnyObject {
  /// The variables of the programs that use the screen.
  var variables: [String: String] { get }

  /// The words before the command line of such a program.
  var launcher: [String] { get }

  /// Writes what the screen shows to a file: PNG.
  func capture(to file: String) throws

  /// Moves the pointer to a place and presses a button there.
  func click(_ place: ScreenText.Place, button: Int) throws
}
