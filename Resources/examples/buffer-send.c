// SPDX-License-Identifier: Apache-2.0
// cc buffer-send.c -lmessngr && ./a.out
//
// Sends a message to the user who runs it, under each of the user's names, by the functions of Windows.

#include <messngr.h>
#include <stdio.h>

int main(void) {
  static WCHAR text[] = u"Backup finished";
  DWORD count = 0, total = 0;
  MSG_INFO_0 *names = NULL;
  NET_API_STATUS status =
      NetMessageNameEnum(NULL, 0, (LPBYTE *)&names, MAX_PREFERRED_LENGTH, &count, &total, NULL);
  for (DWORD index = 0; status == NERR_Success && index < count; index++) {
    status = NetMessageBufferSend(
        NULL, names[index].msgi0_name, NULL, (LPBYTE)text, sizeof text - sizeof *text);
  }
  NetApiBufferFree(names);
  printf("%u names, code %u\n", count, status);
  return status == NERR_Success ? 0 : 1;
}
