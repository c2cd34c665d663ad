/* test_prefetch_calls.c: when what is prefetched is fetched: by which calls, for which objects, in which transaction; and what is left when
 * it fails. */
#include "test/integration/counted.h"
#include "test/support/club.h"

#include <quern/share.h>
#include <quern/short.h>
#include <quern/transaction.h>

#include <stdio.h>
#include <string.h>

static quern_queryset *clubs, *bad;

static void set_up(void)
{
    if (!db)
        return;
    open_counted();
    clubs = quern_prefetch_related(quern_order_by(quern_objects(counted, club), "id"), "founder", "topics");
    /* Of a pattern that is none, which only the server finds out. */
    bad = quern_prefetch_related(
        quern_order_by(quern_objects(counted, club), "id"), "founder",
        PREFETCH("members", quern_filter(quern_objects(counted, player), Q("name__regex", "(["))));
}

static void must(const char *what)
{
    ck_assert_msg(!quern_failed(counted), "%s: %s", what, quern_error_text(counted));
}

/* Of the session's log alone: the connection is reset behind SQL of the user's own. */
static void expect_own_count(const char *what, int64_t statements)
{
    const int64_t ran = quern_query_count(counted) - counted_before;
    ck_assert_msg(ran == statements, "%s: %d statements", what, (int)ran);
}

static const quern_error *failure(void)
{
    const quern_error *error = quern_session_error(counted);
    ck_assert_msg(error != NULL, "no failure");
    return error;
}

static void expect_club(const club *c, const char *what, int64_t id, int64_t founder, size_t topics)
{
    must(what);
    ck_assert_msg(c != NULL, "%s: no club", what);
    ck_assert_msg(c->id == id, "%s: club %d", what, (int)c->id);
    ck_assert_msg(founder ? c->founder && c->founder->id == founder : !c->founder, "%s: another founder",
                  what);
    ck_assert_msg(c->topics != NULL, "%s: the topics are not known", what);
    size_t count = 0;
    while (c->topics[count])
        count++;
    ck_assert_msg(count == topics, "%s: %zu topics", what, count);
}

/* ---- Which calls ---- */

START_TEST(building_asks_nothing)
{
    NEEDS_SERVER();
    quern_queryset *more = quern_slice(
        quern_prefetch_snapshot(quern_prefetch_batch(quern_prefetch_related(clubs, "members__staff"), 2)), 0,
        2);
    ck_assert_ptr_null(quern_queryset_error(more));
    ck_assert(strstr(quern_sql(more), "LIMIT 2") && !strstr(quern_sql(more), "player"));
    expect_statements("nothing", 0);
}
END_TEST

START_TEST(all_rows)
{
    NEEDS_SERVER();
    ck_assert_int_eq(quern_len(clubs), 4);
    const char *seen = expect_statements("clubs, founders and topics", 3);
    ck_assert(!seen || (strstr(seen, "\"player\"") && strstr(seen, "\"club_topics\"")));
    club *const *list = quern_list(clubs, club);
    expect_club(list[0], "the first", 1, 1, 2);
    expect_club(list[2], "the third", 3, 0, 1);
    expect_club(list[3], "the last", 4, 6, 0);
    expect_club(quern_first(clubs, club), "first", 1, 1, 2);
    expect_club(quern_at(clubs, club, 1), "at", 2, 2, 2);
    QUERN_EACH(club, c, quern_slice(clubs, 1, 2))
        expect_club(c, "a slice", 2, 2, 2);
    ck_assert_int_eq(quern_count(clubs), 4);
    ck_assert_ptr_eq(quern_list(clubs, club), list);
    expect_statements("of the cache", 3);
    /* Another one is another. */
    ck_assert_int_eq(quern_len(quern_all(clubs)), 4);
    expect_statements("a cache of its own", 6);
}
END_TEST

/* For the row that it gives, and no other. */
START_TEST(one_row)
{
    NEEDS_SERVER();
    int64_t ran = 0;
    const struct {
        const char *call;
        club *given;
        int64_t id, founder;
        size_t topics;
        int64_t statements;
    } cases[] = {
        { "quern_first", quern_first(clubs, club), 1, 1, 2, 3 },
        { "quern_last", quern_last(clubs, club), 4, 6, 0, 3 },
        { "quern_at", quern_at(clubs, club, 1), 2, 2, 2, 3 },
        { "quern_get", quern_get(clubs, club, Q("id", 2)), 2, 2, 2, 3 },
        { "quern_earliest", quern_earliest(clubs, club, "id"), 1, 1, 2, 3 },
        { "quern_latest", quern_latest(clubs, club, "id"), 4, 6, 0, 3 },
        { "NULL is nobody", quern_at(clubs, club, 2), 3, 0, 1, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect_club(cases[i].given, cases[i].call, cases[i].id, cases[i].founder, cases[i].topics);
        ran += cases[i].statements;
    }
    expect_statements("each for one row", ran);
}
END_TEST

START_TEST(no_rows)
{
    NEEDS_SERVER();
    bool found;
    ck_assert_int_eq(quern_count(clubs), 4);
    ck_assert(quern_exists(clubs, &found) && found);
    ck_assert_ptr_null(quern_first(quern_filter(clubs, Q("id", 77)), club));
    ck_assert_ptr_null(quern_get(clubs, club, Q("name", "Gambit")));
    ck_assert_int_eq(quern_answer(counted), QUERN_MORE_THAN_ONE);
    ck_assert_int_eq(quern_len(quern_filter(clubs, Q("id", 77))), 0);
    expect_statements("one each", 5);
    ck_assert_int_eq(quern_len(quern_none(clubs)), 0);
    const club *c = quern_get(quern_objects(counted, club), club, Q("id", 1));
    ck_assert(quern_contains(clubs, c, &found) && found);
    must("no rows");
    expect_statements("two more", 7);
}
END_TEST

START_TEST(rows_by_keys)
{
    NEEDS_SERVER();
    club *const *found = quern_in_bulk(clubs, club, "pk", LIST(3, 77, 1, 3));
    must("quern_in_bulk");
    expect_club(found[0], "3", 3, 0, 1);
    expect_club(found[2], "1", 1, 1, 2);
    ck_assert(!found[1] && found[3] == found[0]);
    expect_statements("three", 3);
    found = quern_in_bulk(quern_slice(clubs, 0, 2), club, "pk", LIST(3, 77, 1, 3));
    ck_assert_ptr_null(found);
    quern_error_clear(counted);
    found = quern_in_bulk(quern_distinct(quern_order_by(clubs, "name", "id"), "name"), club, "pk",
                          LIST(3, 77, 1, 3));
    must("one row of each name");
    ck_assert(!found[0]);
    expect_club(found[2], "1", 1, 1, 2);
    expect_statements("three more", 6);
}
END_TEST

START_TEST(sql_of_the_users_own)
{
    NEEDS_SERVER();
    quern_queryset *raw =
        quern_raw(counted, club, "SELECT id, name, founder_id FROM club WHERE id < $1 ORDER BY id", 3);
    raw = quern_prefetch_related(raw, "founder__badge", "topics");
    ck_assert_int_eq(quern_len(raw), 2);
    club *const *list = quern_list(raw, club);
    expect_club(list[0], "raw", 1, 1, 2);
    ck_assert_str_eq(list[0]->founder->badge->number, "n1");
    expect_club(quern_at(raw, club, 0), "raw", 1, 1, 2);
    expect_own_count("four", 4);
    ck_assert_ptr_null(quern_first(raw, club));
    ck_assert_int_eq(failure()->code, QUERN_ERROR_USAGE);
    quern_error_clear(counted);
}
END_TEST

START_TEST(what_is_shared)
{
    NEEDS_SERVER();
    quern_queryset *born = quern_filter(quern_objects(counted, player), Q("born__lt", QUERN_PARAM("year")));
    quern_queryset *made = quern_prefetch_related(
        quern_objects(counted, club), "topics",
        PREFETCH("members", quern_bind(born, QUERN_SET("year", 1900)), .to = "seniors"));
    quern_queryset *shared =
        quern_share(counted_db, quern_order_by(quern_filter(made, Q("id__lt", QUERN_PARAM("id"))), "id"));
    for (int i = 0; i < 2; i++) {
        quern_queryset *entered = quern_bind(quern_in(counted, shared), QUERN_SET("id", 3));
        club *const *list = quern_list(entered, club);
        must("a shared one");
        ck_assert(list[0]->topics[0] && list[0]->topics[1] && !list[0]->members);
        ck_assert(list[0]->seniors[0]->id == 1 && !list[0]->seniors[1] && list[1]->seniors[0]->id == 4);
    }
    expect_statements("three each", 6);
    /* As one of them. */
    quern_queryset *players =
        quern_share(counted_db, quern_filter(quern_objects(counted, player), Q("id", 2)));
    const club *c =
        quern_first(quern_prefetch_related(quern_objects(counted, club), PREFETCH("members", players)), club);
    ck_assert(c->members[0]->id == 2 && !c->members[1]);
}
END_TEST

/* ---- Several at once ---- */

START_TEST(several_querysets)
{
    NEEDS_SERVER();
    quern_queryset *plain = quern_objects(counted, topic),
                   *raw = quern_prefetch_related(quern_raw(counted, club, "SELECT * FROM club WHERE id = 2"),
                                                 "founder");
    quern_queryset *slice = quern_slice(clubs, 0, 1), *empty = quern_filter(clubs, Q("id", 77));
    ck_assert(quern_evaluate_all(counted, plain, clubs, slice, raw, empty, quern_none(clubs)));
    expect_own_count("all of them", 1 + 3 + 2 + 1);
    expect_club(quern_list(clubs, club)[3], "the last", 4, 6, 0);
    expect_club(quern_list(slice, club)[0], "the slice", 1, 1, 2);
    ck_assert_int_eq(quern_list(raw, club)[0]->founder->id, 2);
    ck_assert(quern_evaluate_all(counted, plain, clubs, slice, raw));
    expect_own_count("they are there", 7);
}
END_TEST

/* Each by itself: all of it, or nothing. */
START_TEST(one_of_several_fails)
{
    NEEDS_SERVER();
    quern_queryset *slice = quern_slice(bad, 0, 1);
    ck_assert(!quern_evaluate_all(counted, bad, clubs, slice));
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    ck_assert_str_eq(failure()->path, "0");
    quern_error_clear(counted);
    ck_assert_str_eq(quern_queryset_error(bad)->sqlstate, "2201B");
    ck_assert_ptr_nonnull(quern_queryset_error(slice));
    ck_assert_ptr_null(quern_queryset_error(clubs));
    expect_club(quern_list(clubs, club)[0], "the other", 1, 1, 2);
    ck_assert_ptr_null(quern_list(bad, club));
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
}
END_TEST

START_TEST(one_of_several_fails_in_a_transaction)
{
    NEEDS_SERVER();
    ck_assert(quern_begin(counted));
    quern_queryset *plain = quern_objects(counted, topic);
    ck_assert(!quern_evaluate_all(counted, plain, bad, clubs));
    quern_error_clear(counted);
    ck_assert_ptr_null(quern_queryset_error(plain));
    ck_assert_str_eq(quern_queryset_error(bad)->sqlstate, "2201B");
    ck_assert_ptr_nonnull(
        strstr(quern_queryset_error(clubs)->message, "queryset 1, which was evaluated with it, failed"));
    ck_assert(quern_rollback(counted));
    expect_club(quern_list(clubs, club)[0], "anew", 1, 1, 2);
}
END_TEST

/* ---- What is left when it fails ---- */

START_TEST(nothing_is_left)
{
    NEEDS_SERVER();
    const size_t before = quern_session_bytes(counted);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(quern_len(bad), -1);
        ck_assert_str_eq(failure()->sqlstate, "2201B");
        quern_error_clear(counted);
    }
    ck_assert_ptr_null(quern_first(bad, club));
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    ck_assert_ptr_null(quern_in_bulk(bad, club, "pk", LIST(1, 2)));
    quern_error_clear(counted);
    ck_assert_int_eq(quern_len(quern_filter(bad, Q("id", 77))), 0);
    ck_assert_uint_le(quern_session_bytes(counted), before + 65536);
    must("none are prefetched");
}
END_TEST

/* ---- Streams ---- */

/* Each chunk of two has what it needs, in the stream's transaction. */
START_TEST(chunks)
{
    NEEDS_SERVER();
    for (int ahead = -1; ahead < 4; ahead += 1 + (ahead < 0)) {
        int64_t id = 0;
        count_from_here();
        QUERN_STREAM(club, c, clubs, .chunk = 2, .ahead = ahead)
        {
            id++;
            expect_club(c, "a chunk", id, (const int64_t[]){ 1, 2, 0, 6 }[id - 1],
                        (const size_t[]){ 2, 2, 1, 0 }[id - 1]);
        }
        must("chunks");
        ck_assert_int_eq(id, 4);
    }
    count_from_here();
    QUERN_STREAM(club, c, clubs, .chunk = 3, .ahead = -1) ck_assert(c->topics);
    const char *seen = expect_statements("two chunks", 3 + 2 + 1 + 2 + 1);
    ck_assert_msg(!seen || strstr(seen, "BEGIN READ ONLY") < strstr(seen, "\"player\""), "%s", seen);
    QUERN_STREAM(club, c, quern_filter(clubs, Q("id", 77))) ck_abort();
    must("no chunk");
}
END_TEST

START_TEST(a_chunk_that_fails)
{
    NEEDS_SERVER();
    int64_t rows = 0;
    quern_iterator *it = quern_iterate(bad, club, .chunk = 2);
    ck_assert_ptr_null(it);
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    /* The later ones have something to ask. */
    quern_queryset *later = quern_prefetch_related(
        quern_order_by(quern_objects(counted, pin), "-id"),
        PREFETCH("badge", quern_filter(quern_objects(counted, badge), Q("number__regex", "(["))));
    QUERN_STREAM(pin, p, quern_filter(later, Q("id__in", LIST(4, 3))), .chunk = 1)
    {
        rows++;
        ck_assert_int_eq(p->id, 4);
    }
    ck_assert_int_eq(rows, 1);
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    ck_assert_int_eq(quern_len(clubs), 4);
}
END_TEST

/* Statements of the loop's own, and chunks that are on their way. */
START_TEST(work_in_the_loop)
{
    NEEDS_SERVER();
    int64_t rows = 0;
    quern_queryset *books = quern_prefetch_related(quern_order_by(quern_objects(counted, book), "id"),
                                                   "author__book_set", "sequel_of");
    QUERN_STREAM(book, b, books, .chunk = 7)
    {
        bool found;
        rows++;
        ck_assert(b->author->id == b->author_id && quern_related_loaded(b->author, "book_set", book));
        ck_assert(quern_exists(quern_filter(quern_objects(counted, book), Q("id", b->id)), &found) && found);
        ck_assert(!b->sequel_of_id.present || b->sequel_of->id == b->sequel_of_id.value);
    }
    must("work");
    ck_assert_int_eq(rows, 40);
}
END_TEST

START_TEST(chunks_in_flat_memory)
{
    NEEDS_SERVER();
    size_t rows = 0, most = 0;
    sql("CREATE VIEW many_books AS SELECT b.* FROM books_book b, generate_series(1, 250)");
    quern_queryset *many =
        quern_prefetch_related(quern_raw(counted, book, "SELECT * FROM many_books"), "author", "sequel_of");
    QUERN_STREAM(book, b, many, .chunk = 200)
    {
        if (++rows == 2000)
            most = quern_session_bytes(counted) * 13 / 10;
        ck_assert(b->author && b->author->id == b->author_id);
        ck_assert_msg(!most || quern_session_bytes(counted) <= most, "row %zu: %zu bytes, not %zu", rows,
                      quern_session_bytes(counted), most);
    }
    must("many");
    ck_assert_uint_eq(rows, 10000);
    sql("DROP VIEW many_books");
}
END_TEST

/* ---- As of one moment ---- */

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    while ((text = strstr(text, part))) {
        count++;
        text++;
    }
    return count;
}

#define BEGIN_SNAPSHOT "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

static void expect_snapshots(const char *what, size_t snapshots, size_t commits)
{
    size_t count;
    if (!server_says)
        return;
    const char *seen = quern__server_log_read(server_says, &count);
    ck_assert_msg(count_of(seen, BEGIN_SNAPSHOT) == snapshots, "%s: %s", what, seen);
    ck_assert_msg(count_of(seen, "COMMIT") == commits, "%s: %s", what, seen);
}

START_TEST(one_moment)
{
    NEEDS_SERVER();
    quern_queryset *whole = quern_prefetch_snapshot(clubs);
    expect_club(quern_list(whole, club)[0], "a list", 1, 1, 2);
    expect_club(quern_first(quern_all(whole), club), "first", 1, 1, 2);
    expect_club(quern_in_bulk(whole, club, "pk", LIST(1))[0], "by keys", 1, 1, 2);
    quern_queryset *again = quern_all(whole);
    ck_assert(quern_evaluate_all(counted, quern_objects(counted, topic), again, quern_all(clubs)));
    expect_club(quern_list(again, club)[0], "of several", 1, 1, 2);
    expect_snapshots("each", 4, 4);
    ck_assert_int_eq(quern_len(quern_none(whole)), 0);
    ck_assert_int_eq(quern_count(whole), 4);
    ck_assert_int_eq(quern_len(quern_prefetch_snapshot(quern_objects(counted, club))), 4);
    expect_snapshots("nothing is fetched along", 4, 4);
    const quern_queryset *failing = quern_prefetch_snapshot(bad);
    ck_assert_int_eq(quern_len((quern_queryset *)(uintptr_t)failing), -1);
    ck_assert_str_eq(failure()->sqlstate, "2201B");
    quern_error_clear(counted);
    expect_snapshots("it is rolled back", 5, 4);
    ck_assert_int_eq(quern_len(quern_all(clubs)), 4);
    ck_assert_uint_eq(quern_transaction_depth(counted), 0);
}
END_TEST

START_TEST(one_moment_of_a_transaction)
{
    NEEDS_SERVER();
    quern_queryset *whole = quern_prefetch_snapshot(clubs);
    static const struct {
        quern_isolation isolation;
        bool allowed;
    } cases[] = { { QUERN_ISOLATION_DEFAULT, false },
                  { QUERN_READ_COMMITTED, false },
                  { QUERN_REPEATABLE_READ, true },
                  { QUERN_SERIALIZABLE, true } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        quern_queryset *fresh = quern_all(whole);
        ck_assert(quern_begin(counted, .isolation = cases[i].isolation));
        ck_assert(quern_begin(counted));
        ck_assert_int_eq(quern_len(fresh), cases[i].allowed ? 4 : -1);
        if (!cases[i].allowed) {
            ck_assert_str_eq(
                failure()->message,
                "quern_prefetch_snapshot in a transaction in which each statement sees another moment");
            ck_assert_str_eq(failure()->hint,
                             "begin that by quern_begin(s, .isolation = QUERN_REPEATABLE_READ)");
            ck_assert_int_eq(failure()->code, QUERN_ERROR_USAGE);
        }
        quern_error_clear(counted);
        QUERN_STREAM(club, c, fresh) ck_assert(cases[i].allowed && c->topics);
        ck_assert(cases[i].allowed == !quern_failed(counted));
        quern_error_clear(counted);
        ck_assert(quern_rollback(counted) && quern_rollback(counted));
    }
    expect_snapshots("none is begun", 0, 0);
}
END_TEST

/* What others change while it is read is not seen. */
START_TEST(one_moment_of_a_stream)
{
    NEEDS_SERVER();
    size_t rows = 0;
    quern_queryset *whole = quern_prefetch_snapshot(clubs);
    QUERN_STREAM(club, c, whole, .chunk = 2)
    {
        if (++rows == 1)
            sql("INSERT INTO club_topics (club_id, topic_id) VALUES (4, 'x')");
        ck_assert(rows < 4 || !c->topics[0]);
        ck_assert_int_eq(quern_len(quern_slice(whole, 0, 1)), 1);
    }
    must("a stream");
    ck_assert_uint_eq(rows, 4);
    expect_snapshots("one, and the slices are in it", 1, 1);
    ck_assert(quern_list(quern_filter(clubs, Q("id", 4)), club)[0]->topics[0]);
    sql("DELETE FROM club_topics WHERE topic_id = 'x'");
    QUERN_STREAM(club, c, clubs)
    {
        ck_assert_int_eq(quern_len(quern_all(whole)), -1);
        ck_assert_str_eq(failure()->message,
                         "quern_prefetch_snapshot while a stream is open that reads without it");
        quern_error_clear(counted);
        break;
    }
}
END_TEST

/* ---- Objects that are there ---- */

START_TEST(objects)
{
    NEEDS_SERVER();
    club *const *few =
        quern_list(quern_slice(quern_order_by(quern_objects(counted, club), "id"), 0, 2), club);
    club *other = quern_get(quern_objects(counted, club), club, Q("id", 4));
    club *list[] = { other, NULL, few[0], few[1], few[0] };
    count_from_here();
    ck_assert(quern_prefetch_objects(counted, club, list, 5, "founder", "topics"));
    expect_statements("two", 2);
    expect_club(other, "the other", 4, 6, 0);
    expect_club(few[0], "the first", 1, 1, 2);
    ck_assert(quern_prefetch_objects(counted, club, list, 5, "founder", "topics"));
    expect_statements("they are there", 2);
    quern_queryset *men = quern_filter(quern_objects(counted, player), Q("born__lt", 1900));
    ck_assert(quern_prefetch_objects(counted, club, list, 5, PREFETCH("members", men, .to = "seniors"),
                                     "seniors__badge"));
    ck_assert_str_eq(few[0]->seniors[0]->badge->number, "n1");
    expect_statements("two more", 4);
    char name[] = "ephemeral";
    ck_assert(quern_prefetch_objects(counted, club, list, 5, PREFETCH("members", men, .to = name)));
    memset(name, 'x', sizeof name - 1);
    ck_assert_int_eq(((player *const *)quern_related_loaded(few[0], "ephemeral", player))[0]->id, 1);
    ck_assert(quern_prefetch_objects(counted, club, (club **)NULL, 0, "founder"));
    ck_assert(quern_prefetch_objects(counted, club, list + 1, 1, "founder"));
    expect_statements("nothing for nobody", 5);
}
END_TEST

static void expect_refusal(const char *what, bool done, const char *message, const char *hint)
{
    ck_assert_msg(!done && quern_failed(counted), "%s: no refusal", what);
    const quern_error *error = failure();
    ck_assert_msg(error->code == QUERN_ERROR_USAGE, "%s: %s", what, error->message);
    ck_assert_msg(strcmp(error->message, message) == 0, "%s: %s", what, error->message);
    ck_assert_msg(strcmp(error->hint, hint) == 0, "%s: %s", what, error->hint);
    quern_error_clear(counted);
}

START_TEST(objects_that_are_none)
{
    NEEDS_SERVER();
    static const char no_session[] =
        "quern has not loaded it, or it was copied, or its result was taken: quern_adopt it";
    club *fine = quern_first(clubs, club), fresh = { .id = 1 }, copied = *fine;
    quern_session *other = quern_session_open(counted_db);
    club *foreign = quern_first(quern_objects(other, club), club);
    player *wrong = quern_first(quern_objects(counted, player), player);
#define OF(...)                                                                  \
    (quern_prefetch_objects)(counted, &club_model, (void *[]){ __VA_ARGS__ },    \
                             sizeof((void *[]){ __VA_ARGS__ }) / sizeof(void *), \
                             (quern_prefetch[]){ { .path = "founder" }, { 0 } }, QUERN_SITE)
    count_from_here();
    expect_refusal("new", OF(fine, &fresh), "quern_prefetch_objects: object 1 has no session", no_session);
    expect_refusal("copied", OF(&copied), "quern_prefetch_objects: object 0 has no session", no_session);
    expect_refusal("foreign", OF(fine, NULL, foreign),
                   "quern_prefetch_objects: object 2 is of another session", "quern_adopt it");
    expect_refusal("another model", OF(fine, wrong),
                   "quern_prefetch_objects: object 1 is a player, and no club",
                   "one call is for objects of one model");
    expect_refusal("no list",
                   (quern_prefetch_objects)(counted, &club_model, NULL, 3,
                                            (quern_prefetch[]){ { .path = "founder" }, { 0 } }, QUERN_SITE),
                   "quern_prefetch_objects without objects", "give it a list of them");
    expect_refusal("no path",
                   (quern_prefetch_objects)(counted, &club_model, (void *[]){ fine }, 1, NULL, QUERN_SITE),
                   "quern_prefetch_objects of nothing", "name a relation");
    quern_result *taken = quern_result_take(quern_all(clubs));
    expect_refusal("taken", OF((void *)(uintptr_t)quern_result_at(taken, club, 0)),
                   "quern_prefetch_objects: object 0 has no session", no_session);
    quern_result_free(taken);
    ck_assert(!quern_prefetch_objects(counted, club, &fine, 1, "fonder"));
    ck_assert_int_eq(failure()->code, QUERN_ERROR_FIELD);
    ck_assert_str_eq(failure()->nearest, "founder");
    ck_assert(!quern_prefetch_objects(counted, club, &fine, 1, "founder"));
    quern_error_clear(counted);
    quern_session_close(other);
}
END_TEST

Suite *quern__suite_prefetch_calls(void);

Suite *quern__suite_prefetch_calls(void)
{
    Suite *suite = suite_create("prefetch_calls");
    TCase *tests = server_case("prefetch_calls");
    tcase_add_checked_fixture(tests, set_up, close_counted);
    tcase_add_test(tests, building_asks_nothing);
    tcase_add_test(tests, all_rows);
    tcase_add_test(tests, one_row);
    tcase_add_test(tests, no_rows);
    tcase_add_test(tests, rows_by_keys);
    tcase_add_test(tests, sql_of_the_users_own);
    tcase_add_test(tests, what_is_shared);
    tcase_add_test(tests, several_querysets);
    tcase_add_test(tests, one_of_several_fails);
    tcase_add_test(tests, one_of_several_fails_in_a_transaction);
    tcase_add_test(tests, nothing_is_left);
    tcase_add_test(tests, chunks);
    tcase_add_test(tests, a_chunk_that_fails);
    tcase_add_test(tests, work_in_the_loop);
    tcase_add_test(tests, chunks_in_flat_memory);
    tcase_add_test(tests, one_moment);
    tcase_add_test(tests, one_moment_of_a_transaction);
    tcase_add_test(tests, one_moment_of_a_stream);
    tcase_add_test(tests, objects);
    tcase_add_test(tests, objects_that_are_none);
    suite_add_tcase(suite, tests);
    return suite;
}
