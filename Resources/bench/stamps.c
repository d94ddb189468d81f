// SPDX-License-Identifier: Apache-2.0
// stamps SOCKET MESSAGES
//
// Writes datagrams with the time at which each was written, with a pause behind each in which its reader
// falls asleep.

#include "bench.h"

int main(int count, char **arguments) {
  if (count != 3) die("usage: stamps SOCKET MESSAGES");
  long messages = number(arguments[2]);
  int slot = open_slot(arguments[1]);
  for (long index = 0; index < messages; index++) {
    pause_for(0.0002);
    double time = now();
    if (send(slot, &time, sizeof time, MSG_NOSIGNAL) < 0) die("%s: %s", arguments[1], strerror(errno));
  }
}
