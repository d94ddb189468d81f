// SPDX-License-Identifier: Apache-2.0
// batches DATABASE MESSAGES
//
// Stores messages with nothing but SQLite, BENCH_WINDOW in a transaction: in a table with the columns
// of the agent's and without its indexes, as durably (WAL, synchronous=FULL). Prints messages a
// second.

#include <sqlite3.h>

#include "bench.h"

static sqlite3 *database;

static void check(int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
    die("SQLite: %s", sqlite3_errmsg(database));
  }
}

static void execute(const char *sql) { check(sqlite3_exec(database, sql, NULL, NULL, NULL)); }

int main(int count, char **arguments) {
  if (count != 3) die("usage: batches DATABASE MESSAGES");
  long messages = number(arguments[2]);
  check(sqlite3_open(arguments[1], &database));
  execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
          "CREATE TABLE message (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
          "  state INTEGER NOT NULL, stateAt INTEGER NOT NULL, shownAt INTEGER, readAt INTEGER,"
          "  change INTEGER NOT NULL, replacedBy INTEGER, arrivedAt INTEGER NOT NULL,"
          "  expiresAt INTEGER, urgency INTEGER NOT NULL, senderID INTEGER NOT NULL,"
          "  senderName TEXT NOT NULL, origin TEXT NOT NULL, fromName TEXT NOT NULL,"
          "  toName TEXT NOT NULL, replaces BLOB, retracts BLOB, receipt INTEGER NOT NULL,"
          "  category TEXT, icon TEXT, title TEXT, actions BLOB, text TEXT NOT NULL, rawText BLOB,"
          "  answer TEXT, isHeld INTEGER NOT NULL)");
  sqlite3_stmt *statement;
  check(sqlite3_prepare_v2(
    database,
    "INSERT INTO message VALUES (?1, ?2, 0, ?3, NULL, NULL, ?1, NULL, ?3, NULL, 1, ?4, 'root',"
    "  'mailslot', 'BENCH', 'bench', NULL, NULL, 1, NULL, NULL, NULL, NULL, ?5, NULL, NULL, 0)",
    -1, &statement, NULL));
  // Identifiers in no order, as they are: an xorshift generator.
  uint64_t random = 0x9E3779B97F4A7C15;
  double begin = now();
  for (long index = 0; index < messages; index++) {
    if (index % BENCH_WINDOW == 0) execute("BEGIN IMMEDIATE");
    uint64_t id[2];
    for (size_t half = 0; half < 2; half++) {
      random ^= random << 13, random ^= random >> 7, random ^= random << 17;
      id[half] = random;
    }
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    sqlite3_bind_int64(statement, 1, index + 1);
    sqlite3_bind_blob(statement, 2, id, sizeof id, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, time.tv_sec * 1000 + time.tv_nsec / 1000000);
    sqlite3_bind_int64(statement, 4, getuid());
    sqlite3_bind_text(statement, 5, BENCH_TEXT, sizeof BENCH_TEXT - 1, SQLITE_STATIC);
    check(sqlite3_step(statement));
    check(sqlite3_reset(statement));
    if (index % BENCH_WINDOW == BENCH_WINDOW - 1 || index == messages - 1) execute("COMMIT");
  }
  printf("%.0f\n", (double)messages / (now() - begin));
  sqlite3_finalize(statement);
  check(sqlite3_close(database));
}
