// SPDX-License-Identifier: Apache-2.0
// cc windows-create.c -lmessngr
//
// A program in the style of Windows: a global handle, a function that makes the mailslot.

#include <messngr-windows.h>
#include <stdio.h>

static HANDLE hSlot;
static LPCTSTR SlotName = TEXT("\\\\.\\mailslot\\windows_example");

static BOOL WINAPI MakeSlot(LPCTSTR lpszSlotName) {
  hSlot = CreateMailslot(
      lpszSlotName, 0 /* any size */, MAILSLOT_WAIT_FOREVER, (LPSECURITY_ATTRIBUTES)NULL);
  if (hSlot == INVALID_HANDLE_VALUE) {
    printf("CreateMailslot failed: %u\n", GetLastError());
    return FALSE;
  }
  printf("Mailslot created.\n");
  return TRUE;
}

int main(void) {
  if (!MakeSlot(SlotName)) return 1;
  // The name has one reader.
  HANDLE second = CreateMailslot(SlotName, 0, 0, NULL);
  if (second != INVALID_HANDLE_VALUE || GetLastError() != ERROR_ALREADY_EXISTS) return 1;
  return CloseHandle(hSlot) ? 0 : 1;
}
