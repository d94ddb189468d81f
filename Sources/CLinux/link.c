// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

// As in linux/netlink.h and linux/rtnetlink.h, which not every C library comes with.
enum { protocol_route = 0, group_link = 1, group_ipv4_address = 0x10 };

int clinux_link_events(void) {
  struct {
    sa_family_t family;
    unsigned short padding;
    uint32_t port;
    uint32_t groups;
  } address = {.family = AF_NETLINK, .groups = group_link | group_ipv4_address};
  int socket_ = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol_route);
  if (socket_ < 0) return -1;
  if (bind(socket_, (struct sockaddr *)&address, sizeof address) < 0) {
    int code = errno;
    close(socket_);
    errno = code;
    return -1;
  }
  return socket_;
}
