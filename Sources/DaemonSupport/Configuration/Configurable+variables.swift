// SPDX-License-Identifier: Apache-2.0

import Console

extension Configurable {
  /// The variables that begin as those of settings, and that no program of this package reads.
  ///
  /// - Parameter names: The names of all variables.
  /// - Returns: One sentence for each, in the order of the names.
  public static func unknownVariables(among names: some Sequence<String>) -> [String] {
    let known = settings.flatMap { [$0.variable, $0.formerVariable].compactMap(\.self) }
    let others = ["MESSNGR_SPOOL", "MESSNGR_NETWORK", "MESSNGR_PAGER"]
    let prefix = "MESSNGR_"
    return names.filter { $0.hasPrefix(prefix) && !known.contains($0) && !others.contains($0) }
      .sorted().map { name in
        // Only the part that differs says whether two names are alike.
        let nearest = Spelling.nearest(
          to: String(name.dropFirst(prefix.count)),
          in: known.map { String($0.dropFirst(prefix.count)) })
        let hint = nearest.map { "; did you mean \(prefix)\($0)?" } ?? ""
        return "\(name): there is no such setting\(hint)"
      }
  }
}
