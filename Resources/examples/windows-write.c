// SPDX-License-Identifier: Apache-2.0
// cc windows-write.c -lmessngr
//
// A program in the style of Windows: opens a mailslot as a file, and writes three messages.

#include <messngr-windows.h>
#include <stdio.h>

static LPCTSTR SlotName = TEXT("\\\\.\\mailslot\\windows_example");

static BOOL WriteSlot(HANDLE hSlot, LPCTSTR lpszMessage) {
  DWORD cbWritten;
  BOOL fResult = WriteFile(
      hSlot, lpszMessage, (DWORD)(lstrlen(lpszMessage) + 1) * sizeof(TCHAR), &cbWritten,
      (LPOVERLAPPED)NULL);
  if (!fResult) {
    printf("WriteFile failed: %u\n", GetLastError());
    return FALSE;
  }
  printf("Wrote %u bytes.\n", cbWritten);
  return TRUE;
}

int main(void) {
  HANDLE hFile = CreateFile(
      SlotName, GENERIC_WRITE, FILE_SHARE_READ, (LPSECURITY_ATTRIBUTES)NULL, OPEN_EXISTING,
      FILE_ATTRIBUTE_NORMAL, (HANDLE)NULL);
  if (hFile == INVALID_HANDLE_VALUE) {
    printf("CreateFile failed: %u\n", GetLastError());
    return 1;
  }
  BOOL isWritten = WriteSlot(hFile, TEXT("First message.")) && WriteSlot(hFile, TEXT("Second one."))
      && WriteSlot(hFile, TEXT("Last one."));
  return CloseHandle(hFile) && isWritten ? 0 : 1;
}
