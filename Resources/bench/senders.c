// SPDX-License-Identifier: Apache-2.0
// senders MAILSLOT SENDERS MESSAGES [RECIPIENT]
//
// Writes messages to an agent's mailslot, as many threads as senders, and waits for the receipt of
// each: BENCH_WINDOW of each sender are on their way at most. Prints messages a second.

#include <pthread.h>
#include <sys/random.h>

#include "bench.h"

static const char *mailslot;
static long share;

static void await_stored(int receipt) {
  if (!await_receipt(receipt)) die("a message was not stored");
}

static void *send_share(void *data) {
  uint64_t high;
  if (getrandom(&high, sizeof high, 0) != sizeof high) die("getrandom: %s", strerror(errno));
  int slot = open_slot(mailslot);
  int receipts[BENCH_WINDOW];
  for (long index = 0; index < share + BENCH_WINDOW; index++) {
    int *receipt = &receipts[index % BENCH_WINDOW];
    if (index >= BENCH_WINDOW && index - BENCH_WINDOW < share) await_stored(*receipt);
    if (index >= share) continue;
    char bytes[512];
    *receipt = send_message(slot, bytes, write_message(bytes, sizeof bytes, high, (uint64_t)index));
    if (*receipt < 0) die("%s: %s", mailslot, strerror(errno));
  }
  close(slot);
  return data;
}

int main(int count, char **arguments) {
  if (count < 4) die("usage: senders MAILSLOT SENDERS MESSAGES [RECIPIENT]");
  if (count > 4) bench_recipient = arguments[4];
  mailslot = arguments[1];
  long senders = number(arguments[2]);
  share = number(arguments[3]) / senders;
  pthread_t threads[senders];
  double begin = now();
  for (long index = 0; index < senders; index++) {
    if (pthread_create(&threads[index], NULL, send_share, NULL) != 0) die("no thread");
  }
  for (long index = 0; index < senders; index++) pthread_join(threads[index], NULL);
  printf("%.0f\n", (double)(share * senders) / (now() - begin));
}
