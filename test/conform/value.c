/* value.c: values of every kind go to the server as parameters and come back as cells. */
#include "test/conform/conform.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TIME(microseconds)                                             \
    {                                                                  \
        .kind = QUERN_KIND_TIMESTAMP, .as.timestamp = { microseconds } \
    }
#define INTEGER(number)                                \
    {                                                  \
        .kind = QUERN_KIND_I64, .as.integer = (number) \
    }
#define REAL(number)                                \
    {                                               \
        .kind = QUERN_KIND_F64, .as.real = (number) \
    }
#define TEXT(string)                                 \
    {                                                \
        .kind = QUERN_KIND_TEXT, .as.text = (string) \
    }

/* clang-format off */
static const struct {
    quern_kind kind;
    quern_value value;
} values[] = {
    { QUERN_KIND_BOOL, { .kind = QUERN_KIND_BOOL, .as.boolean = true } },
    { QUERN_KIND_BOOL, { .kind = QUERN_KIND_BOOL, .as.boolean = false } },
    { QUERN_KIND_I32, INTEGER(0) },
    { QUERN_KIND_I32, INTEGER(-1) },
    { QUERN_KIND_I32, INTEGER(INT32_MAX) },
    { QUERN_KIND_I32, INTEGER(INT32_MIN) },
    { QUERN_KIND_I64, INTEGER(0) },
    { QUERN_KIND_I64, INTEGER(INT64_MAX) },
    { QUERN_KIND_I64, INTEGER(INT64_MIN) },
    { QUERN_KIND_F64, REAL(0.1) },
    { QUERN_KIND_F64, REAL(-0.0) },
    { QUERN_KIND_F64, REAL(DBL_MAX) },
    { QUERN_KIND_F64, REAL(-DBL_MIN) },
    { QUERN_KIND_F64, REAL(INFINITY) },
    { QUERN_KIND_F64, REAL(-INFINITY) },
    { QUERN_KIND_TEXT, TEXT("") },
    { QUERN_KIND_TEXT, TEXT("Emma") },
    { QUERN_KIND_TEXT, TEXT("it's \"quoted\" \\ $1 %s {a,b}\n\t") },
    { QUERN_KIND_TEXT, TEXT("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") },
    { QUERN_KIND_TIMESTAMP, TIME(0) },
    { QUERN_KIND_TIMESTAMP, TIME(-1) },
    { QUERN_KIND_TIMESTAMP, TIME(951825600500000) },   /* 2000-02-29 12:00:00.5 */
    { QUERN_KIND_TIMESTAMP, TIME(-62135596800000000) }, /* 0001-01-01 */
    { QUERN_KIND_TIMESTAMP, TIME(253402300799999999) }, /* the end of 9999 */
    { QUERN_KIND_TIMESTAMP, TIME(INT64_MAX) },          /* infinity */
    { QUERN_KIND_TIMESTAMP, TIME(INT64_MIN) },
};
/* clang-format on */

typedef union member {
    bool boolean;
    int32_t i32;
    int64_t i64;
    double f64;
    const char *text;
    quern_timestamp timestamp;
} member;

typedef struct pile {
    quern_storage storage;
    void *last;
} pile;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    (void)alignment;
    return ((pile *)storage)->last = malloc(size ? size : 1);
}

static const char *echo_sql(quern_kind kind)
{
    for (const quern__conform_echo *echo = quern__conform->echoes; echo->kind; echo++)
        if (echo->kind == kind)
            return echo->sql;
    ck_abort_msg("the subject has no echo for kind %x", (unsigned)kind);
    return NULL;
}

/* Sends the value, sees that one column comes, and gives the event of the row. */
static quern_decoder *echo(quern_link *link, quern_kind kind, quern_kind sent_as, const quern_value *value,
                           quern_event *event)
{
    const char *sql = echo_sql(kind);
    if (quern__conform->expect_echo)
        quern__conform->expect_echo(kind, sql, value);
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT,
                                    .sync = true,
                                    .sql = sql,
                                    .count = 1,
                                    .values = value,
                                    .kinds = &sent_as };
    ck_assert(quern__conform->backend->submit(link, &request));
    quern__conform_next(link, event);
    ck_assert_msg(event->kind == QUERN_EVENT_COLUMNS, "event %d instead of COLUMNS: %s", (int)event->kind,
                  event->kind == QUERN_EVENT_FAILED ? event->error.message : "");
    ck_assert_uint_eq(event->count, 1);
    char name[100] = "";
    quern__conform->backend->type_name(&event->columns[0], name, sizeof name);
    ck_assert_msg(name[0] != '\0', "the type of kind %x has no name", (unsigned)kind);
    memset(name, 'x', sizeof name);
    quern__conform->backend->type_name(&event->columns[0], name, 4);
    ck_assert_msg(memchr(name, '\0', 4) && name[4] == 'x', "a name is not cut to its size");
    quern_decoder *decoder = quern__conform->backend->decoder(&event->columns[0], kind);
    ck_assert_msg(decoder != NULL, "kind %x has no decoder for its own column", (unsigned)kind);
    quern__conform_next(link, event);
    ck_assert_int_eq(event->kind, QUERN_EVENT_ROW);
    return decoder;
}

static void finish(quern_link *link)
{
    ck_assert_int_eq(quern__conform_read(link).end, QUERN_EVENT_DONE);
    quern__conform_synced(link);
    quern__conform_close(link);
}

static bool same(quern_kind kind, const quern_value *value, const member *m)
{
    switch (kind) {
    case QUERN_KIND_BOOL:
        return m->boolean == value->as.boolean;
    case QUERN_KIND_I32:
        return m->i32 == value->as.integer;
    case QUERN_KIND_I64:
        return m->i64 == value->as.integer;
    case QUERN_KIND_F64:
        return memcmp(&m->f64, &value->as.real, sizeof m->f64) == 0;
    case QUERN_KIND_TEXT:
        return strcmp(m->text, value->as.text) == 0;
    default:
        return m->timestamp.microseconds == value->as.timestamp.microseconds;
    }
}

/* Decodes a copy of the cell that is exactly as big, so that valgrind and ASan see one byte too many. */
static quern_decoded decode(quern_decoder *decoder, const quern_cell *cell, member *out, pile *p)
{
    void *bytes = malloc(cell->size ? cell->size : 1);
    if (cell->size)
        memcpy(bytes, cell->data, cell->size);
    quern_decoded decoded = decoder(&(quern_cell){ .data = bytes, .size = cell->size }, out, &p->storage);
    free(bytes);
    return decoded;
}

static void assert_comes_back(quern_kind kind, quern_kind sent_as, const quern_value *value, int number)
{
    quern_link *link = quern__conform_open();
    quern_event event;
    pile p = { .storage = { take } };
    member out;
    memset(&out, 0x5a, sizeof out);
    quern_decoder *decoder = echo(link, kind, sent_as, value, &event);
    ck_assert_msg(event.cells[0].data != NULL, "value %d came back as NULL", number);
    ck_assert_int_eq(decode(decoder, &event.cells[0], &out, &p), QUERN_DECODED);
    ck_assert_msg(same(kind, value, &out), "value %d came back as another", number);
    free(p.last);
    finish(link);
}

START_TEST(a_value_comes_back)
{
    assert_comes_back(values[_i].kind, values[_i].kind, &values[_i].value, _i);
}
END_TEST

/* An infinity of time, an empty text and the like must survive the server's choice of the type as well. */
START_TEST(a_value_whose_type_the_server_infers_comes_back)
{
    assert_comes_back(values[_i].kind, QUERN_KIND_NULL, &values[_i].value, _i);
}
END_TEST

START_TEST(not_a_number_comes_back)
{
    quern_link *link = quern__conform_open();
    quern_event event;
    double out = 0;
    const quern_value nan_value = quern_value_f64(NAN);
    quern_decoder *decoder = echo(link, QUERN_KIND_F64, QUERN_KIND_F64, &nan_value, &event);
    ck_assert_int_eq(decoder(&event.cells[0], &out, NULL), QUERN_DECODED);
    ck_assert(isnan(out));
    finish(link);
}
END_TEST

START_TEST(null_of_every_kind_comes_back)
{
    static const quern_kind kinds[] = { QUERN_KIND_BOOL, QUERN_KIND_I32,  QUERN_KIND_I64,
                                        QUERN_KIND_F64,  QUERN_KIND_TEXT, QUERN_KIND_TIMESTAMP };
    const quern_value null = quern_value_null();
    for (int i = 0; i < 12; i++) {
        quern_link *link = quern__conform_open();
        quern_event event;
        echo(link, kinds[i / 2], i % 2 ? kinds[i / 2] : QUERN_KIND_NULL, &null, &event);
        ck_assert_msg(event.cells[0].data == NULL, "NULL of kind %x came back as a value",
                      (unsigned)kinds[i / 2]);
        finish(link);
    }
}
END_TEST

/* More than a socket's buffers hold: it can be sent and read only bit by bit. */
START_TEST(a_long_text_comes_back)
{
    enum { SIZE = 4 * 1024 * 1024 };
    quern_link *link = quern__conform_open();
    quern_event event;
    pile p = { .storage = { take } };
    char *text = malloc(SIZE + 1);
    for (int i = 0; i < SIZE; i++)
        text[i] = (char)('a' + i % 23);
    text[SIZE] = '\0';
    const quern_value value = quern_value_text(text);
    const char *out = NULL;
    quern_decoder *decoder = echo(link, QUERN_KIND_TEXT, QUERN_KIND_TEXT, &value, &event);
    ck_assert_uint_eq(event.cells[0].size, SIZE);
    ck_assert_int_eq(decoder(&event.cells[0], &out, &p.storage), QUERN_DECODED);
    ck_assert(strcmp(out, text) == 0);
    free(p.last);
    free(text);
    finish(link);
}
END_TEST

static void *no_memory(quern_storage *storage, size_t size, size_t alignment)
{
    (void)alignment;
    (void)storage;
    (void)size;
    return NULL;
}

START_TEST(a_text_without_memory_leaves_the_member)
{
    quern_link *link = quern__conform_open();
    quern_event event;
    const quern_value value = quern_value_text("Emma");
    const char *out = "before";
    quern_decoder *decoder = echo(link, QUERN_KIND_TEXT, QUERN_KIND_TEXT, &value, &event);
    quern_storage none = { no_memory };
    ck_assert_int_eq(decoder(&event.cells[0], &out, &none), QUERN_DECODE_NO_MEMORY);
    ck_assert_str_eq(out, "before");
    finish(link);
}
END_TEST

/* A cell cut short is no value; the decoder must see that by the size alone. */
START_TEST(a_cell_without_bytes_is_malformed)
{
    static const quern_kind kinds[] = { QUERN_KIND_BOOL, QUERN_KIND_I32, QUERN_KIND_I64, QUERN_KIND_F64,
                                        QUERN_KIND_TIMESTAMP };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        quern_link *link = quern__conform_open();
        quern_event event;
        member out, before;
        memset(&out, 0x5a, sizeof out);
        memcpy(&before, &out, sizeof out);
        quern_value value = quern_value_null();
        quern_decoder *decoder = echo(link, kinds[i], kinds[i], &value, &event);
        quern_decoded decoded = decoder(&(quern_cell){ .data = "", .size = 0 }, &out, NULL);
        ck_assert_msg(decoded == QUERN_DECODE_MALFORMED, "kind %x gives %d", (unsigned)kinds[i],
                      (int)decoded);
        ck_assert(memcmp(&out, &before, sizeof out) == 0);
        finish(link);
    }
}
END_TEST

static const struct {
    quern_kind column, member;
    bool fits;
} fits[] = {
    { QUERN_KIND_I32, QUERN_KIND_I64, true },         { QUERN_KIND_TEXT, QUERN_KIND_I64, false },
    { QUERN_KIND_I64, QUERN_KIND_TEXT, false },       { QUERN_KIND_BOOL, QUERN_KIND_I32, false },
    { QUERN_KIND_I64, QUERN_KIND_I32, false },        { QUERN_KIND_F64, QUERN_KIND_I64, false },
    { QUERN_KIND_TIMESTAMP, QUERN_KIND_TEXT, false }, { QUERN_KIND_TEXT, QUERN_KIND_TIMESTAMP, false },
};

START_TEST(a_column_fits_a_member_or_not)
{
    quern_link *link = quern__conform_open();
    const quern_value null = quern_value_null();
    quern_event event;
    const char *sql = echo_sql(fits[_i].column);
    if (quern__conform->expect_echo)
        quern__conform->expect_echo(fits[_i].column, sql, &null);
    const quern_request request = { .kind = QUERN_REQUEST_STATEMENT,
                                    .sync = true,
                                    .sql = sql,
                                    .count = 1,
                                    .values = &null,
                                    .kinds = &fits[_i].column };
    ck_assert(quern__conform->backend->submit(link, &request));
    quern__conform_next(link, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_COLUMNS);
    bool decodes = quern__conform->backend->decoder(&event.columns[0], fits[_i].member) != NULL;
    ck_assert_msg(decodes == fits[_i].fits, "a column of kind %x and a member of kind %x",
                  (unsigned)fits[_i].column, (unsigned)fits[_i].member);
    quern__conform_next(link, &event);
    finish(link);
}
END_TEST

TCase *quern__conform_value_case(void)
{
    TCase *tcase = tcase_create("value");
    int count = sizeof values / sizeof *values;
    tcase_add_loop_test(tcase, a_value_comes_back, 0, count);
    tcase_add_loop_test(tcase, a_value_whose_type_the_server_infers_comes_back, 0, count);
    tcase_add_test(tcase, not_a_number_comes_back);
    tcase_add_test(tcase, null_of_every_kind_comes_back);
    tcase_add_test(tcase, a_long_text_comes_back);
    tcase_add_test(tcase, a_text_without_memory_leaves_the_member);
    tcase_add_test(tcase, a_cell_without_bytes_is_malformed);
    tcase_add_loop_test(tcase, a_column_fits_a_member_or_not, 0, sizeof fits / sizeof *fits);
    return tcase;
}
