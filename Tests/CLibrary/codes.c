// SPDX-License-Identifier: Apache-2.0
//
// Calls that fail have the codes that messngr.h names, and leave no descriptor open. It needs an agent of the user
// who runs it, and MAILSLOT_ROOT.

#include "check.h"

static DWORD send_to(const char *name) {
  return NetMessageBufferSendA(NULL, name, NULL, (const BYTE *)"hello", 5);
}

// A directory of mailslots that belongs to neither its user nor root.
static void make_foreign_place(void) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", getenv("MAILSLOT_ROOT"), OTHER_USER);
  expect("mkdir", mkdir(path, 0755), 0);
  if (getuid() == 0) expect("chown", chown(path, 54321, 54321), 0);
}

static void names(void) {
  char name[16];
  expect("the name of another user", NetMessageNameAddA(NULL, OTHER_USER), NERR_DuplicateName);
  expect("a code of this thread", GetLastError(), NERR_DuplicateName);
  expect("a name twice", NetMessageNameAddA(NULL, "CNAME000") + NetMessageNameAddA(NULL, "cname000"),
      NERR_AlreadyExists);
  for (int number = 1; number < 256; number++) {
    snprintf(name, sizeof name, "CNAME%03d", number);
    expect(name, NetMessageNameAddA(NULL, name), NERR_Success);
  }
  expect("one name too many", NetMessageNameAddA(NULL, "CNAME256"), NERR_TooManyNames);
  for (int number = 0; number < 256; number++) {
    snprintf(name, sizeof name, "CNAME%03d", number);
    expect(name, NetMessageNameDelA(NULL, name), NERR_Success);
  }
  expect("a name that is gone", NetMessageNameDelA(NULL, "CNAME000"), NERR_NotLocalName);
  expect("the login name", NetMessageNameDelA(NULL, user_name()), NERR_DelComputerName);
}

// A name has several spellings in UTF-8: é as one scalar, and as a letter with an accent.
static void spellings(void) {
  BYTE *info = NULL;
  expect("a name with an accent", NetMessageNameAddA(NULL, "CN\xC3\xA9zoe"), NERR_Success);
  expect("its other spelling", NetMessageNameGetInfoA(NULL, "cne\xCC\x81ZOE", 0, &info), NERR_Success);
  NetApiBufferFree(info);
  expect("another accent", NetMessageNameGetInfoA(NULL, "cne\xCC\x80zoe", 0, &info), NERR_NameNotFound);
  expect("the first spelling", NetMessageNameDelA(NULL, "cn\xC3\xA9ZOE"), NERR_Success);
}

static void messages(void) {
  struct msgr_request request = {.size = sizeof request, .to = OTHER_USER, .text = "hello", .flags = MSGR_NO_SPOOL};
  struct msgr_outcome outcome = {.size = sizeof outcome};
  make_foreign_place();
  expect("a place that is not trusted", send_to(OTHER_USER), ERROR_ACCESS_DENIED);
  expect("the same by msgr_send", msgr_send(&request, &outcome), ERROR_ACCESS_DENIED);
  expect("its reason", strstr(outcome.reason, "not trusted") != NULL, 1);
  expect("no such name", send_to("no-such-name-here"), NERR_NameNotFound);
  expect("no name", send_to("a/b"), ERROR_INVALID_PARAMETER);
  expect("a NUL", NetMessageBufferSendA(NULL, user_name(), NULL, (const BYTE *)"a\0b", 3), ERROR_INVALID_PARAMETER);
  expect("another server", NetMessageBufferSendA("\\\\elsewhere", user_name(), NULL, (const BYTE *)"a", 1),
      ERROR_NOT_SUPPORTED);
  request.size--;
  expect("half a request", msgr_send(&request, &outcome), ERROR_INVALID_PARAMETER);
  expect("a message", send_to(user_name()), NERR_Success);
}

static void mailslots(void) {
  char bytes[8];
  DWORD read;
  HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\ccodes", 0, 0, NULL);
  expect("a mailslot", slot != INVALID_HANDLE_VALUE, 1);
  expect("its second reader", CreateMailslotA("\\\\.\\MAILSLOT\\CCODES", 0, 0, NULL) == INVALID_HANDLE_VALUE, 1);
  expect("its code", GetLastError(), ERROR_ALREADY_EXISTS);
  expect("a read", ReadFile(slot, bytes, sizeof bytes, &read, NULL), FALSE);
  expect("its code", GetLastError(), ERROR_SEM_TIMEOUT);
  expect("a write to the reader", WriteFile(slot, "x", 1, &read, NULL), FALSE);
  expect("no mailslot", CreateFileA("\\\\.\\mailslot\\none", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL)
      == INVALID_HANDLE_VALUE, 1);
  expect("its code", GetLastError(), ERROR_FILE_NOT_FOUND);
  expect("another computer", CreateFileA("\\\\host\\mailslot\\x", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL)
      == INVALID_HANDLE_VALUE, 1);
  expect("its code", GetLastError(), ERROR_REMOTE_MAILSLOTS_DEPRECATED);
  expect("its end", CloseHandle(slot), TRUE);
  expect("its second end", CloseHandle(slot), FALSE);
  expect("its code", GetLastError(), ERROR_INVALID_HANDLE);
}

int main(void) {
  int before = count("/proc/self/fd");
  names();
  spellings();
  messages();
  mailslots();
  expect("descriptors", count("/proc/self/fd"), before);
  expect("threads", count("/proc/self/task"), 3);
  return 0;
}
