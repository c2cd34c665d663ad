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
#include <strings.h>

static quern_script *script;
static const char *const reset[] = { "RESET ALL", NULL };

static const quern__conform_echo echoes[] = {
#define ECHO(NAME, name, type) \
    { QUERN_KIND_##NAME, "SELECT $1::" #name }, { QUERN_KIND_##NAME | QUERN_ARRAY, "SELECT $1::" #name "[]" },
    QUERN__ELEMENTS(ECHO)
#undef ECHO
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

/* A text that grows; malloced once there is something in it. */
typedef struct text {
    char *bytes;
    size_t size, capacity;
} text;

static void put(text *to, const char *from)
{
    const size_t size = strlen(from);
    if (to->size + size >= to->capacity) {
        to->capacity = 2 * (to->size + size + 1);
        to->bytes = realloc(to->bytes, to->capacity);
        ck_assert_ptr_nonnull(to->bytes);
    }
    memcpy(to->bytes + to->size, from, size + 1);
    to->size += size;
}

/* With `before` in front of each of the characters. */
static void put_escaped(text *to, const char *from, const char *among, char before)
{
    for (; *from; from++) {
        const char one[] = { before, *from, '\0' };
        put(to, strchr(among, *from) ? one : one + 1);
    }
}

static void put_bytes(text *to, const quern_bytes *bytes)
{
    put(to, "\\x");
    for (size_t i = 0; i < bytes->size; i++) {
        char hex[3];
        snprintf(hex, sizeof hex, "%02x", ((const unsigned char *)bytes->data)[i]);
        put(to, hex);
    }
}

/* Floats are chosen so that six digits are enough, or nine as a double has them. */
static void put_real(text *to, double real, bool narrow)
{
    char digits[64];
    write_real(real, digits, sizeof digits);
    if (narrow && isfinite(real)) {
        snprintf(digits, sizeof digits, "%.6g", real);
        if (strtof(digits, NULL) < (float)real || strtof(digits, NULL) > (float)real)
            snprintf(digits, sizeof digits, "%.8g", real);
    }
    put(to, digits);
}

/* The value as a script writes it. */
static void put_value(text *to, const quern_value *value, quern_kind kind)
{
    char out[QUERN_TEXT_SIZE] = "";
    quern_inet inet = { (uint8_t)(value->count / 256), (uint8_t)(value->count % 256), { 0 } };
    switch (value->kind) {
    case QUERN_KIND_BOOL:
        put(to, value->as.boolean ? "true" : "false");
        break;
    case QUERN_KIND_I64:
        snprintf(out, sizeof out, "%" PRId64, value->as.integer);
        break;
    case QUERN_KIND_F64:
        put_real(to, value->as.real, kind == QUERN_KIND_F32);
        break;
    case QUERN_KIND_TEXT:
        put(to, value->as.text);
        break;
    case QUERN_KIND_DECIMAL:
        put(to, value->as.decimal.text);
        break;
    case QUERN_KIND_JSON:
        put(to, value->as.json.text);
        break;
    case QUERN_KIND_BYTES:
        put_bytes(to, &value->as.bytes);
        break;
    case QUERN_KIND_INET:
        memcpy(inet.bytes, value->as.address, sizeof inet.bytes);
        quern_inet_format(inet, out, sizeof out);
        break;
#define FORM(NAME, name)                                        \
    case QUERN_KIND_##NAME:                                     \
        quern_##name##_format(value->as.name, out, sizeof out); \
        break;
        FORM(TIMESTAMP, timestamp)
        FORM(LOCAL_TIMESTAMP, local_timestamp)
        FORM(DATE, date)
        FORM(TIME, time)
        FORM(INTERVAL, interval)
        FORM(UUID, uuid)
#undef FORM
    default:
        ck_abort_msg("kind %x", (unsigned)value->kind);
    }
    put(to, out);
}

static quern_value item_of(quern_kind kind, const quern_value *array, size_t i)
{
    switch (kind) {
#define ITEM(NAME, name, type) \
    case QUERN_KIND_##NAME:    \
        return quern_value_##name(((type const *)array->as.array.items)[i]);
        QUERN__ELEMENTS(ITEM)
#undef ITEM
    default:
        return quern_value_null();
    }
}

static bool needs_quotes(const char *item)
{
    return !*item || strcasecmp(item, "NULL") == 0 || strpbrk(item, "{},\"\\ \t\n");
}

static void put_array(text *to, const quern_value *array, quern_kind kind)
{
    put(to, "{");
    for (size_t i = 0; i < array->count; i++) {
        text item = { NULL, 0, 0 };
        const quern_value value = item_of(kind, array, i);
        const bool null = array->as.array.nulls && array->as.array.nulls[i];
        put(to, i ? "," : "");
        if (null)
            put(&item, "NULL");
        else
            put_value(&item, &value, kind);
        const bool quotes = !null && needs_quotes(item.bytes);
        put(to, quotes ? "\"" : "");
        put_escaped(to, item.bytes, "\"\\", '\\');
        put(to, quotes ? "\"" : "");
        free(item.bytes);
    }
    put(to, "}");
}

/* The cell that a value comes back as, and the parameters that the script should see. */
static void write_both(const quern_value *value, quern_kind kind, text *cell, text *parameters)
{
    const bool array = (unsigned)value->kind & QUERN_ARRAY;
    const bool bare =
        value->kind == QUERN_KIND_BOOL || value->kind == QUERN_KIND_I64 || value->kind == QUERN_KIND_F64;
    if (array)
        put_array(cell, value, (quern_kind)((unsigned)kind & ~(unsigned)QUERN_ARRAY));
    else
        put_value(cell, value, kind);
    put(parameters, bare ? "$1 = " : "$1 = '");
    put_escaped(parameters, cell->bytes, "'", '\'');
    put(parameters, bare ? "" : "'");
}

static void expect_echo(quern_kind kind, const char *sql, const quern_value *value)
{
    text cell = { NULL, 0, 0 }, parameters = { NULL, 0, 0 };
    const bool null = value->kind == QUERN_KIND_NULL;
    if (null)
        put(&parameters, "$1 = NULL");
    else
        write_both(value, kind, &cell, &parameters);
    /* Sent untyped, a float is a double like any other. */
    const char *values = kind == QUERN_KIND_F32 && !null ? NULL : parameters.bytes;
    ck_assert(quern_script_expect(script, .sql = sql, .values = values,
                                  QUERN_SCRIPT_COLUMNS({ "echo", kind }),
                                  QUERN_SCRIPT_ROWS(null ? NULL : cell.bytes)));
    free(cell.bytes);
    free(parameters.bytes);
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
