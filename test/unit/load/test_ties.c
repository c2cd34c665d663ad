/* test_ties.c: objects that come in the rows of others, by the loader alone: one for each key, whatever its length; and rows that come
 * anew, behind others that stay. */
#include "test/unit/load/fixture.h"

#include "lib/load/ties.h"

#include "lib/load/loader.h"
#include "test/support/club.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_decoded decode_bytes(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    memcpy(member, cell->data, cell->size);
    return QUERN_DECODED;
}

/* Texts are not looked at. */
static quern_decoded decode_nothing(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)cell, (void)storage;
    *(const char **)member = "";
    return QUERN_DECODED;
}

static quern_decoder *decoder_for(const quern_column *column, quern_kind kind)
{
    (void)column;
    return kind == QUERN_KIND_TEXT ? decode_nothing : decode_bytes;
}

static const quern_backend plain = { .size = sizeof plain, .decoder = decoder_for };

typedef struct loading {
    load_fixture f;
    quern__plan plan;
    quern__loader loader;
    quern_error error;
} loading;

static void begin(loading *l, quern_queryset *(*make)(quern_session *session))
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    *l = (loading){ .f = load_open() };
    quern_queryset *queryset = make(l->f.s);
    ck_assert_ptr_null(quern_queryset_error(queryset));
    ck_assert(quern__plan_make(queryset, &all_rows, ((quern__scope *)l->f.s)->arena, &l->plan));
    quern_result *result = quern__result_open(l->f.s, l->plan.rows);
    quern__result_of(result, queryset);
    l->loader = quern__loader_make(result, &l->plan);
}

static void take_columns(loading *l, size_t count)
{
    static const quern_column columns[16];
    ck_assert(l->loader.sink.columns(&l->loader.sink, &plain, columns, count, &l->error));
}

/* A number; NULL for 0. */
static quern_cell number(const int64_t *n, size_t size)
{
    return (quern_cell){ .data = *n ? (const char *)n : NULL, .size = *n ? size : 0 };
}

/* Players by id, with boss_id, the badge (id and holder) and the boss (id). */
static quern_queryset *players(quern_session *session)
{
    quern_queryset *all = quern_select_related(quern_objects(session, player), "badge", "boss");
    return quern_only(all, "id", "badge__id", "boss__id");
}

static void take_player(loading *l, int64_t id, int64_t boss, int64_t badge)
{
    const int64_t holder = badge ? id : 0;
    const quern_cell cells[] = { number(&id, 8), number(&boss, 8), number(&badge, 4), number(&holder, 8),
                                 number(&boss, 8) };
    ck_assert(l->loader.sink.row(&l->loader.sink, cells, 5, &l->error));
}

static void check_players(const loading *l)
{
    const quern_result *result = l->loader.result;
    ck_assert_uint_eq(result->count, 3);
    player *one = quern__result_row(result, 0), *two = quern__result_row(result, 1),
           *three = quern__result_row(result, 2);
    ck_assert(one->id == 1 && two->id == 2 && three->id == 3);
    ck_assert(!one->boss && two->boss && two->boss == three->boss && two->boss->id == 1);
    ck_assert(one->badge && one->badge->id == 7 && one->badge->holder == one && !two->badge && three->badge);
    ck_assert(quern_loaded(two, badge) && three->badge->holder == three);
    ck_assert_uint_eq(two->boss->object.result->count, 1);
    ck_assert_uint_eq(one->badge->object.result->count, 2);
    ck_assert(two->boss->object.result->several && two->boss->object.result->from == result);
}

/* As the statement is sent again when a connection is lost in the middle of its rows. */
START_TEST(rows_come_anew)
{
    loading l;
    begin(&l, players);
    take_columns(&l, 5);
    take_player(&l, 9, 8, 6);
    take_player(&l, 8, 9, 5);
    for (int i = 0; i < 2; i++) {
        take_columns(&l, 5);
        take_player(&l, 1, 0, 7);
        take_player(&l, 2, 1, 0);
        take_player(&l, 3, 1, 9);
        if (i)
            ck_assert(l.loader.sink.end(&l.loader.sink, &l.error));
    }
    check_players(&l);
    load_close(&l.f);
}
END_TEST

static quern_queryset *ids(quern_session *session)
{
    return quern_only(quern_objects(session, player), "id");
}

static void take_ids(loading *l, int64_t first, int64_t end)
{
    take_columns(l, 1);
    for (int64_t id = first; id < end; id++) {
        const quern_cell cell = number(&id, 8);
        ck_assert(l->loader.sink.row(&l->loader.sink, &cell, 1, &l->error));
    }
}

/* As of several batches of keys that go into one result, of which a later one is sent again. */
START_TEST(rows_of_a_statement_before_stay)
{
    for (int64_t before = 1; before < 14; before++) {
        loading l;
        begin(&l, ids);
        take_ids(&l, 1, before);
        const quern_result *result = l.loader.result;
        const void *first = before > 1 ? quern__result_row(result, 0) : NULL;
        l.loader = quern__loader_make(l.loader.result, &l.plan);
        take_ids(&l, 100, 150);
        take_ids(&l, before, 40);
        ck_assert_uint_eq(result->count, 39);
        ck_assert(!first || quern__result_row(result, 0) == first);
        for (size_t i = 0; i < result->count; i++)
            ck_assert_int_eq(((const player *)quern__result_row(result, i))->id, (int64_t)i + 1);
        load_close(&l.f);
    }
}
END_TEST

static quern_queryset *pins(quern_session *session)
{
    quern_queryset *all = quern_select_related(quern_objects(session, pin), "badge");
    return quern_only(all, "id", "badge__id", "badge__number");
}

/* Texts that begin alike, and differ in their length, or at their end. */
START_TEST(keys_of_any_length)
{
    enum { KEYS = 200, ROWS = 3 * KEYS };
    loading l;
    begin(&l, pins);
    take_columns(&l, 4);
    for (int64_t i = 0; i < ROWS; i++) {
        static const char letters[KEYS + 1];
        const int64_t id = i + 1, badge = i % KEYS + 1;
        const quern_cell key = { .data = letters, .size = (size_t)(i % KEYS) };
        const quern_cell cells[] = { number(&id, 8), key, number(&badge, 4), key };
        ck_assert(l.loader.sink.row(&l.loader.sink, cells, 4, &l.error));
    }
    ck_assert(l.loader.sink.end(&l.loader.sink, &l.error));
    for (size_t i = 0; i < ROWS; i++) {
        const pin *p = quern__result_row(l.loader.result, i);
        const pin *first = quern__result_row(l.loader.result, i % KEYS);
        ck_assert_ptr_eq(p->badge, first->badge);
        ck_assert_int_eq(p->badge->id, (int)(i % KEYS) + 1);
    }
    load_close(&l.f);
}
END_TEST

Suite *quern__suite_ties(void);

Suite *quern__suite_ties(void)
{
    Suite *suite = suite_create("ties");
    TCase *tests = tcase_create("ties");
    tcase_add_test(tests, rows_come_anew);
    tcase_add_test(tests, rows_of_a_statement_before_stay);
    tcase_add_test(tests, keys_of_any_length);
    suite_add_tcase(suite, tests);
    return suite;
}
