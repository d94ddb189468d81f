// SPDX-License-Identifier: Apache-2.0
// cc mailslot-poll.c -lmessngr && ./a.out '\\.\mailslot\reports'
//
// Makes a mailslot, and prints each message until an empty one comes. It sleeps in poll(2), so it could wait for
// other descriptors as well.

#include <messngr.h>
#include <poll.h>
#include <stdio.h>

int main(int count, char **words) {
  if (count != 2) return 64;
  HANDLE mailslot = CreateMailslot(words[1], 0, 0, NULL);
  if (mailslot == INVALID_HANDLE_VALUE) {
    fprintf(stderr, "%s: error %u\n", words[1], GetLastError());
    return 1;
  }
  static char message[65536];
  DWORD size;
  do {
    struct pollfd wanted = {.fd = msgr_descriptor(mailslot), .events = POLLIN};
    if (poll(&wanted, 1, -1) < 0) return 1;
    if (!ReadFile(mailslot, message, sizeof message, &size, NULL)) return 1;
    printf("%.*s\n", (int)size, message);
    fflush(stdout);
  } while (size > 0);
  return CloseHandle(mailslot) ? 0 : 1;
}
