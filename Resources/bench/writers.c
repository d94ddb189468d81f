// SPDX-License-Identifier: Apache-2.0
// writers SOCKET WRITERS MESSAGES
//
// Writes datagrams as fast as they are read, as many threads as writers.

#include <pthread.h>

#include "bench.h"

static const char *path;
static long share;

static void *write_share(void *data) {
  int slot = open_slot(path);
  for (long index = 0; index < share; index++) {
    if (send(slot, BENCH_TEXT, sizeof BENCH_TEXT, MSG_NOSIGNAL) < 0) {
      die("%s: %s", path, strerror(errno));
    }
  }
  close(slot);
  return data;
}

int main(int count, char **arguments) {
  if (count != 4) die("usage: writers SOCKET WRITERS MESSAGES");
  path = arguments[1];
  long writers = number(arguments[2]);
  share = number(arguments[3]) / writers;
  pthread_t threads[writers];
  for (long index = 0; index < writers; index++) {
    if (pthread_create(&threads[index], NULL, write_share, NULL) != 0) die("no thread");
  }
  for (long index = 0; index < writers; index++) pthread_join(threads[index], NULL);
}
