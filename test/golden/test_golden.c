/* test_golden.c: compares the SQL of each case with what its golden file says, byte by byte. QUERN_GOLDEN_UPDATE=1 writes
 * the files anew: read the difference before you commit it. */
#include "test/golden/cases.h"

#include "test/support/expect.h"
#include "test/support/models.h"
#include "test/support/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    ck_assert(quern__plan_make(queryset, wish, arena, &plan) &&
              quern__plan_parameters(&plan, arena, &parameters));
    const char *sent = quern__golden_sql(golden->session, &plan, true);
    const char *shown = quern__golden_sql(golden->session, &plan, false);
    if (wish->intent == QUERN__INTENT_ROWS && wish->most < 0)
        expect_described(text, queryset, sent, shown);
    quern__text_put_format(out, "-- %s\n", text);
    put_parameters(out, golden->session, &parameters);
    quern__text_put_format(out, "%s;\n", sent);
    if (parameters.count)
        quern__text_put_format(out, "%s;\n", shown);
    quern__text_put(out, "\n");
}

static void file_name(const char *group, char *out, size_t size)
{
    const char *root = getenv("srcdir");
    snprintf(out, size, "%s/test/golden/%s.sql", root ? root : ".", group);
}

/* The file's text, "" when there is none; to be freed. */
static char *read_file(const char *name)
{
    FILE *file = fopen(name, "rb");
    size_t size = 0;
    char *text = calloc(1, 1 << 20);
    if (file) {
        size = fread(text, 1, (1 << 20) - 1, file);
        fclose(file);
    }
    text[size] = '\0';
    return text;
}

static void write_file(const char *name, const quern__text *text)
{
    FILE *file = fopen(name, "wb");
    ck_assert_msg(file && fwrite(text->bytes, 1, text->size, file) == text->size && fclose(file) == 0,
                  "cannot write %s", name);
    printf("wrote %s\n", name);
}

/* Fails at the first line that differs. */
static void compare(const char *name, const char *is, const char *should)
{
    size_t line = 1, at = 0, start = 0;
    for (; is[at] && is[at] == should[at]; at++)
        if (is[at] == '\n') {
            line++;
            start = at + 1;
        }
    ck_assert_msg(
        is[at] == should[at],
        "%s:%zu: the SQL is\n%.*s\nand should be\n%.*s\n(QUERN_GOLDEN_UPDATE=1 writes the file anew)", name,
        line, (int)strcspn(is + start, "\n"), is + start, (int)strcspn(should + start, "\n"), should + start);
}

START_TEST(the_sql_is_as_it_was)
{
    const quern__golden_group *group = &quern__golden_groups[_i];
    quern_session *session = quern__test_session_open(NULL);
    writing writing = { .golden = { .take = take, .session = session },
                        .out = quern__text_open(quern_system_allocator()) };
    group->cases(&writing.golden);
    char name[4096];
    file_name(group->name, name, sizeof name);
    char *golden = read_file(name);
    if (getenv("QUERN_GOLDEN_UPDATE") && strcmp(golden, quern__text_get(&writing.out)) != 0)
        write_file(name, &writing.out);
    else
        compare(name, quern__text_get(&writing.out), golden);
    free(golden);
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

quern__suite_maker *const quern__suites[] = { make_suite, NULL };
