// SPDX-License-Identifier: Apache-2.0
// arrival MAILSLOT RECIPIENT INBOX MESSAGES
//
// Sends messages through a relay, one after the other, and prints the median milliseconds from the receipt that says
// that the message is on the disk of the relay, until it is on that of its recipient: in the file INBOX.

#include <sqlite3.h>
#include <sys/random.h>

#include "bench.h"

// A number that changes with each transaction of another process.
static long long version(sqlite3_stmt *pragma) {
  if (sqlite3_step(pragma) != SQLITE_ROW) die("no version of the inbox");
  long long value = sqlite3_column_int64(pragma, 0);
  sqlite3_reset(pragma);
  return value;
}

// Waits for the next receipt, and says whether it is that of a state.
static bool has_reached(int receipts, const char *state) {
  char bytes[256] = {0};
  static const char head[] = "messngr-receipt=1\0state=";
  ssize_t size = recv(receipts, bytes, sizeof bytes - 1, 0);
  if (size < (ssize_t)sizeof head || memcmp(bytes, head, sizeof head - 1) != 0) die("a message was refused");
  return strcmp(bytes + sizeof head - 1, state) == 0;
}

int main(int count, char **arguments) {
  if (count != 5) die("usage: arrival MAILSLOT RECIPIENT INBOX MESSAGES");
  bench_recipient = arguments[2];
  long messages = number(arguments[4]);
  double *delays = calloc((size_t)messages, sizeof *delays);
  uint64_t high;
  sqlite3 *inbox;
  sqlite3_stmt *pragma;
  if (!delays || getrandom(&high, sizeof high, 0) != sizeof high) die("no memory");
  if (sqlite3_open_v2(arguments[3], &inbox, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(inbox, "PRAGMA data_version", -1, &pragma, NULL) != SQLITE_OK) {
    die("%s: %s", arguments[3], sqlite3_errmsg(inbox));
  }
  int slot = open_slot(arguments[1]);
  for (long index = 0; index < messages; index++) {
    char bytes[512];
    long long before = version(pragma);
    int receipts = send_message(slot, bytes, write_message(bytes, sizeof bytes, high, (uint64_t)index));
    if (receipts < 0) die("%s: %s", arguments[1], strerror(errno));
    if (!has_reached(receipts, "queued")) die("the first state is not queued");
    double queued = now();
    while (version(pragma) == before) {
      if (now() - queued > 10) die("a message did not arrive");
      pause_for(0.0002);
    }
    delays[index] = now() - queued;
    while (!has_reached(receipts, "stored")) continue;
    close(receipts);
    // What the agent and the relay still do for this message is no part of the next one.
    pause_for(BENCH_PAUSE);
  }
  printf("%.3f\n", median(delays, (size_t)messages) * 1e3);
}
