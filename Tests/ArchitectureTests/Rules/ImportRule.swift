// SPDX-License-Identifier: Apache-2.0

/// A target imports what a table allows, and the table allows what a target imports.
enum ImportRule {
  /// Imports that the table does not allow, and allowances that no file of the target uses.
  static func breaches(of target: String, in files: [SourceFile], allowed: Set<String>) -> [Breach]
  {
    let foreign = files.flatMap { file in
      file.imports.subtracting(allowed).sorted().map {
        Breach(key: file.path, text: "may not import \($0)")
      }
    }
    let used = files.reduce(into: Set()) { $0.formUnion($1.imports) }
    let unused = allowed.subtracting(used).sorted().map {
      Breach(key: target, text: "may import \($0), and no file does")
    }
    return foreign + unused
  }

  /// The targets that import libc or the own C code, which only `LinuxSystem` may do.
  static func rawCalls(in files: [SourceFile]) -> [Breach] {
    files.filter { $0.target != "LinuxSystem" }.flatMap { file in
      file.imports.intersection(["Glibc", "CLinux", "Musl"]).sorted().map {
        Breach(key: file.target, text: "\(file.path) imports \($0)")
      }
    }
  }
}
