// SPDX-License-Identifier: Apache-2.0
// cc windows-info.c -lmessngr
//
// A program in the style of Windows: changes the time for which a read waits, and shares the mailslot with a
// child process, which gets its handle as a number on its command line.

#include <messngr-windows.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static LPCTSTR SlotName = TEXT("\\\\.\\mailslot\\windows_info");

int main(int count, char **words) {
  DWORD dwTimeout = 0;
  if (count > 1) {
    HANDLE hSlot = (HANDLE)(uintptr_t)strtoull(words[1], NULL, 10);
    if (!GetMailslotInfo(hSlot, NULL, NULL, NULL, &dwTimeout)) return 1;
    printf("The child's reads wait %u ms.\n", dwTimeout);
    return CloseHandle(hSlot) && dwTimeout == 100 ? 0 : 1;
  }
  SECURITY_ATTRIBUTES sa = {sizeof sa, NULL, TRUE};
  HANDLE hSlot = CreateMailslot(SlotName, 256, 0, &sa);
  if (hSlot == INVALID_HANDLE_VALUE || !SetMailslotInfo(hSlot, 100)) {
    printf("Error %u\n", GetLastError());
    return 1;
  }
  char number[24];
  snprintf(number, sizeof number, "%llu", (unsigned long long)(uintptr_t)hSlot);
  pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", words[0], number, (char *)NULL);
    _exit(127);
  }
  int status;
  if (waitpid(child, &status, 0) < 0 || status != 0) return 1;
  // The child has closed its copy, and the mailslot is still there.
  HANDLE hFile = CreateFile(SlotName, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  if (hFile == INVALID_HANDLE_VALUE || !CloseHandle(hFile) || !CloseHandle(hSlot)) return 1;
  hFile = CreateFile(SlotName, GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  return hFile == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND ? 0 : 1;
}
