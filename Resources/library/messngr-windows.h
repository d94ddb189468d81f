/* SPDX-License-Identifier: Apache-2.0
 *
 * The other words that programs for the mailslots of Windows use, so that they compile here: TEXT, TCHAR, the
 * memory of Win32, events. With UNICODE defined, a TCHAR has 16 bits. */

#ifndef MESSNGR_WINDOWS_H
#define MESSNGR_WINDOWS_H

#include <messngr.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

#define WINAPI
#define VOID void

#ifdef UNICODE
typedef WCHAR TCHAR;
#define MESSNGR_TEXT(text) u##text
#else
typedef CHAR TCHAR;
#define MESSNGR_TEXT(text) text
#endif
#define TEXT(text) MESSNGR_TEXT(text)

typedef TCHAR *LPTSTR;
typedef const TCHAR *LPCTSTR;
typedef void *HGLOBAL;
typedef void *HLOCAL;

#define GPTR 0x40
#define LPTR 0x40
#define GlobalAlloc(flags, size) calloc(1, (size))
#define LocalAlloc(flags, size) calloc(1, (size))
#define ZeroMemory(memory, size) memset((memory), 0, (size))

static inline HGLOBAL GlobalFree(HGLOBAL memory) {
  free(memory);
  return NULL;
}

static inline HLOCAL LocalFree(HLOCAL memory) { return GlobalFree(memory); }

static inline int lstrlen(LPCTSTR text) {
  int length = 0;
  while (text && text[length]) length++;
  return length;
}

static inline HANDLE CreateEvent(
    LPSECURITY_ATTRIBUTES attributes, BOOL is_manual, BOOL is_signalled, LPCTSTR name) {
  (void)attributes, (void)is_manual, (void)name;
  int event = eventfd(is_signalled ? 1 : 0, EFD_CLOEXEC | EFD_NONBLOCK);
  return event < 0 ? NULL : (HANDLE)(intptr_t)event;
}

static inline void Sleep(DWORD milliseconds) {
  struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
  nanosleep(&time, NULL);
}

#endif
