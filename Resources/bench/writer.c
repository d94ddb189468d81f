// SPDX-License-Identifier: Apache-2.0
// writer MAILSLOT TEXT
//
// Writes one message to a mailslot whose path it is given: the least that a program can do for that, linked
// statically. It looks up no name, and trusts the path.

#include "bench.h"

int main(int count, char **arguments) {
  if (count != 3) die("usage: writer MAILSLOT TEXT");
  int slot = open_slot(arguments[1]);
  if (send(slot, arguments[2], strlen(arguments[2]), MSG_NOSIGNAL) < 0) {
    die("%s: %s", arguments[1], strerror(errno));
  }
}
