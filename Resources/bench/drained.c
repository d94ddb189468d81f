// SPDX-License-Identifier: Apache-2.0
// drained OUTBOX
//
// Waits until the servers of a realm have all that waits in the outbox of a relay. Prints messages a second, from the
// first message that the servers have to the last one.

#include <sqlite3.h>

#include "bench.h"

// The number of the first message that no server has; 0 for none.
static long long first_queued(sqlite3_stmt *select) {
  if (sqlite3_step(select) != SQLITE_ROW) die("the outbox cannot be read");
  long long number = sqlite3_column_int64(select, 0);
  sqlite3_reset(select);
  return number;
}

int main(int count, char **arguments) {
  if (count != 2) die("usage: drained OUTBOX");
  sqlite3 *outbox;
  sqlite3_stmt *first, *last;
  if (sqlite3_open_v2(arguments[1], &outbox, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(outbox, "SELECT min(number) FROM transfer WHERE state = -2", -1, &first, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(outbox, "SELECT max(number) FROM transfer WHERE state = -2", -1, &last, NULL) != SQLITE_OK) {
    die("%s: %s", arguments[1], sqlite3_errmsg(outbox));
  }
  long long start = first_queued(first), end = first_queued(last), next;
  double limit = now() + 120;
  if (start == 0) die("nothing waits in the outbox");
  while ((next = first_queued(first)) == start) {
    if (now() > limit) die("the servers take nothing");
    pause_for(0.005);
  }
  double begin = now();
  long long rest = next == 0 ? 0 : end - next + 1;
  while (first_queued(first) != 0) {
    if (now() > limit) die("the servers do not take all");
    pause_for(0.005);
  }
  printf("%.0f\n", (double)rest / (now() - begin));
}
