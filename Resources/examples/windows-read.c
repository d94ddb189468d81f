// SPDX-License-Identifier: Apache-2.0
// cc windows-read.c -lmessngr
//
// A program in the style of Windows: looks every now and then how many messages wait, and reads them into memory
// that is as large as the next one. It ends after three messages.

#include <messngr-windows.h>
#include <stdio.h>

static HANDLE hSlot;
static LPCTSTR SlotName = TEXT("\\\\.\\mailslot\\windows_example");

static BOOL ReadSlot(DWORD *cTotal) {
  DWORD cbMessage = 0, cMessage = 0, cbRead = 0;
  HANDLE hEvent = CreateEvent(NULL, FALSE, FALSE, TEXT("ExampleEvent"));
  if (NULL == hEvent) return FALSE;
  OVERLAPPED ov;
  ZeroMemory(&ov, sizeof ov);
  ov.hEvent = hEvent;
  BOOL fResult = GetMailslotInfo(hSlot, (LPDWORD)NULL, &cbMessage, &cMessage, (LPDWORD)NULL);
  while (fResult && cbMessage != MAILSLOT_NO_MESSAGE) {
    LPTSTR lpszBuffer = (LPTSTR)GlobalAlloc(GPTR, cbMessage + sizeof(TCHAR));
    if (NULL == lpszBuffer) return FALSE;
    fResult = ReadFile(hSlot, lpszBuffer, cbMessage, &cbRead, &ov);
    if (fResult) printf("%u of %u: %d characters\n", ++*cTotal, cMessage, lstrlen(lpszBuffer));
    GlobalFree((HGLOBAL)lpszBuffer);
    if (fResult) fResult = GetMailslotInfo(hSlot, (LPDWORD)NULL, &cbMessage, &cMessage, (LPDWORD)NULL);
  }
  if (!fResult) printf("Error %u\n", GetLastError());
  CloseHandle(hEvent);
  return fResult;
}

int main(void) {
  hSlot = CreateMailslot(SlotName, 0, MAILSLOT_WAIT_FOREVER, (LPSECURITY_ATTRIBUTES)NULL);
  if (hSlot == INVALID_HANDLE_VALUE) {
    printf("CreateMailslot failed: %u\n", GetLastError());
    return 1;
  }
  printf("Mailslot created.\n");
  fflush(stdout);
  DWORD cTotal = 0;
  while (cTotal < 3) {
    if (!ReadSlot(&cTotal)) return 1;
    Sleep(50);
  }
  return CloseHandle(hSlot) ? 0 : 1;
}
