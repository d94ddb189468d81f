// SPDX-License-Identifier: Apache-2.0
// sessions PORT NAME SENDERS MESSAGES
//
// Sends messages to a NetBIOS name over TCP on this machine, each in a session of its own as
// `smbclient -M` and Windows do it ([MS-MSRP] 2.2.3, RFC 1002 4.3), as many threads as senders.
// Prints messages a second.

#include <ctype.h>
#include <netinet/in.h>
#include <pthread.h>

#include "bench.h"

enum { header_size = 32, start_message = 0xD5, end_message = 0xD6, message_text = 0xD7 };

static in_port_t port;
static const char *called;
static long share;

struct packet {
  unsigned char bytes[512];
  size_t size;
};

static void append(struct packet *packet, const void *bytes, size_t size) {
  if (packet->size + size > sizeof packet->bytes) die("a packet is too long");
  memcpy(packet->bytes + packet->size, bytes, size);
  packet->size += size;
}

static void append_byte(struct packet *packet, unsigned value) {
  append(packet, &(unsigned char){(unsigned char)value}, 1);
}

/// A name of 16 bytes in its first-level encoding, RFC 1001 section 14.1.
static void append_name(struct packet *packet, const char *name, unsigned type) {
  append_byte(packet, 32);
  size_t length = strlen(name);
  for (size_t index = 0; index < 16; index++) {
    unsigned byte = index == 15 ? type : index < length ? (unsigned)toupper(name[index]) : ' ';
    append_byte(packet, 'A' + (byte >> 4));
    append_byte(packet, 'A' + (byte & 15));
  }
  append_byte(packet, 0);
}

/// A frame of a session, whose length is filled in by `exchange`.
static struct packet frame(unsigned type) {
  struct packet packet = {{(unsigned char)type, 0, 0, 0}, 4};
  return packet;
}

static struct packet request(unsigned command) {
  struct packet packet = frame(0);
  unsigned char header[header_size] = {0xFF, 'S', 'M', 'B', (unsigned char)command};
  append(&packet, header, sizeof header);
  return packet;
}

static void append_parameters(struct packet *packet, const unsigned char *group) {
  append_byte(packet, group ? 1 : 0);
  if (group) append(packet, group, 2);
}

static void append_size(struct packet *packet, size_t size) {
  append_byte(packet, size & 0xFF);
  append_byte(packet, (unsigned)(size >> 8));
}

static void receive(int socket, unsigned char *bytes, size_t size) {
  for (size_t have = 0; have < size;) {
    ssize_t count = recv(socket, bytes + have, size - have, 0);
    if (count <= 0) die("the session ended: %s", count ? strerror(errno) : "closed");
    have += (size_t)count;
  }
}

/// Sends a frame and returns the answer.
static struct packet exchange(int socket, struct packet frame) {
  size_t payload = frame.size - 4;
  frame.bytes[2] = (unsigned char)(payload >> 8);
  frame.bytes[3] = (unsigned char)payload;
  if (send(socket, frame.bytes, frame.size, MSG_NOSIGNAL) != (ssize_t)frame.size) {
    die("send: %s", strerror(errno));
  }
  struct packet answer = {.size = 4};
  receive(socket, answer.bytes, 4);
  size_t size = (size_t)answer.bytes[2] << 8 | answer.bytes[3];
  if (size > sizeof answer.bytes - 4) die("an answer is too long");
  receive(socket, answer.bytes + 4, size);
  answer.size += size;
  return answer;
}

/// Sends a request and returns the answer, which must be good.
static struct packet ask(int socket, struct packet frame) {
  struct packet answer = exchange(socket, frame);
  const unsigned char *smb = answer.bytes + 4;
  if (answer.size < 4 + header_size + 3) die("an answer is too short");
  if (smb[5] | smb[6] | smb[7] | smb[8]) die("refused: class %d, code %d", smb[5], smb[7]);
  return answer;
}

static void send_one(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int session = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (session < 0 || connect(session, (struct sockaddr *)&address, sizeof address) != 0) {
    die("port %d: %s", port, strerror(errno));
  }
  struct packet opening = frame(0x81);
  append_name(&opening, called, 3);
  append_name(&opening, "BENCH", 0);
  if (exchange(session, opening).bytes[0] != 0x82) die("the name %s was refused", called);

  struct packet first = request(start_message);
  append_parameters(&first, NULL);
  append_size(&first, strlen("BENCH") + strlen(called) + 4);
  append(&first, "\4BENCH", strlen("BENCH") + 2);
  append_byte(&first, 4);
  append(&first, called, strlen(called) + 1);
  struct packet answer = ask(session, first);
  unsigned char group[2] = {0, 0};
  // smbd answers without a group, which is then 0.
  if (answer.bytes[4 + header_size] == 1) memcpy(group, answer.bytes + 5 + header_size, 2);

  struct packet text = request(message_text);
  append_parameters(&text, group);
  append_size(&text, strlen(BENCH_TEXT) + 3);
  append_byte(&text, 1);
  append_size(&text, strlen(BENCH_TEXT));
  append(&text, BENCH_TEXT, strlen(BENCH_TEXT));
  ask(session, text);

  struct packet last = request(end_message);
  append_parameters(&last, group);
  append_size(&last, 0);
  ask(session, last);
  close(session);
}

static void *send_share(void *data) {
  for (long index = 0; index < share; index++) send_one();
  return data;
}

int main(int count, char **arguments) {
  if (count != 5) die("usage: sessions PORT NAME SENDERS MESSAGES");
  port = (in_port_t)number(arguments[1]);
  called = arguments[2];
  if (strlen(called) > 15) die("no NetBIOS name: %s", called);
  long senders = number(arguments[3]);
  share = number(arguments[4]) / senders;
  pthread_t threads[senders];
  double begin = now();
  for (long index = 0; index < senders; index++) {
    if (pthread_create(&threads[index], NULL, send_share, NULL) != 0) die("no thread");
  }
  for (long index = 0; index < senders; index++) pthread_join(threads[index], NULL);
  printf("%.1f\n", (double)(share * senders) / (now() - begin));
}
