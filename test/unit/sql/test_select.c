/* test_select.c: how a plan becomes text, apart from what the golden files show: both spellings say the same, all that
 * differs is asked of the dialect, and memory that runs out breaks the text and nothing else. */
#include "lib/sql/select.h"

#include "test/support/expect.h"
#include "test/support/generate.h"
#include "test/support/models.h"
#include "test/support/replay.h"

#include <quern/short.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static quern_session *session;
static quern_queryset *books;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    books = quern_objects(session, book);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };

static quern__plan plan_of(const quern_queryset *queryset)
{
    quern__plan plan;
    ck_assert(quern__plan_make(queryset, &all_rows, ((quern__scope *)session)->arena, &plan));
    return plan;
}

/* A dialect that spells everything in its own way. */
static void put(quern_writer *writer, const char *text)
{
    writer->put(writer, text, strlen(text));
}

static void identifier(quern_writer *writer, const char *name)
{
    put(writer, "[");
    put(writer, name);
    put(writer, "]");
}

static void placeholder(quern_writer *writer, size_t number, quern_kind kind)
{
    char text[40];
    snprintf(text, sizeof text, ":%zu/%x", number, (unsigned)kind);
    put(writer, text);
}

static void literal(quern_writer *writer, const quern_value *value, quern_kind kind)
{
    char text[40];
    snprintf(text, sizeof text, "<%x/%x>", value->kind, (unsigned)kind);
    put(writer, text);
}

static const char *type_name(quern_kind kind)
{
    (void)kind;
    return "T";
}

static const quern_dialect odd_dialect = {
    .size = sizeof(quern_dialect),
    .name = "odd",
    .lookups = { [QUERN_LOOKUP_exact] = { " IS ", "", NULL, NULL },
                 [QUERN_LOOKUP_icontains] = { " MATCH UPPER(", ")", " HAS ~", "~" },
                 [QUERN_LOOKUP_in] = { " AMONG <", ">", NULL, NULL },
                 [QUERN_LOOKUP_range] = { " FROM ", " END", NULL, NULL } },
    .operators = { [QUERN_OP_PLUS] = { "{", " ADD ", "}" }, [QUERN_OP_RANGE] = { "", " TO ", "" } },
    .identifier = identifier,
    .placeholder = placeholder,
    .literal = literal,
    .type_name = type_name,
};

START_TEST(the_dialect_spells)
{
    quern_queryset *chain =
        quern_filter(quern_objects(session, odd), Q("quote", 5), Q("select__icontains", "x"));
    const quern__plan plan = plan_of(quern_slice(chain, 2, 8));
    quern__text text = quern__text_open(quern_system_allocator());
    quern__sql_select(&plan, &odd_dialect, QUERN__SPELL_PLACEHOLDERS, &text);
#define T "[od\"d table; DROP]."
#define HEAD                                                                                             \
    "SELECT " T "[id], " T "[select], " T "[a\"b], " T "[schnee ☃], " T "[UPPER Case], " T "[shelf_id] " \
    "FROM [od\"d table; DROP] WHERE (" T "[a\"b] IS "
    quern__expect_text("what is sent", "the SQL", quern__text_get(&text),
                       HEAD ":1/21 AND " T "[select] MATCH UPPER(:2/40)) LIMIT :3/22 OFFSET :4/22");
    quern__text_clear(&text);
    quern__sql_select(&plan, &odd_dialect, QUERN__SPELL_LITERALS, &text);
    quern__expect_text("what is shown", "the SQL", quern__text_get(&text),
                       HEAD "<22/21> AND " T "[select] MATCH UPPER(<40/40>)) LIMIT <22/22> OFFSET <22/22>");
    quern__text_close(&text);
#undef T
#undef HEAD
}
END_TEST

START_TEST(the_dialect_spells_what_is_computed)
{
    quern_queryset *odds = quern_objects(session, odd);
    quern_queryset *chain = quern_filter(odds, Q("quote", PLUS(F("id"), 1)), Q("id__in", LIST(1, 2)),
                                         Q("id__range", RANGE(3, F("quote"))));
    chain = quern_filter(chain, Q("select__icontains", F("shelf")), Q("snow", true));
    const quern__plan plan = plan_of(quern_values(chain, "id"));
    quern__text text = quern__text_open(quern_system_allocator());
    quern__sql_select(&plan, &odd_dialect, QUERN__SPELL_LITERALS, &text);
#define T "[od\"d table; DROP]."
    quern__expect_text("what is shown", "the SQL", quern__text_get(&text),
                       "SELECT " T "[id] FROM [od\"d table; DROP] WHERE (" T "[a\"b] IS {" T
                       "[id] ADD CAST(<22/22> AS T)} AND " T "[id] AMONG <<2021/2021>> AND " T
                       "[id] FROM <22/21> TO " T "[a\"b] END) AND (" T "[select] HAS ~" T "[shelf_id]~ AND " T
                       "[schnee ☃])");
#undef T
    quern__text_close(&text);
}
END_TEST

/* Tables of subqueries have names of their own, also when there are more levels than letters. */
START_TEST(levels_have_letters)
{
    quern_queryset *chain = books;
    for (int i = 0; i < 8; i++)
        chain = quern_filter(books, Q("id__in", chain));
    const char *sql = quern_sql(chain);
    static const char *const names[] = { "U0", "V0", "W0", "X0", "Y0", "Z0", "Z6_0", "Z7_0" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char from[60];
        snprintf(from, sizeof from, "(SELECT %s.\"id\" FROM \"books_book\" %s", names[i], names[i]);
        ck_assert_msg(strstr(sql, from) != NULL, "no %s: %s", from, sql);
    }
}
END_TEST

START_TEST(appends_to_what_is_there)
{
    quern__text text = quern__text_open(quern_system_allocator());
    quern__text_put(&text, "EXPLAIN ");
    const quern__plan plan = plan_of(books);
    quern__sql_select(&plan, quern__test_dialect(), QUERN__SPELL_PLACEHOLDERS, &text);
    ck_assert(strncmp(quern__text_get(&text), "EXPLAIN SELECT ", 15) == 0);
    quern__text_close(&text);
}
END_TEST

/* Where literals are written: at the end of a text. */
typedef struct appender {
    quern_writer writer; /* first */
    quern__text *out;
} appender;

static void append(quern_writer *writer, const char *bytes, size_t size)
{
    quern__text_put_bytes(((appender *)(void *)writer)->out, bytes, size);
}

/* The literal of each parameter, put where its placeholder is. */
static void fill_in(quern__text *out, const char *sql, const quern__parameters *parameters)
{
    appender at_end = { .writer = { .put = append }, .out = out };
    while (*sql) {
        const size_t plain = strcspn(sql, "$");
        quern__text_put_bytes(out, sql, plain);
        sql += plain;
        if (!*sql)
            break;
        char *end;
        const size_t at = strtoul(sql + 1, &end, 10) - 1;
        ck_assert_uint_lt(at, parameters->count);
        quern__test_dialect()->literal(&at_end.writer, &parameters->values[at], parameters->kinds[at]);
        sql = end;
    }
}

/* Without the type that a number has where it is computed with: CAST(7 AS bigint) is 7. */
static void put_without_casts(quern__text *out, const char *sql)
{
    static const char *const words[] = { "CAST(", " AS bigint)" };
    while (*sql) {
        size_t skip = 0;
        for (size_t i = 0; i < 2 && !skip; i++)
            skip = strncmp(sql, words[i], strlen(words[i])) == 0 ? strlen(words[i]) : 0;
        if (!skip)
            quern__text_put_bytes(out, sql, 1);
        sql += skip ? skip : 1;
    }
}

START_TEST(both_spellings_say_the_same)
{
    quern__random random = { 3 };
    for (int i = 0; i < 2000; i++) {
        quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
        quern_queryset *chain = quern__generate_queryset(&random, session, arena, 4);
        const quern__plan plan = plan_of(chain);
        quern__parameters parameters;
        ck_assert(quern__plan_parameters(&plan, arena, &parameters));
        if (plan.fault) { /* nothing that can be run */
            quern__expect_text("a fault", "shown first", strncmp(quern_sql(chain), "-- ", 3) ? "" : "-- ",
                               "-- ");
            quern__arena_close(arena);
            continue;
        }
        quern__text sent = quern__text_open(quern_system_allocator()), filled = sent, shown = sent;
        quern__sql_select(&plan, quern__test_dialect(), QUERN__SPELL_PLACEHOLDERS, &sent);
        fill_in(&filled, quern__text_get(&sent), &parameters);
        put_without_casts(&shown, quern_sql(chain));
        quern__expect_text(quern__text_get(&sent), "with its values", quern__text_get(&filled),
                           quern__text_get(&shown));
        quern__text_close(&sent);
        quern__text_close(&shown);
        quern__text_close(&filled);
        quern__arena_close(arena);
    }
}
END_TEST

static bool writes(quern__replay *replay, void *context)
{
    const quern__plan *plan = context;
    quern__text text = quern__text_open(quern__replay_allocator(replay));
    quern__sql_select(plan, quern__test_dialect(), QUERN__SPELL_LITERALS, &text);
    const bool done = !text.broken;
    ck_assert_msg(done || !*quern__text_get(&text), "half a statement: %s", quern__text_get(&text));
    quern__text_close(&text);
    return done;
}

START_TEST(does_without_memory)
{
    quern__plan plan = plan_of(quern_slice(quern_filter(books, Q("title", "x"), Q("id", 1)), 1, 5));
    ck_assert_uint_gt(quern__replay_run("writes a SELECT", writes, &plan), 0);
}
END_TEST

Suite *quern__suite_select(void);

Suite *quern__suite_select(void)
{
    Suite *suite = suite_create("select");
    TCase *tests = tcase_create("select");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_dialect_spells);
    tcase_add_test(tests, the_dialect_spells_what_is_computed);
    tcase_add_test(tests, levels_have_letters);
    tcase_add_test(tests, appends_to_what_is_there);
    tcase_add_test(tests, both_spellings_say_the_same);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
