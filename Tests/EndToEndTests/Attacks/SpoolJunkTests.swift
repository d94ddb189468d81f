// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What `eve` may put into the spool of `ann`, to whom `ben` sends.
@Suite struct SpoolJunkTests {
  private let machine: Machine

  init() throws { machine = try Machine(["ann", "ben", "eve"]) }

  @Test func `the agent removes junk from a spool, follows no link, and delays no message`() throws
  {
    let secret = "\(machine["ann"].home)/secret"
    try "ann's secret".write(toFile: secret, atomically: false, encoding: .utf8)
    chown(secret, machine["ann"].uid, machine["ann"].uid)
    chmod(secret, 0o644)
    try machine.tell("before")
    try machine.python(
      """
      import os, socket
      os.chdir("/var/spool/messngr/ann")
      body = b"EVE\\0ann\\0junk\\0messngr=1\\0for=\(machine["ann"].uid)\\0"
      def name(n): return "%032x.msg" % n
      def attempt(f, *a):
          try: f(*a)
          except OSError as e: print(f.__name__, e)
      def write(path, data, mode=0o1644):
          with open(path, "wb") as f: f.write(data)
          os.chmod(path, mode)
      attempt(os.symlink, "\(secret)", name(1))
      attempt(os.symlink, "/dev/zero", name(2))
      attempt(os.link, "\(secret)", name(3))
      attempt(os.mkfifo, name(4))
      s = socket.socket(socket.AF_UNIX); s.bind(name(5))
      os.mkdir(name(6)); os.mkdir("full"); write("full/x", b"x")
      write(name(7), body, 0o1666)
      write(name(8), body, 0o1000)
      write(name(9), b"")
      write(name(10), b"\\xff" * 1000)
      write(name(11), b"x" * 2000000)
      write("..msg", body); write("x.msg", body); write("-rf", body); write("a b\\n", body)
      write(name(12)[:-4].upper() + ".msg", body)
      write(".tmp", body); os.utime(".tmp", (2**40, 2**40))
      write(name(13), b"x"); os.truncate(name(13), 2**40)
      write(name(14), body); os.link(name(14), name(15))
      """, as: "eve")
    let agent = try machine.startAgent(of: "ann")
    try machine.tell("after")
    try machine.waitUntilSpoolIsRead(by: "ann")
    // A file with two names is refused under the first; the second is then its only name, and valid.
    #expect(try machine.texts(of: "ann") == ["after", "before", "junk"])
    // The agent leaves a directory that only its owner can empty, files that may still be written,
    // and an empty file, which may be one of those.
    let left = try machine.spooled(for: "ann")
    #expect(
      Set(left).subtracting(["..msg", ".tmp", "full", String(format: "%032x.msg", 9)]).isEmpty,
      "\(left)")
    #expect(try String(contentsOfFile: secret, encoding: .utf8) == "ann's secret")
    _ = agent
  }

  @Test func `ten thousand files of one user keep out no message of another`() throws {
    let agent = try machine.startAgent(of: "ann")
    // The agent removes what is too much while she goes on.
    try machine.python(
      """
      import os
      os.chdir("/var/spool/messngr/ann")
      for n in range(10000):
          try:
              if n % 2:
                  open(".%d" % n, "wb").close()
              else:
                  with open(".tmp", "wb") as f: f.write(b"EVE\\0ann\\0%d\\0messngr=1\\0for=\(machine["ann"].uid)\\0" % n)
                  os.chmod(".tmp", 0o1644)
                  os.rename(".tmp", "%032x.msg" % n)
          except FileNotFoundError: pass
      """, as: "eve")
    try machine.tell("in between")
    agent.signal(SIGTERM)
    try agent.finish()
    try machine.tell("while away")
    let next = try machine.startAgent(of: "ann", ["--display", "terminal"])
    try next.wait(for: "while away", in: .output)
    #expect(try machine.texts(of: "ann").contains("in between"))
  }
}
