// SPDX-License-Identifier: Apache-2.0
// fleet DIRECTORY SERVERS desks DESKS CONNECTIONS MESSAGES
// fleet DIRECTORY SERVERS publish MESSAGES
// fleet DIRECTORY SERVERS trip ROUNDS
//
// What a bare program with libnats does with the servers of a realm, as the realm's administrator: with the
// files in DIRECTORY, and SERVERS as URLs with commas between them.
//
// desks: subscribes for as many desks, prints the seconds until all servers know all of them, waits for a line
// on standard input, and publishes messages to the desks in turn. Prints messages a second until a majority of
// the servers has all, the seconds until the desks have all, and the median milliseconds of one catch-up.
// publish: prints messages a second that a majority of the servers has, 512 at once, as a relay publishes.
// trip: prints the median milliseconds from a publish to the message that another connection gets live.

#include <nats/nats.h>

#include "bench.h"

static volatile long arrived;
static char *directory, *servers;

static void check(natsStatus status, const char *what) {
  if (status != NATS_OK) die("%s: %s: %s", what, natsStatus_GetText(status), nats_GetLastError(NULL));
}

static natsConnection *connect_to_servers(void) {
  static const char *urls[16];
  static int count;
  if (count == 0) {
    char *rest = strdup(servers), *url;
    while ((url = strsep(&rest, ",")) && count < 16) urls[count++] = url;
  }
  char authority[4096], certificate[4096], key[4096];
  snprintf(authority, sizeof authority, "%s/authority.pem", directory);
  snprintf(certificate, sizeof certificate, "%s/administrator.pem", directory);
  snprintf(key, sizeof key, "%s/administrator.key", directory);
  natsOptions *options;
  natsConnection *connection;
  check(natsOptions_Create(&options), "options");
  check(natsOptions_SetServers(options, urls, count), "servers");
  check(natsOptions_SetSecure(options, true), "TLS");
  check(natsOptions_LoadCATrustedCertificates(options, authority), authority);
  check(natsOptions_LoadCertificatesChain(options, certificate, key), certificate);
  check(natsOptions_UseGlobalMessageDelivery(options, true), "delivery");
  check(natsConnection_Connect(&connection, options), "connect");
  natsOptions_Destroy(options);
  return connection;
}

static void note(natsConnection *connection, natsSubscription *subscription, natsMsg *message,
                 void *closure) {
  (void)connection, (void)subscription, (void)closure;
  natsMsg_Destroy(message);
  __atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
}

static char body[512];
static int body_count;

// Publishes messages, and waits until a majority of the servers has each; 512 are on their way at most.
static void publish(natsConnection *connection, long count, long desks, const char *tag) {
  jsCtx *stream;
  jsOptions options;
  check(jsOptions_Init(&options), "options");
  options.PublishAsync.MaxPending = 512;
  options.PublishAsync.StallWait = 10000;
  check(natsConnection_JetStream(&stream, connection, &options), "JetStream");
  for (long index = 0; index < count; index++) {
    char subject[128], id[64];
    snprintf(subject, sizeof subject, "msgr.bench.to.u%ld.from.h1.ops", index % desks);
    snprintf(id, sizeof id, "%s%d-%ld", tag, getpid(), index);
    natsMsg *message;
    check(natsMsg_Create(&message, subject, NULL, body, body_count), "message");
    check(natsMsgHeader_Set(message, "Nats-Msg-Id", id), "header");
    jsPubOptions publication;
    check(jsPubOptions_Init(&publication), "options");
    publication.MaxWait = 10000;
    check(js_PublishMsgAsync(stream, &message, &publication), "publish");
  }
  jsPubOptions end;
  check(jsPubOptions_Init(&end), "options");
  end.MaxWait = 120000;
  check(js_PublishAsyncComplete(stream, &end), "acknowledgements");
  jsCtx_Destroy(stream);
}

// One login: a consumer in the memory of a server, what it has for one desk, and its end.
static double catch_up(natsConnection *connection, long desk) {
  double begin = now();
  char subject[256], request[512], filter[128], name[32];
  snprintf(filter, sizeof filter, "msgr.bench.to.u%ld.from.>", desk);
  snprintf(name, sizeof name, "c%d-%ld", getpid(), desk);
  snprintf(subject, sizeof subject, "$JS.API.CONSUMER.CREATE.MSGR_bench.%s.%s", name, filter);
  snprintf(request, sizeof request,
           "{\"stream_name\":\"MSGR_bench\",\"config\":{\"name\":\"%s\",\"filter_subject\":\"%s\","
           "\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":1,\"ack_policy\":\"none\","
           "\"replay_policy\":\"instant\",\"mem_storage\":true,\"num_replicas\":1}}", name, filter);
  natsMsg *answer;
  check(natsConnection_RequestString(&answer, connection, subject, request, 10000), "consumer");
  const char *pending = strstr(natsMsg_GetData(answer), "\"num_pending\":");
  long count = pending ? strtol(pending + 14, NULL, 10) : 0;
  natsMsg_Destroy(answer);
  if (count > 0) {
    natsInbox *inbox;
    natsSubscription *subscription;
    check(natsInbox_Create(&inbox), "inbox");
    check(natsConnection_SubscribeSync(&subscription, connection, inbox), "subscription");
    snprintf(subject, sizeof subject, "$JS.API.CONSUMER.MSG.NEXT.MSGR_bench.%s", name);
    snprintf(request, sizeof request, "{\"batch\":%ld,\"expires\":5000000000}", count);
    check(natsConnection_PublishRequestString(connection, subject, inbox, request), "fetch");
    for (long index = 0; index < count; index++) {
      natsMsg *message;
      check(natsSubscription_NextMsg(&message, subscription, 10000), "message");
      natsMsg_Destroy(message);
    }
    natsSubscription_Destroy(subscription);
    natsInbox_Destroy(inbox);
  }
  snprintf(subject, sizeof subject, "$JS.API.CONSUMER.DELETE.MSGR_bench.%s", name);
  check(natsConnection_RequestString(&answer, connection, subject, "", 10000), "end");
  natsMsg_Destroy(answer);
  return now() - begin;
}

static void measure_desks(long desks, long connections, long messages) {
  natsConnection *all[connections];
  double begin = now();
  for (long index = 0; index < connections; index++) all[index] = connect_to_servers();
  double connected = now();
  for (long index = 0; index < desks; index++) {
    char subject[128];
    natsSubscription *subscription;
    snprintf(subject, sizeof subject, "live.bench.to.u%ld.from.>", index);
    check(natsConnection_Subscribe(&subscription, all[index % connections], subject, note, NULL),
          "subscription");
  }
  for (long index = 0; index < connections; index++) {
    check(natsConnection_FlushTimeout(all[index], 60000), "flush");
  }
  printf("%.3f %.3f\n", connected - begin, now() - connected);
  fflush(stdout);
  char line[16];
  if (!fgets(line, sizeof line, stdin)) die("no line");
  natsConnection *publisher = connect_to_servers();
  double start = now();
  publish(publisher, messages, desks, "d");
  double acknowledged = now();
  while (arrived < messages) {
    if (now() - acknowledged > 60) die("%ld of %ld messages came live", arrived, messages);
    pause_for(0.001);
  }
  double live = now() - acknowledged;
  double logins[20];
  for (long index = 0; index < 20; index++) {
    logins[index] = catch_up(publisher, index * desks / 20);
  }
  printf("%.0f %.3f %.2f\n", (double)messages / (acknowledged - start), live, median(logins, 20) * 1000);
}

static void measure_trip(long rounds) {
  natsConnection *reader = connect_to_servers(), *writer = connect_to_servers();
  natsSubscription *subscription;
  check(natsConnection_SubscribeSync(&subscription, reader, "live.bench.to.trip.from.>"), "subscribe");
  check(natsConnection_Flush(reader), "flush");
  jsCtx *stream;
  check(natsConnection_JetStream(&stream, writer, NULL), "JetStream");
  double *values = calloc((size_t)rounds, sizeof *values);
  for (long index = 0; index < rounds; index++) {
    natsMsg *message;
    double begin = now();
    check(js_Publish(NULL, stream, "msgr.bench.to.trip.from.h1.ops", body, body_count, NULL, NULL),
          "publish");
    check(natsSubscription_NextMsg(&message, subscription, 10000), "message");
    values[index] = now() - begin;
    natsMsg_Destroy(message);
    pause_for(BENCH_PAUSE);
  }
  printf("%.2f\n", median(values, (size_t)rounds) * 1000);
}

int main(int count, char **arguments) {
  if (count < 5) die("usage: fleet DIRECTORY SERVERS desks|publish|trip NUMBER...");
  directory = arguments[1];
  servers = arguments[2];
  body_count = (int)write_message(body, sizeof body, 1, 1);
  check(nats_Open(-1), "libnats");
  check(nats_SetMessageDeliveryPoolSize(1), "threads");
  if (!strcmp(arguments[3], "desks") && count == 7) {
    measure_desks(number(arguments[4]), number(arguments[5]), number(arguments[6]));
  } else if (!strcmp(arguments[3], "publish")) {
    natsConnection *connection = connect_to_servers();
    double begin = now();
    publish(connection, number(arguments[4]), 1000000, "p");
    printf("%.0f\n", (double)number(arguments[4]) / (now() - begin));
  } else if (!strcmp(arguments[3], "trip")) {
    measure_trip(number(arguments[4]));
  } else {
    die("there is no '%s'", arguments[3]);
  }
}
