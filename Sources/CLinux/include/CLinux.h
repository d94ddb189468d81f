// SPDX-License-Identifier: Apache-2.0
//
// The C library as `LinuxSystem` sees it, and the calls that Swift cannot spell: those with a variable
// number of arguments, those that are macros, and those that need _GNU_SOURCE. Every function returns
// -1 with errno, as libc does.
//
// Embedded Swift has no module of the C library, so this header includes what `LinuxSystem` calls.

#ifndef CLINUX_H
#define CLINUX_H

#include <features.h>
#ifndef __GLIBC__
// musl has a pointer to a structure without fields for C, and this for C++.
typedef unsigned long pthread_t;
#define __DEFINED_pthread_t
#endif

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <utmpx.h>
#include <unistd.h>
#include <utmpx.h>

/// Constants that are of an enumeration's type in glibc, and numbers in musl; socket(2).
enum {
  clinux_stream = SOCK_STREAM,
  clinux_datagrams = SOCK_DGRAM,
  clinux_packets = SOCK_SEQPACKET,
  clinux_close_on_exec = SOCK_CLOEXEC,
  clinux_non_blocking = SOCK_NONBLOCK
};

/// What posix_spawn(3) does to the new process: both types have pointers in musl, and one of them in glibc.
struct clinux_spawning {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

/// The number that the last failed call of this thread left; errno(3).
int clinux_errno(void);

/// The variables that a program of this process gets; environ(7).
char **clinux_environment(void);

/// Opens a file, close-on-exec; openat(2).
int clinux_open(int directory, const char *path, int flags, mode_t mode);

/// The flag that opens the place of a file, not its contents; openat(2) O_PATH.
enum { clinux_path_only = 010000000 };

/// Makes another descriptor for an open file, close-on-exec; fcntl(2) F_DUPFD_CLOEXEC.
int clinux_duplicate(int descriptor);

/// How many columns a terminal has, or -1; ioctl(2) TIOCGWINSZ.
int clinux_terminal_columns(int descriptor);

/// Says whether a program that this process starts gets a descriptor; fcntl(2) FD_CLOEXEC.
int clinux_set_inherited(int descriptor, bool is_inherited);

/// The metadata of a datagram.
struct clinux_datagram {
  /// The true size of the payload, which may be more than the buffer took.
  size_t size;
  /// SCM_CREDENTIALS: the writer. Without them 0 and the overflow ids.
  pid_t process_id;
  uid_t user_id;
  gid_t group_id;
  /// SCM_RIGHTS: how many descriptors came, all of which the caller now owns.
  size_t descriptor_count;
};

/// The most descriptors that come with one datagram; SCM_MAX_FD in the kernel's net/scm.h.
enum { clinux_descriptor_limit = 253 };

/// A Unix datagram socket, close-on-exec, that asks for the writers' credentials; unix(7).
int clinux_datagram_socket(void);

/// Sets SO_PASSCRED, and SO_PASSRIGHTS where the kernel has it (6.16).
int clinux_ask(int socket, bool credentials, bool descriptors);

/// Makes the kernel refuse descriptors for a socket: SO_PASSRIGHTS 0. ENOPROTOOPT before Linux 6.16.
int clinux_refuse_descriptors(int socket);

/// Whether descriptors came with the next packet, which stays; recvmsg(2) MSG_PEEK. -1 with EAGAIN
/// when there is no packet.
int clinux_next_has_descriptors(int socket);

/// Whether a descriptor is a connected Unix stream or seqpacket socket whose peer has no name:
/// one end of a socketpair(2). Never waits, for any kind of descriptor.
bool clinux_is_pair_end(int descriptor);

/// A socket, close-on-exec and non-blocking, for the kernel's messages about interfaces and their IPv4
/// addresses; rtnetlink(7).
int clinux_link_events(void);

/// Gives SIGURG a handler that does nothing, unless the process has a handler of its own.
///
/// The signal then ends a wait in close(2), and has no other effect: signal(7).
void clinux_catch_sigurg(void);

/// Lets SIGURG reach the calling thread, or keeps it away; pthread_sigmask(3).
void clinux_admit_sigurg(bool admits);

/// The path that a socket was bound to, NUL-terminated; getsockname(2). EAFNOSUPPORT for any
/// socket that is not a Unix socket with a path.
int clinux_path(int socket, char *path, size_t capacity);

/// Takes the next datagram without waiting; recvmsg(2).
///
/// Puts its descriptors, close-on-exec, into `descriptors`, which has room for
/// `clinux_descriptor_limit`. Without `descriptors` the kernel closes them before this returns. The sender
/// decides how long that takes: with SO_LINGER on a TCP socket, for example.
int clinux_receive(
    int socket, void *buffer, size_t capacity, int *descriptors, struct clinux_datagram *datagram);

/// The size of the next datagram, which stays; -1 with EAGAIN when there is none.
ssize_t clinux_next_size(int socket);

/// Sends a datagram on a connected socket, with a copy of `descriptor` unless that is -1;
/// sendmsg(2), never SIGPIPE.
int clinux_send(int socket, const void *bytes, size_t count, int descriptor, bool wait);

/// Renames unless the new name is taken; renameat2(2) `RENAME_NOREPLACE`.
int clinux_rename_new(int directory, const char *old_name, const char *new_name);

/// A word of the command line of this process, the program's name being the first; NULL behind the last, and
/// in a program that does not link CStart.
const char *clinux_argument(int index);

/// A descriptor that becomes readable when a process ends, close-on-exec; pidfd_open(2), Linux 5.3.
int clinux_process(pid_t process);

/// A descriptor that signals can be read from, close-on-exec and non-blocking; signalfd(2).
int clinux_signals(const sigset_t *signals);

/// Takes the next signal; -1 with EAGAIN when none has come. `from_user` says whether a process sent it,
/// and not the kernel.
int clinux_next_signal(int descriptor, bool *from_user);

/// Whether a signal is ignored; sigaction(2).
bool clinux_is_ignored(int signal);

/// Makes this process ignore a signal; signal(2) SIG_IGN.
void clinux_ignore(int signal);

/// How many descriptors this process may have open; getrlimit(2) RLIMIT_NOFILE.
int clinux_file_limit(struct rlimit *limit);

/// Changes how many descriptors this process may have open; setrlimit(2) RLIMIT_NOFILE.
int clinux_set_file_limit(const struct rlimit *limit);

/// Makes a mutex on which a thread tries for a moment before it sleeps. musl has no other kind of mutex.
int clinux_spinning_mutex(pthread_mutex_t *mutex);

/// The moment of a local time, which it changes as mktime(3) does. For a time that the clocks skip, an hour later.
time_t clinux_local_time(struct tm *fields);

/// Makes a pipe, both ends close-on-exec; pipe2(2).
int clinux_pipe(int *read_end, int *write_end, bool is_non_blocking);

/// A counter to poll on, close-on-exec and non-blocking; eventfd(2).
int clinux_event(void);

/// Adds one to a counter; eventfd(2).
void clinux_signal_event(int event);

/// Sets a counter to zero; eventfd(2).
void clinux_clear_event(int event);

/// Waits until something happens to a descriptor, for so many nanoseconds, negative for ever; ppoll(2).
int clinux_poll(struct pollfd *entries, nfds_t count, int64_t nanoseconds);

/// Gives free memory of this process back to the kernel; malloc_trim(3). musl does so by itself.
void clinux_trim_memory(void);

/// The number that ``clinux_set_last_code`` has set last in this thread; at first 0.
uint32_t clinux_last_code(void);

/// Keeps a number for this thread.
void clinux_set_last_code(uint32_t code);

/// The value of a variable, NULL also in a program that has more rights than its user; secure_getenv(3).
const char *clinux_secure_variable(const char *name);

/// Takes the next packet of a Unix datagram socket if it fits, without waiting, and writes its size. -1 with
/// EAGAIN when there is none, or with EMSGSIZE when it does not fit: then it stays, and its size is written.
///
/// `lock` is any file that the other readers of the socket name as well. None of them takes the packet between
/// the look at its size and its receipt.
int clinux_take_packet(int socket, int lock, void *buffer, size_t capacity, size_t *size);

/// How many packets wait, and the size of the next one, -1 for none. Looks at each: SO_PEEK_OFF.
///
/// An empty packet that was counted before is counted only while it is the next one.
int clinux_count_packets(int socket, int lock, ssize_t *next);

#endif
