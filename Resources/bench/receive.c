// SPDX-License-Identifier: Apache-2.0
// receive SOCKET MESSAGES [latency]
//
// Reads datagrams and who wrote each, in the shortest loop there is. Prints messages a second, from
// the first to the last; of 0 messages there is no last. With "latency", the messages are those of
// `stamps`: prints the median time from the write to the end of the read, in microseconds.

#include "bench.h"

int main(int count, char **arguments) {
  if (count != 3 && count != 4) die("usage: receive SOCKET MESSAGES [latency]");
  long messages = number(arguments[2]);
  struct sockaddr_un address = unix_address(arguments[1]);
  int slot = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), yes = 1;
  if (slot < 0 || setsockopt(slot, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) != 0
      || bind(slot, (struct sockaddr *)&address, sizeof address) != 0) {
    die("%s: %s", arguments[1], strerror(errno));
  }
  static char bytes[65536 + 1024];
  union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(struct ucred))]; } control;
  double begin = 0, *times = count == 4 ? calloc((size_t)messages, sizeof(double)) : NULL;
  for (long index = 0; messages == 0 || index < messages; index++) {
    struct iovec payload = {bytes, sizeof bytes};
    struct msghdr message = {
      .msg_iov = &payload, .msg_iovlen = 1,
      .msg_control = &control, .msg_controllen = sizeof control};
    if (recvmsg(slot, &message, 0) < 0) die("recvmsg: %s", strerror(errno));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    struct ucred writer = {0};
    if (header && header->cmsg_type == SCM_CREDENTIALS) {
      memcpy(&writer, CMSG_DATA(header), sizeof writer);
    }
    if (writer.pid == 0) die("a message came without credentials");
    if (index == 0) begin = now();
    if (times) {
      double sent;
      memcpy(&sent, bytes, sizeof sent);
      times[index] = now() - sent;
    }
  }
  if (times) {
    printf("%.2f\n", median(times, (size_t)messages) * 1e6);
    return 0;
  }
  printf("%.0f\n", (double)(messages - 1) / (now() - begin));
}
