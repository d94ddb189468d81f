// SPDX-License-Identifier: Apache-2.0
// cc send.c -lmessngr && ./a.out USER TEXT
//
// Sends a message, and waits until it is stored.

#include <messngr.h>
#include <stdio.h>

int main(int count, char **words) {
  if (count != 3) return 64;
  struct msgr_request request = {.size = sizeof request, .to = words[1], .text = words[2]};
  struct msgr_outcome outcome = {.size = sizeof outcome};
  if (msgr_send(&request, &outcome) != NERR_Success) {
    fprintf(stderr, "%s (%u)\n", outcome.reason, outcome.code);
    return 1;
  }
  printf("%s\n", outcome.id);
  return 0;
}
