// SPDX-License-Identifier: Apache-2.0
// reached MAILSLOT RECIPIENT STATE MESSAGES WINDOW
//
// Sends messages through a relay, WINDOW on their way at most, and waits until each has reached a state: queued, kept
// or stored. Prints messages a second, and the median milliseconds from the first receipt, which says that the
// message is on the disk of the relay, to the last one.

#include <sys/random.h>

#include "bench.h"

// Waits for the next receipt, and says whether it is that of a state; the message must not be refused.
static bool has_reached(int receipts, const char *state) {
  char bytes[256] = {0};
  static const char head[] = "messngr-receipt=1\0state=";
  ssize_t size = recv(receipts, bytes, sizeof bytes - 1, 0);
  if (size < (ssize_t)sizeof head || memcmp(bytes, head, sizeof head - 1) != 0) {
    die("a message did not come as far as %s: %s", state, size > 0 ? bytes + strlen(bytes) + 1 : "end");
  }
  const char *reached = bytes + sizeof head - 1;
  // The recipient's machine may say so before the servers do.
  return strcmp(reached, state) == 0 || (strcmp(reached, "stored") == 0 && strcmp(state, "kept") == 0);
}

int main(int count, char **arguments) {
  if (count != 6) die("usage: reached MAILSLOT RECIPIENT STATE MESSAGES WINDOW");
  bench_recipient = arguments[2];
  const char *state = arguments[3];
  long messages = number(arguments[4]), window = number(arguments[5]);
  int *receipts = calloc((size_t)window, sizeof *receipts);
  double *delays = calloc((size_t)messages, sizeof *delays);
  uint64_t high;
  if (!receipts || !delays || getrandom(&high, sizeof high, 0) != sizeof high) die("no memory");
  int slot = open_slot(arguments[1]);
  double begin = now();
  for (long index = 0; index < messages + window; index++) {
    int *one = &receipts[index % window];
    if (index >= window && index - window < messages) {
      if (!has_reached(*one, "queued")) die("the first state is not queued");
      double queued = now();
      if (strcmp(state, "queued") != 0) {
        while (!has_reached(*one, state)) continue;
      }
      delays[index - window] = now() - queued;
      close(*one);
    }
    if (index >= messages) continue;
    char bytes[512];
    *one = send_message(slot, bytes, write_message(bytes, sizeof bytes, high, (uint64_t)index));
    if (*one < 0) die("%s: %s", arguments[1], strerror(errno));
  }
  printf("%.0f %.3f\n", (double)messages / (now() - begin), median(delays, (size_t)messages) * 1e3);
}
