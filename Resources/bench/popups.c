// SPDX-License-Identifier: Apache-2.0
// popups RUNS -- COMMAND... [-- COMMAND...]...
//
// Runs the commands in turns, RUNS times each, and prints for each the median time from posix_spawn
// to its Notify request on the session bus, in milliseconds. {} is the number of the run.

#include <gio/gio.h>

#include "bench.h"

static int requests[2];

// In GDBus's thread. Nothing is passed on: a monitor that answers is thrown off the bus.
static GDBusMessage *note(GDBusConnection *bus, GDBusMessage *message, gboolean is_incoming,
                          gpointer data) {
  (void)bus, (void)data;
  if (!is_incoming) return message;
  bool is_reply_to_us = g_dbus_message_get_message_type(message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL;
  if (is_reply_to_us) return message;
  if (g_strcmp0(g_dbus_message_get_member(message), "Notify") == 0) {
    double time = now();
    if (write(requests[1], &time, sizeof time) != sizeof time) die("write: %s", strerror(errno));
  }
  g_object_unref(message);
  return NULL;
}

static GDBusConnection *monitor(void) {
  GError *error = NULL;
  gchar *address = g_dbus_address_get_for_bus_sync(G_BUS_TYPE_SESSION, NULL, &error);
  if (!address) die("%s", error->message);
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync(
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_free(address);
  if (!bus) die("%s", error->message);
  g_dbus_connection_add_filter(bus, note, NULL, NULL);
  GVariant *answer = g_dbus_connection_call_sync(
    bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Monitoring",
    "BecomeMonitor",
    g_variant_new_parsed("(['type=method_call,interface=org.freedesktop.Notifications,"
                         "member=Notify'], uint32 0)"),
    NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  if (!answer) die("%s", error->message);
  g_variant_unref(answer);
  return bus;
}

static double await_request(const char *name) {
  struct pollfd waiting = {requests[0], POLLIN, 0};
  double time;
  if (poll(&waiting, 1, 10000) <= 0) die("%s: no request came on the bus", name);
  if (read(requests[0], &time, sizeof time) != sizeof time) die("read: %s", strerror(errno));
  return time;
}

int main(int count, char **arguments) {
  if (count < 4) die("usage: popups RUNS -- COMMAND... [-- COMMAND...]...");
  size_t runs = (size_t)number(arguments[1]);
  struct command commands[BENCH_COMMANDS];
  size_t command_count = split_commands(arguments + 2, commands, runs);
  if (pipe2(requests, O_CLOEXEC) != 0) die("pipe2: %s", strerror(errno));
  GDBusConnection *bus = monitor();
  for (size_t run = 0; run < runs; run++) {
    for (size_t index = 0; index < command_count; index++) {
      char *name = commands[index].words[0];
      double begin = now();
      pid_t child = start(commands[index].words, (long)run);
      commands[index].values[run] = await_request(name) - begin;
      await_success(child, name);
      // What is still to be done about this one is not to be counted with the next.
      pause_for(0.02);
    }
  }
  for (size_t index = 0; index < command_count; index++) {
    printf("%.3f\n", median(commands[index].values, runs) * 1e3);
  }
  g_object_unref(bus);
}
