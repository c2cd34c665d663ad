/* subject_script.c: the script backend, with a script that answers as a database would. */
#include "test/conform/conform.h"
#include "test/support/runner.h"

#include <quern/backend/script.h>
#include <quern/convert.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static quern_script *script;
static const char *const reset[] = { "RESET ALL", NULL };

static const quern__conform_echo echoes[] = {
    { QUERN_KIND_BOOL, "SELECT $1::boolean" },
    { QUERN_KIND_I32, "SELECT $1::integer" },
    { QUERN_KIND_I64, "SELECT $1::bigint" },
    { QUERN_KIND_F64, "SELECT $1::float8" },
    { QUERN_KIND_TEXT, "SELECT $1::text" },
    { QUERN_KIND_TIMESTAMP, "SELECT $1::timestamptz" },
    { QUERN_KIND_END, NULL },
};

static void write_real(double real, char *out, size_t size)
{
    snprintf(out, size, "%.15g", real);
    if (strtod(out, NULL) < real || strtod(out, NULL) > real)
        snprintf(out, size, "%.17g", real);
    if (isnan(real) || isinf(real))
        snprintf(out, size, "%s", isnan(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
}

/* The value as a script writes it; NULL for NULL. */
static const char *cell_of(const quern_value *value, char *out, size_t size)
{
    switch (value->kind) {
    case QUERN_KIND_BOOL:
        return value->as.boolean ? "true" : "false";
    case QUERN_KIND_I64:
        snprintf(out, size, "%" PRId64, value->as.integer);
        return out;
    case QUERN_KIND_F64:
        write_real(value->as.real, out, size);
        return out;
    case QUERN_KIND_TEXT:
        return value->as.text;
    case QUERN_KIND_TIMESTAMP:
        quern_timestamp_format(value->as.timestamp, out, size);
        return out;
    default:
        return NULL;
    }
}

/* What the script should see as the statement's parameters: malloced. */
static char *parameters(const quern_value *value, const char *cell)
{
    bool quoted = value->kind == QUERN_KIND_TEXT || value->kind == QUERN_KIND_TIMESTAMP;
    char *text = malloc(cell ? 2 * strlen(cell) + 20 : 20),
         *to = text + sprintf(text, quoted ? "$1 = '" : "$1 = ");
    for (const char *from = cell ? cell : "NULL"; *from; from++) {
        if (*from == '\'')
            *to++ = '\'';
        *to++ = *from;
    }
    strcpy(to, quoted ? "'" : "");
    return text;
}

static void expect_echo(quern_kind kind, const char *sql, const quern_value *value)
{
    char cell[64];
    const char *text = cell_of(value, cell, sizeof cell);
    char *values = parameters(value, text);
    ck_assert(quern_script_expect(script, .sql = sql, .values = values,
                                  QUERN_SCRIPT_COLUMNS({ "echo", kind }), QUERN_SCRIPT_ROWS(text)));
    free(values);
}

static const char *refused_uri(void)
{
    ck_assert(quern_script_on_open(script, .sqlstate = "28P01", .message = "no"));
    return "script:";
}

static const char *stalled_uri(void)
{
    ck_assert(quern_script_on_open(script, .after_ms = QUERN_SCRIPT_NEVER));
    return "script:";
}

static void kill_link(quern_link *link)
{
    quern_link_info info;
    quern__conform->backend->info(link, &info);
    ck_assert_uint_eq(quern_script_kill(script, info.process, "57P01", "terminating connection"), 1);
}

static quern__conform_subject subject = {
    .uri = "script:",
    .one_row = "SELECT 1",
    .no_rows = "SELECT 1 WHERE false",
    .many_rows = "SELECT n",
    .three = "UPDATE three",
    .failing = "SELECT 1 / 0",
    .malformed = "SELEC",
    .slow = "SELECT pg_sleep(60)",
    .begin = "BEGIN",
    .rollback = "ROLLBACK",
    .commit = "COMMIT",
    .echoes = echoes,
    .expect_echo = expect_echo,
    .refused_uri = refused_uri,
    .stalled_uri = stalled_uri,
    .kill = kill_link,
};

static void expect_numbers(void)
{
    enum { COUNT = 1000, DIGITS = 5 };
    static char texts[COUNT][DIGITS];
    static const char *cells[COUNT];
    for (int i = 0; i < COUNT; i++) {
        snprintf(texts[i], DIGITS, "%d", i + 1);
        cells[i] = texts[i];
    }
    quern_script_expect(script, .sql = subject.many_rows, .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I32 }), .cells = cells, .cell_count = COUNT);
}

static void begin(void)
{
    script = quern_script_new(NULL);
    quern_script_set_reset(script, reset);
    subject.backend = quern_script_backend(script);
    quern_script_expect(script, .sql = subject.one_row, .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "one", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1"));
    quern_script_expect(script, .sql = subject.no_rows, .times = QUERN_SCRIPT_ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "one", QUERN_KIND_I32 }));
    expect_numbers();
    quern_script_expect(script, .sql = subject.three, .times = QUERN_SCRIPT_ALWAYS, .changed = 3);
    quern_script_expect(script, .sql = subject.failing, .times = QUERN_SCRIPT_ALWAYS, .sqlstate = "22012",
                        .message = "division by zero");
    quern_script_expect(script, .sql = subject.malformed, .times = QUERN_SCRIPT_ALWAYS, .sqlstate = "42601",
                        .message = "syntax error");
    quern_script_expect(script, .sql = subject.slow, .times = QUERN_SCRIPT_ALWAYS,
                        .after_ms = QUERN_SCRIPT_NEVER);
    static const char *const plain[] = { "BEGIN", "COMMIT", "ROLLBACK", "RESET ALL" };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        quern_script_expect(script, .sql = plain[i], .times = QUERN_SCRIPT_ALWAYS);
    quern__conform_use(&subject);
}

static void end(void)
{
    ck_assert_str_eq(quern_script_report(script), "");
    ck_assert_int_eq(quern_script_count(script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(script);
}

quern__suite_maker quern__suite_conform_script;
Suite *quern__suite_conform_script(void)
{
    return quern__conform_suite("script", begin, end);
}
