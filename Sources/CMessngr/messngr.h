/* SPDX-License-Identifier: Apache-2.0
 *
 * libmessngr: messages to the users of this machine and its network, and mailslots.
 *
 * The functions of Windows have their signatures, their types and their codes. A WCHAR has 16 bits, as on
 * Windows, and not those of wchar_t. Functions that end in A take UTF-8. msgr_send() has what Windows
 * lacks: an identifier, a deadline, the state to wait for, and the answer.
 *
 * All functions may be called by several threads at once, and by a child after fork(2). The library has no
 * constructor, and keeps nothing but the code of GetLastError() for each thread. All descriptors are close-on-exec,
 * and a call leaves none open but those of the handle that it returns. A message needs four descriptors at once, and
 * one more for each further user. A message to several computers starts up to 16 threads, which end before the call
 * does; no other call starts one. No call changes a signal.
 *
 * Before Linux 6.16 a recipient can put a descriptor into a receipt, and then decides how long the close(2) of the
 * receipt's socket takes. There the library keeps up to 16 such sockets open after its calls. From the next one on
 * up to 64 threads close them, of which two stay, and SIGURG gets a handler that does nothing, if the program has
 * none. A child of a program with several threads must not send messages there before execve(2).
 */

#ifndef MESSNGR_H
#define MESSNGR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int BOOL;
typedef uint8_t BYTE;
typedef uint32_t DWORD;
typedef uint16_t WCHAR;
typedef char CHAR;
typedef void *LPVOID;
typedef const void *LPCVOID;
typedef BYTE *LPBYTE;
typedef DWORD *LPDWORD;
typedef WCHAR *LPWSTR;
typedef const WCHAR *LPCWSTR;
typedef CHAR *LPSTR;
typedef const CHAR *LPCSTR;
typedef DWORD NET_API_STATUS;

/* The low 32 bits are a descriptor, on which a program can wait with poll(2): see msgr_descriptor(). */
typedef void *HANDLE;

#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif
#define INVALID_HANDLE_VALUE ((HANDLE)(intptr_t)-1)

/* Codes. */
#define ERROR_SUCCESS 0
#define NERR_Success 0
#define ERROR_FILE_NOT_FOUND 2
#define ERROR_PATH_NOT_FOUND 3
#define ERROR_ACCESS_DENIED 5
#define ERROR_INVALID_HANDLE 6
#define ERROR_GEN_FAILURE 31
#define ERROR_HANDLE_EOF 38
#define ERROR_NOT_SUPPORTED 50
#define ERROR_INVALID_PARAMETER 87
#define ERROR_SEM_TIMEOUT 121
#define ERROR_INSUFFICIENT_BUFFER 122
#define ERROR_INVALID_NAME 123
#define ERROR_INVALID_LEVEL 124
#define ERROR_ALREADY_EXISTS 183
#define ERROR_FILENAME_EXCED_RANGE 206
#define ERROR_MORE_DATA 234
#define ERROR_NOT_ENOUGH_QUOTA 1816
#define NERR_BufTooSmall 2123
#define NERR_NetworkError 2136
#define NERR_NameNotFound 2273
#define NERR_AlreadyExists 2276
#define NERR_TooManyNames 2277
#define NERR_DelComputerName 2278
#define NERR_MsgNotStarted 2284
#define NERR_NotLocalName 2285
#define NERR_DuplicateName 2297
#define ERROR_REMOTE_MAILSLOTS_DEPRECATED 3025

/* The code of the last function of this thread that failed. */
DWORD GetLastError(void);

/* ---------------------------------------------------------------------------- messages, as on Windows */

#define MAX_PREFERRED_LENGTH ((DWORD)-1)

typedef struct _MSG_INFO_0 { LPWSTR msgi0_name; } MSG_INFO_0, *PMSG_INFO_0, *LPMSG_INFO_0;
typedef struct _MSG_INFO_1 {
  LPWSTR msgi1_name;
  DWORD msgi1_forward_flag;
  LPWSTR msgi1_forward;
} MSG_INFO_1, *PMSG_INFO_1, *LPMSG_INFO_1;

/* The same in UTF-8. */
typedef struct { LPSTR msgi0_name; } MSG_INFO_0A;
typedef struct { LPSTR msgi1_name; DWORD msgi1_forward_flag; LPSTR msgi1_forward; } MSG_INFO_1A;

/* Sends a message. The recipient is one word of netsend(1). `buflen` counts bytes. A server other than this
 * machine is ERROR_NOT_SUPPORTED; NULL is this machine. */
NET_API_STATUS NetMessageBufferSend(
    LPCWSTR servername, LPCWSTR msgname, LPCWSTR fromname, LPBYTE buf, DWORD buflen);
NET_API_STATUS NetMessageBufferSendA(
    LPCSTR servername, LPCSTR msgname, LPCSTR fromname, const BYTE *buf, DWORD buflen);

/* The names of the user who calls: the login name, which always stands first, and the aliases. */
NET_API_STATUS NetMessageNameAdd(LPCWSTR servername, LPCWSTR msgname);
NET_API_STATUS NetMessageNameAddA(LPCSTR servername, LPCSTR msgname);
NET_API_STATUS NetMessageNameDel(LPCWSTR servername, LPCWSTR msgname);
NET_API_STATUS NetMessageNameDelA(LPCSTR servername, LPCSTR msgname);
NET_API_STATUS NetMessageNameEnum(
    LPCWSTR servername, DWORD level, LPBYTE *bufptr, DWORD prefmaxlen, LPDWORD entriesread,
    LPDWORD totalentries, LPDWORD resume_handle);
NET_API_STATUS NetMessageNameEnumA(
    LPCSTR servername, DWORD level, LPBYTE *bufptr, DWORD prefmaxlen, LPDWORD entriesread,
    LPDWORD totalentries, LPDWORD resume_handle);
NET_API_STATUS NetMessageNameGetInfo(
    LPCWSTR servername, LPCWSTR msgname, DWORD level, LPBYTE *bufptr);
NET_API_STATUS NetMessageNameGetInfoA(
    LPCSTR servername, LPCSTR msgname, DWORD level, LPBYTE *bufptr);

/* Frees a buffer of these functions. */
NET_API_STATUS NetApiBufferFree(LPVOID buffer);

/* --------------------------------------------------------------------------- mailslots, as on Windows */

#define MAILSLOT_NO_MESSAGE ((DWORD)-1)
#define MAILSLOT_WAIT_FOREVER ((DWORD)-1)

#define GENERIC_READ 0x80000000u
#define GENERIC_WRITE 0x40000000u
#define FILE_SHARE_READ 0x00000001u
#define FILE_SHARE_WRITE 0x00000002u
#define CREATE_ALWAYS 2
#define OPEN_EXISTING 3
#define FILE_ATTRIBUTE_NORMAL 0x80u

/* `lpSecurityDescriptor` must be NULL: all users may write. */
typedef struct _SECURITY_ATTRIBUTES {
  DWORD nLength;
  LPVOID lpSecurityDescriptor;
  BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

/* A read or a write is over when its function returns: this struct is not looked at. */
typedef struct _OVERLAPPED {
  uintptr_t Internal;
  uintptr_t InternalHigh;
  DWORD Offset;
  DWORD OffsetHigh;
  HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;

/* Makes a mailslot `\\.\mailslot\NAME` of the user who calls. The kernel keeps `net.unix.max_dgram_qlen` + 1
 * messages; then writers wait. `nMaxMessageSize` is only kept for GetMailslotInfo(). */
HANDLE CreateMailslotW(
    LPCWSTR lpName, DWORD nMaxMessageSize, DWORD lReadTimeout, LPSECURITY_ATTRIBUTES lpSecurityAttributes);
HANDLE CreateMailslotA(
    LPCSTR lpName, DWORD nMaxMessageSize, DWORD lReadTimeout, LPSECURITY_ATTRIBUTES lpSecurityAttributes);

/* `lpMessageCount` counts an empty message that was counted before only while it is the next one. */
BOOL GetMailslotInfo(
    HANDLE hMailslot, LPDWORD lpMaxMessageSize, LPDWORD lpNextSize, LPDWORD lpMessageCount,
    LPDWORD lpReadTimeout);
BOOL SetMailslotInfo(HANDLE hMailslot, DWORD lReadTimeout);

/* Opens a mailslot of this machine for writing: those of the user who calls, then those of the machine. Any
 * other file is ERROR_INVALID_NAME, and a mailslot on another computer ERROR_REMOTE_MAILSLOTS_DEPRECATED.
 * All other arguments are not looked at. */
HANDLE CreateFileW(
    LPCWSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
    LPSECURITY_ATTRIBUTES lpSecurityAttributes, DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
    HANDLE hTemplateFile);
HANDLE CreateFileA(
    LPCSTR lpFileName, DWORD dwDesiredAccess, DWORD dwShareMode,
    LPSECURITY_ATTRIBUTES lpSecurityAttributes, DWORD dwCreationDisposition, DWORD dwFlagsAndAttributes,
    HANDLE hTemplateFile);

/* Reads one message. It waits as long as the mailslot's timeout says, with `lpOverlapped` not at all. */
BOOL ReadFile(
    HANDLE hFile, LPVOID lpBuffer, DWORD nNumberOfBytesToRead, LPDWORD lpNumberOfBytesRead,
    LPOVERLAPPED lpOverlapped);

/* Writes one message. While the mailslot is full it waits for five seconds. */
BOOL WriteFile(
    HANDLE hFile, LPCVOID lpBuffer, DWORD nNumberOfBytesToWrite, LPDWORD lpNumberOfBytesWritten,
    LPOVERLAPPED lpOverlapped);
BOOL CloseHandle(HANDLE hObject);

/* The descriptor of a handle, for poll(2). A message can be read when it is readable. It stays the handle's:
 * do not read from it, and do not close it. */
static inline int msgr_descriptor(HANDLE handle) { return (int)(uint32_t)(uintptr_t)handle; }

#ifdef UNICODE
#define CreateMailslot CreateMailslotW
#define CreateFile CreateFileW
#else
#define CreateMailslot CreateMailslotA
#define CreateFile CreateFileA
#endif

/* --------------------------------------------------------------------------------- messages, as here */

/* How far a message has come; messngr(1). */
enum msgr_state {
  MSGR_UNKNOWN = 0,
  MSGR_STORED = 1,
  MSGR_SHOWN = 2,
  MSGR_READ = 3,
  MSGR_ANSWERED = 4,
  MSGR_DISMISSED = 5,
  MSGR_EXPIRED = 6,
  MSGR_RETRACTED = 7,
  MSGR_QUEUED = 8, /* on the disk of the relay: only for NAME@REALM */
  MSGR_KEPT = 9    /* on the disks of the realm's servers */
};

enum msgr_urgency { MSGR_NORMAL = 0, MSGR_LOW = 1, MSGR_CRITICAL = 2 };

/* Flags of a request. */
#define MSGR_NO_SPOOL 1u /* fail when the recipient is away */
#define MSGR_NETWORK 2u  /* the network counts as on where its settings say off */

/* Flags of an outcome. */
#define MSGR_IN_SPOOL 1u    /* the recipient is away, and the message waits */
#define MSGR_UNCONFIRMED 2u /* a workgroup does not confirm messages */

/* A message. Set `size` to sizeof(struct msgr_request), and what you do not need to zero. Text is UTF-8. */
struct msgr_request {
  size_t size;
  const char *to;             /* a recipient of netsend(1): USER, @GROUP, "*", \\HOST … */
  const char *text;
  const char *from;           /* NULL: the login name */
  const char *id;             /* 32 hexadecimal digits; NULL: a new one */
  const char *title;
  const char *icon;
  const char *category;
  const char *replaces;       /* the id of the message that this one replaces */
  const char *retracts;       /* the id of the message that this one takes back */
  const char *const *actions; /* "KEY=LABEL" for each button, NULL behind the last */
  uint32_t expires;           /* seconds; 0: never */
  uint32_t flags;             /* MSGR_NO_SPOOL, MSGR_NETWORK */
  int32_t urgency;            /* enum msgr_urgency */
  int32_t until;              /* the state to wait for, MSGR_STORED … MSGR_ANSWERED; 0: stored */
  int64_t deadline;           /* milliseconds from now; 0: 5 s, 30 s for shown, an hour for read and answered */
};

/* What became of a message. Set `size` to sizeof(struct msgr_outcome). */
struct msgr_outcome {
  size_t size;
  uint32_t code;       /* 0, or the code of the first failure */
  int32_t state;       /* enum msgr_state: the last one that is known */
  uint32_t recipients; /* how many users, computers or workgroups the recipient stands for */
  uint32_t failures;   /* how many of them did not get as far as `until` */
  uint32_t flags;      /* MSGR_IN_SPOOL, MSGR_UNCONFIRMED */
  char id[33];
  char reason[263];    /* one line: why it failed */
  char answer[1024];   /* the recipient's answer, cut where it is longer */
};

/* Sends a message, and waits until it is in the wanted state for all recipients, or the deadline has passed.
 * Returns the code of the outcome. `outcome` may be NULL. */
NET_API_STATUS msgr_send(const struct msgr_request *request, struct msgr_outcome *outcome);

#ifdef __cplusplus
}
#endif

#endif
