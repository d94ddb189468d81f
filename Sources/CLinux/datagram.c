// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

#include <sys/eventfd.h>
#include <sys/syscall.h>

#ifndef SO_PASSRIGHTS
#define SO_PASSRIGHTS 83
#endif

// The kernel shows this number for an id without a number in this namespace; /proc/sys/kernel/overflowuid.
enum { overflow_id = 65534 };

int clinux_datagram_socket(void) { return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

static int pass_rights(int socket, bool passes) {
  int value = passes;
  return setsockopt(socket, SOL_SOCKET, SO_PASSRIGHTS, &value, sizeof value);
}

int clinux_ask(int socket, bool credentials, bool descriptors) {
  int value = credentials;
  if (setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &value, sizeof value) != 0) return -1;
  if (pass_rights(socket, descriptors) != 0 && errno != ENOPROTOOPT) return -1;
  return 0;
}

int clinux_refuse_descriptors(int socket) { return pass_rights(socket, false); }

int clinux_next_has_descriptors(int socket) {
  char byte;
  struct iovec payload = {&byte, 1};
  struct msghdr message = {.msg_iov = &payload, .msg_iovlen = 1};
  ssize_t size;
  do size = recvmsg(socket, &message, MSG_PEEK | MSG_DONTWAIT);
  while (size < 0 && errno == EINTR);
  // Only descriptors can be cut: there is no room for them.
  return size < 0 ? -1 : (message.msg_flags & MSG_CTRUNC) != 0;
}

bool clinux_is_pair_end(int descriptor) {
  int domain = 0, type = 0;
  socklen_t length = sizeof domain;
  if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &length) != 0 || domain != AF_UNIX)
    return false;
  length = sizeof type;
  if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) != 0) return false;
  // The owner of a datagram socket can connect it again at any time, for example to this user's mailslot.
  if (type != SOCK_STREAM && type != SOCK_SEQPACKET) return false;
  struct sockaddr_un peer;
  length = sizeof peer;
  return getpeername(descriptor, (struct sockaddr *)&peer, &length) == 0
      && length == sizeof(sa_family_t);
}

static void do_nothing(int signal) { (void)signal; }

void clinux_catch_sigurg(void) {
  struct sigaction action;
  if (sigaction(SIGURG, NULL, &action) != 0) return;
  if ((action.sa_flags & SA_SIGINFO) != 0
      || (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN))
    return;
  memset(&action, 0, sizeof action);
  action.sa_handler = do_nothing;
  sigaction(SIGURG, &action, NULL);
}

void clinux_admit_sigurg(bool admits) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGURG);
  pthread_sigmask(admits ? SIG_UNBLOCK : SIG_BLOCK, &signals, NULL);
}

int clinux_path(int socket, char *path, size_t capacity) {
  // One byte more than an address has, so that the path always ends.
  struct { struct sockaddr_un address; char end; } name;
  memset(&name, 0, sizeof name);
  int type = 0;
  socklen_t length = sizeof type;
  if (getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &length) != 0) return -1;
  length = sizeof name.address;
  if (getsockname(socket, (struct sockaddr *)&name.address, &length) != 0) return -1;
  const char *bound = name.address.sun_path;
  if (name.address.sun_family != AF_UNIX || type != SOCK_DGRAM || bound[0] == 0
      || strlen(bound) >= capacity) {
    errno = EAFNOSUPPORT;
    return -1;
  }
  strcpy(path, bound);
  return 0;
}

int clinux_receive(
    int socket, void *buffer, size_t capacity, int *descriptors, struct clinux_datagram *datagram) {
  union {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(clinux_descriptor_limit * sizeof(int))];
  } control;
  struct iovec payload = {buffer, capacity};
  struct msghdr message = {
      .msg_iov = &payload,
      .msg_iovlen = 1,
      .msg_control = control.bytes,
      .msg_controllen = descriptors ? sizeof control.bytes : CMSG_SPACE(sizeof(struct ucred)),
  };
  // Not recvmsg(3), which lets other threads cancel this one, at the cost of two atomic operations.
  ssize_t size;
  do size = syscall(SYS_recvmsg, socket, &message, MSG_DONTWAIT | MSG_TRUNC | MSG_CMSG_CLOEXEC);
  while (size < 0 && errno == EINTR);
  if (size < 0) return -1;

  *datagram = (struct clinux_datagram){
      .size = (size_t)size,
      .user_id = overflow_id,
      .group_id = overflow_id,
  };
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET) continue;
    if (header->cmsg_type == SCM_CREDENTIALS) {
      struct ucred writer;
      memcpy(&writer, CMSG_DATA(header), sizeof writer);
      datagram->process_id = writer.pid;
      datagram->user_id = writer.uid;
      datagram->group_id = writer.gid;
    } else if (header->cmsg_type == SCM_RIGHTS && header->cmsg_len > CMSG_LEN(0)) {
      size_t bytes = header->cmsg_len - CMSG_LEN(0);
      memcpy(descriptors, CMSG_DATA(header), bytes);
      datagram->descriptor_count = bytes / sizeof(int);
    }
  }
  return 0;
}

ssize_t clinux_next_size(int socket) {
  return recv(socket, NULL, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
}

int clinux_send(int socket, const void *bytes, size_t count, int descriptor, bool wait) {
  union { struct cmsghdr align; char bytes[CMSG_SPACE(sizeof(int))]; } control;
  struct iovec payload = {(void *)bytes, count};
  struct msghdr message = {.msg_iov = &payload, .msg_iovlen = 1};
  if (descriptor >= 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT)) < 0 ? -1 : 0;
}

int clinux_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void clinux_signal_event(int event) {
  uint64_t one = 1;
  ssize_t count = write(event, &one, sizeof one);
  (void)count;
}

void clinux_clear_event(int event) {
  uint64_t count;
  ssize_t size = read(event, &count, sizeof count);
  (void)size;
}

int clinux_poll(struct pollfd *entries, nfds_t count, int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  return ppoll(entries, count, nanoseconds < 0 ? NULL : &time, NULL);
}
