// SPDX-License-Identifier: Apache-2.0
// sender MAILSLOT
//
// Sends one message to an agent's mailslot and waits for its receipt: the least that a program can do
// for that, linked statically.

#include <sys/random.h>

#include "bench.h"

int main(int count, char **arguments) {
  if (count != 2) die("usage: sender MAILSLOT");
  uint64_t id[2];
  if (getrandom(id, sizeof id, 0) != sizeof id) die("getrandom: %s", strerror(errno));
  int slot = open_slot(arguments[1]);
  char bytes[512];
  int receipt = send_message(slot, bytes, write_message(bytes, sizeof bytes, id[0], id[1]));
  if (receipt < 0) die("%s: %s", arguments[1], strerror(errno));
  if (!await_receipt(receipt)) die("the message was not stored");
}
