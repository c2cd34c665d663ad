/* report_log.c: see report_log.h. Times are made up, but add up. */
#include "test/golden/report_log.h"

#include <stdio.h>
#include <string.h>

enum { REMEMBERED = 22 };

#define BOOKS                                                                                              \
    "SELECT \"books_book\".\"id\", \"books_book\".\"title\", \"books_book\".\"author_id\", "               \
    "\"books_book\".\"published\", \"books_book\".\"created_at\", \"books_book\".\"pages\" FROM "          \
    "\"books_book\" WHERE \"books_book\".\"published\" ORDER BY \"books_book\".\"created_at\" DESC LIMIT " \
    "$1"
#define AUTHOR                                                                     \
    "SELECT \"books_author\".\"id\", \"books_author\".\"name\", "                  \
    "\"books_author\".\"email\", \"books_author\".\"born\" FROM \"books_author\" " \
    "WHERE \"books_author\".\"id\" = $1"

typedef struct shop {
    quern__log *log;
    int64_t now;
} shop;

/* A statement that was sent when the last one had ended, and after a pause. The digest of its values is their text's number. */
static void add(shop *s, quern_query query, int64_t pause, uint64_t values)
{
    if (!query.unit)
        query.unit = s->log->count + 1;
    s->now += pause;
    query.began_microseconds = s->now;
    s->now += query.waited_microseconds + query.elapsed_microseconds;
    quern__log_add(s->log, &query, values);
}

static void add_hello(shop *s)
{
    for (int i = 0; i < 3; i++)
        add(s,
            (quern_query){
                .sql = "SELECT 1", .rows = 1, .elapsed_microseconds = 210, .origin = QUERN_ORIGIN_OWN },
            40, 0);
}

static void add_books(shop *s)
{
    add(s,
        (quern_query){ .sql = BOOKS,
                       .site = "shop/front.c:41",
                       .rows = 8,
                       .waited_microseconds = 1830,
                       .elapsed_microseconds = 1240,
                       .server_microseconds = 1090,
                       .bytes = 1604,
                       .parameters = "8" },
        100, 8);
}

/* The loop that asks for the author of each book. */
static void add_authors(shop *s)
{
    static const int ids[] = { 3, 7, 3, 12, 5, 7, 3, 1 };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char id[12];
        snprintf(id, sizeof id, "%d", ids[i]);
        add(s,
            (quern_query){ .sql = AUTHOR,
                           .site = i == 7 ? "shop/back.c:9" : "shop/front.c:44",
                           .rows = 1,
                           .elapsed_microseconds = 340 + 13 * ids[i],
                           .server_microseconds = 300 + 11 * ids[i],
                           .bytes = 60,
                           .origin = QUERN_ORIGIN_LAZY,
                           .parameters = id },
            25, (uint64_t)ids[i]);
    }
}

static void add_sale(shop *s)
{
    const int64_t unit = s->log->count + 1;
    const quern_query base = { .site = "shop/sale.c:120", .transaction = 1 };
    quern_query begin = base, update = base, commit = base;
    begin.sql = "BEGIN ISOLATION LEVEL REPEATABLE READ";
    begin.origin = commit.origin = QUERN_ORIGIN_TRANSACTION;
    begin.unit = update.unit = unit;
    update.sql = "UPDATE books_book SET copies = copies - $1 WHERE id = $2 /* one -- less */";
    update.origin = QUERN_ORIGIN_OWN;
    update.parameters = "1, 4711";
    update.rows = 1;
    update.elapsed_microseconds = 2410;
    update.server_microseconds = 2350;
    commit.sql = "COMMIT";
    commit.elapsed_microseconds = 3300;
    commit.server_microseconds = 3290;
    add(s, begin, 300, 0);
    add(s, update, 0, 4711);
    add(s, commit, 120, 0);
}

/* What nobody should believe. */
static void add_hostile(shop *s)
{
    add(s,
        (quern_query){ .sql = "SELECT '</code><script>alert(1)</script>' || $1, E'it\\'s \033[31mred', "
                              "\"a&b\", \xff\xfe, '\xe2\x80\xaeruoloc'",
                       .site = "<b>\"shop\"/'&'.c:1",
                       .rows = -1,
                       .elapsed_microseconds = 480,
                       .server_microseconds = 470,
                       .origin = QUERN_ORIGIN_OWN,
                       .parameters = "'<img src=x onerror=alert(1)>', '\x01\x7f\xc3'",
                       .failure = QUERN_ERROR_SERVER,
                       .sqlstate = "22021" },
        200, 99);
}

static void add_slow(shop *s)
{
    static const char plan[] =
        "Sort  (cost=8241.19..8366.19 rows=50000 width=62)\n  Sort Key: (count(*)) DESC\n"
        "  ->  HashAggregate  (cost=3838.00..4338.00 rows=50000 width=62)\n        Group Key: title\n"
        "        ->  Seq Scan on books_book  (cost=0.00..3588.00 rows=50000 width=54)\n"
        "              Filter: (title ~~* '%<c>%'::text)";
    add(s,
        (quern_query){
            .sql = "SELECT title, COUNT(*) FROM books_book WHERE title ILIKE $1 AND pages > 12.5 GROUP "
                   "BY title ORDER BY COUNT(*) DESC",
            .site = "shop/report.c:17",
            .rows = 41200,
            .elapsed_microseconds = 12840,
            .server_microseconds = 9100,
            .bytes = 2210340,
            .origin = QUERN_ORIGIN_OWN,
            .slow = true,
            .parameters = "'%<c>%'" },
        90, 5);
    quern__log_explain(s->log, s->log->count, plan);
    add(s,
        (quern_query){
            .sql = "EXPLAIN SELECT title, COUNT(*) FROM books_book WHERE title ILIKE $1 AND pages > 12.5 "
                   "GROUP BY title ORDER BY COUNT(*) DESC",
            .site = "shop/report.c:17",
            .rows = 6,
            .elapsed_microseconds = 510,
            .server_microseconds = 480,
            .bytes = 306,
            .origin = QUERN_ORIGIN_EXPLAIN },
        0, 5);
}

static void add_stream(shop *s)
{
    const int64_t unit = s->log->count + 1;
    const quern_query base = { .site = "shop/export.c:88", .transaction = 2, .origin = QUERN_ORIGIN_STREAM };
    quern_query begin = base, declare = base, fetch = base;
    begin.sql = "BEGIN READ ONLY";
    begin.origin = QUERN_ORIGIN_TRANSACTION;
    declare.sql = "DECLARE \"quern_1\" NO SCROLL CURSOR FOR SELECT \"books_book\".\"id\" FROM \"books_book\"";
    fetch.sql = "FETCH FORWARD 2000 FROM \"quern_1\"";
    begin.unit = declare.unit = fetch.unit = unit;
    fetch.rows = 2000;
    fetch.bytes = 16000;
    fetch.elapsed_microseconds = 4100;
    fetch.server_microseconds = 2900;
    add(s, begin, 150, 0);
    add(s, declare, 0, 0);
    add(s, fetch, 0, 0);
    fetch.unit = 0;
    fetch.rows = 713;
    fetch.bytes = 5704;
    fetch.elapsed_microseconds = 1500;
    fetch.server_microseconds = 900;
    add(s, fetch, 400, 0);
}

/* What the detector said of it; and one that it has forgotten. */
static const quern_warning warnings[] = {
    { .kind = QUERN_WARNING_LAZY,
      .site = "shop/front.c:44",
      .queryset = "shop/front.c:39",
      .model = "book",
      .path = "author",
      .times = 7,
      .microseconds = 2900,
      .message = "N+1 at shop/front.c:44: book.author was loaded 7 times, for one object at a time, in 2900 "
                 "microseconds so far",
      .advice = "load it with the queryset of shop/front.c:39: quern_select_related(qs, \"author\"), or "
                "quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { .kind = QUERN_WARNING_UNUSED,
      .site = "shop/front.c:39",
      .queryset = "shop/front.c:38",
      .model = "book",
      .path = "topics",
      .times = 1,
      .message = "Unused prefetch at shop/front.c:39: book.topics was fetched for all objects, and nobody has "
                 "asked for it",
      .advice = "leave \"topics\" out of what is prefetched there, or ask for it by quern_related in the loop" },
};

static const quern_warning *warning_at(const quern_session *session, int64_t number)
{
    (void)session;
    return number <= (int64_t)(sizeof warnings / sizeof *warnings) ? &warnings[number - 1] : NULL;
}

quern__report quern__report_log_open(quern__log *log)
{
    shop s = { .log = log };
    quern__log_open(log, quern_system_allocator(), REMEMBERED);
    add_hello(&s);
    add_books(&s);
    add_authors(&s);
    add_sale(&s);
    add_hostile(&s);
    add_slow(&s);
    add_stream(&s);
    add_books(&s);
    add(&s,
        (quern_query){ .sql = "COMMIT",
                       .site = "shop/export.c:90",
                       .transaction = 2,
                       .elapsed_microseconds = 95,
                       .server_microseconds = 90,
                       .origin = QUERN_ORIGIN_TRANSACTION },
        10, 0);
    return (quern__report){ .log = log,
                            .warnings = sizeof warnings / sizeof *warnings + 1,
                            .warning_at = warning_at,
                            .site = "shop/main.c:230",
                            .tag = "GET /books?page=1&sort=<new>" };
}
