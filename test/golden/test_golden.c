/* test_golden.c: compares the SQL of each case with what its golden file says, byte by byte. */
#include "test/golden/cases.h"
#include "test/golden/file.h"

#include "test/support/expect.h"
#include "test/support/models.h"
#include "test/support/runner.h"

#include <stdio.h>

typedef struct writing {
    quern__golden golden; /* first */
    quern__text out;
} writing;

/* A literal on one line: a comment ends where the line does. */
static void put_on_one_line(quern__text *out, const char *literal)
{
    for (; *literal; literal++)
        if ((unsigned char)*literal < ' ' || *literal == 0x7f)
            quern__text_put_format(out, "\\x%02x", (unsigned)*literal);
        else
            quern__text_put_bytes(out, literal, 1);
}

static void put_parameters(quern__text *out, quern_session *session, const quern__parameters *parameters)
{
    for (size_t i = 0; i < parameters->count; i++) {
        quern__text_put_format(out, "-- $%zu: %s = ", i + 1,
                               quern__test_dialect()->type_name(parameters->kinds[i]));
        put_on_one_line(out, quern__golden_literal(session, &parameters->values[i], parameters->kinds[i]));
        quern__text_put(out, "\n");
    }
}

/* What a user is shown must be what would be sent. */
static void expect_described(const char *text, quern_queryset *queryset, const char *sent, const char *shown)
{
    const quern_sql_statement *statement = quern_statement(queryset);
    ck_assert_msg(statement != NULL, "%s: no statement", text);
    quern__expect_text(text, "quern_statement", statement->sql, sent);
    quern__expect_text(text, "quern_sql", quern_sql(queryset), shown);
}

static void take(quern__golden *golden, const char *text, quern_queryset *queryset, const quern__wish *wish)
{
    quern__text *out = &((writing *)(void *)golden)->out;
    const quern_error *error = quern_queryset_error(queryset);
    ck_assert_msg(!error, "%s: %s", text, error ? error->message : "");
    quern__arena *arena = ((quern__scope *)golden->session)->arena;
    quern__plan plan;
    quern__parameters parameters;
    ck_assert(quern__plan_make(quern__queryset_substitute(queryset, arena), wish, arena, &plan) &&
              quern__plan_parameters(&plan, arena, &parameters));
    const char *sent = quern__golden_sql(golden->session, &plan, true);
    const char *shown = quern__golden_sql(golden->session, &plan, false);
    if (wish->intent == QUERN__INTENT_ROWS && wish->most < 0 && !wish->unordered && !wish->owners)
        expect_described(text, queryset, sent, shown);
    quern__text_put_format(out, "-- %s\n", text);
    put_parameters(out, golden->session, &parameters);
    quern__text_put_format(out, "%s;\n", sent);
    if (parameters.count)
        quern__text_put_format(out, "%s;\n", shown);
    quern__text_put(out, "\n");
}

START_TEST(the_sql_is_as_it_was)
{
    const quern__golden_group *group = &quern__golden_groups[_i];
    quern_session *session = quern__test_session_open(NULL);
    writing writing = { .golden = { .take = take, .session = session },
                        .out = quern__text_open(quern_system_allocator()) };
    group->cases(&writing.golden);
    char name[100];
    snprintf(name, sizeof name, "test/golden/%s.sql", group->name);
    quern__golden_compare(name, &writing.out);
    quern__text_close(&writing.out);
    quern__test_session_close(session);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("golden");
    TCase *tests = tcase_create("golden");
    tcase_add_loop_test(tests, the_sql_is_as_it_was, 0, QUERN__GOLDEN_GROUPS);
    suite_add_tcase(suite, tests);
    return suite;
}

quern__suite_maker quern__suite_changes, quern__suite_reports, quern__suite_types;

quern__suite_maker *const quern__suites[] = { make_suite, quern__suite_changes, quern__suite_reports,
                                              quern__suite_types, NULL };
