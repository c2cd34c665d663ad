/* value.c: values of every kind go to the server as parameters and come back as cells. */
#include "test/conform/conform.h"
#include "test/conform/values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PIECES = 16 };

typedef struct pile {
    quern_storage storage;
    void *pieces[MOST_PIECES];
    size_t count;
} pile;

/* Where it may be, and no better aligned than asked for. */
static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    pile *p = (pile *)storage;
    ck_assert_msg(alignment && (alignment & (alignment - 1)) == 0 && alignment <= _Alignof(max_align_t),
                  "an alignment of %zu", alignment);
    ck_assert_uint_lt(p->count, MOST_PIECES);
    char *piece = p->pieces[p->count++] = malloc(size + alignment);
    return piece + alignment;
}

static void drop(pile *p)
{
    while (p->count)
        free(p->pieces[--p->count]);
}

/* NULL for a kind that the dialect has no type for. */
static const char *echo_sql(quern_kind kind)
{
    const char *type = quern__conform->backend->dialect->type_name(kind);
    if (strcmp(type, "unknown") == 0)
        return NULL;
    for (const quern__conform_echo *echo = quern__conform->echoes; echo->kind; echo++)
        if (echo->kind == kind)
            return echo->sql;
    ck_abort_msg("the dialect has the type %s, but the subject no echo for it", type);
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

/* Decodes a copy of the cell that is exactly as big, so that valgrind and ASan see one byte too many. */
static quern_decoded decode(quern_decoder *decoder, const quern_cell *cell, quern__conform_member *out,
                            pile *p)
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
    if (!echo_sql(kind))
        return;
    quern_link *link = quern__conform_open();
    quern_event event;
    pile p = { .storage = { take } };
    quern__conform_member out;
    memset(&out, 0x5a, sizeof out);
    quern_decoder *decoder = echo(link, kind, sent_as, value, &event);
    ck_assert_msg(event.cells[0].data != NULL, "value %d came back as NULL", number);
    ck_assert_int_eq(decode(decoder, &event.cells[0], &out, &p), QUERN_DECODED);
    ck_assert_msg(quern__conform_same(kind, value, &out), "value %d came back as another", number);
    drop(&p);
    finish(link);
}

START_TEST(a_value_comes_back)
{
    const quern__conform_value *v = &quern__conform_values[_i];
    assert_comes_back(v->kind, v->kind, &v->value, _i);
}
END_TEST

/* An infinity of time, an empty text and the like must survive the server's choice of the type as well. */
START_TEST(a_value_whose_type_the_server_infers_comes_back)
{
    const quern__conform_value *v = &quern__conform_values[_i];
    assert_comes_back(v->kind, QUERN_KIND_NULL, &v->value, _i);
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

START_TEST(null_of_a_kind_comes_back)
{
    const quern_value null = quern_value_null();
    const quern_kind kind = quern__conform_kinds[_i];
    for (int untyped = 0; untyped < 2 && echo_sql(kind); untyped++) {
        quern_link *link = quern__conform_open();
        quern_event event;
        echo(link, kind, untyped ? QUERN_KIND_NULL : kind, &null, &event);
        ck_assert_msg(event.cells[0].data == NULL, "NULL of kind %x came back as a value", (unsigned)kind);
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
    drop(&p);
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

/* A cell cut short is no value; the decoder must see that by the size alone. Texts and bytes may have none. */
START_TEST(a_cell_without_bytes_is_malformed)
{
    const quern_kind kind = quern__conform_kinds[_i];
    if (kind == QUERN_KIND_TEXT || kind == QUERN_KIND_BYTES || kind == QUERN_KIND_JSON || !echo_sql(kind))
        return;
    quern_link *link = quern__conform_open();
    quern_event event;
    quern__conform_member out, before;
    memset(&out, 0x5a, sizeof out);
    memcpy(&before, &out, sizeof out);
    quern_value value = quern_value_null();
    quern_decoder *decoder = echo(link, kind, kind, &value, &event);
    quern_decoded decoded = decoder(&(quern_cell){ .data = "", .size = 0 }, &out, NULL);
    ck_assert_msg(decoded == QUERN_DECODE_MALFORMED, "kind %x gives %d", (unsigned)kind, (int)decoded);
    ck_assert(memcmp(&out, &before, sizeof out) == 0);
    finish(link);
}
END_TEST

static const struct {
    quern_kind column, member;
    bool fits;
} fits[] = {
    { QUERN_KIND_I32, QUERN_KIND_I64, true },
    { QUERN_KIND_TEXT, QUERN_KIND_I64, false },
    { QUERN_KIND_I64, QUERN_KIND_TEXT, false },
    { QUERN_KIND_BOOL, QUERN_KIND_I32, false },
    { QUERN_KIND_I64, QUERN_KIND_I32, false },
    { QUERN_KIND_F64, QUERN_KIND_I64, false },
    { QUERN_KIND_TIMESTAMP, QUERN_KIND_TEXT, false },
    { QUERN_KIND_TEXT, QUERN_KIND_TIMESTAMP, false },
    { QUERN_KIND_I16, QUERN_KIND_I32, true },
    { QUERN_KIND_I16, QUERN_KIND_I64, true },
    { QUERN_KIND_I32, QUERN_KIND_I16, false },
    { QUERN_KIND_F32, QUERN_KIND_F64, true },
    { QUERN_KIND_F64, QUERN_KIND_F32, false },
    { QUERN_KIND_DECIMAL, QUERN_KIND_F64, false },
    { QUERN_KIND_F64, QUERN_KIND_DECIMAL, false },
    { QUERN_KIND_I64, QUERN_KIND_DECIMAL, false },
    { QUERN_KIND_DECIMAL, QUERN_KIND_TEXT, false },
    { QUERN_KIND_TIMESTAMP, QUERN_KIND_LOCAL_TIMESTAMP, false },
    { QUERN_KIND_LOCAL_TIMESTAMP, QUERN_KIND_TIMESTAMP, false },
    { QUERN_KIND_DATE, QUERN_KIND_TIMESTAMP, false },
    { QUERN_KIND_UUID, QUERN_KIND_TEXT, false },
    { QUERN_KIND_BYTES, QUERN_KIND_TEXT, false },
    { QUERN_KIND_TEXT, QUERN_KIND_BYTES, false },
    { QUERN_KIND_JSON, QUERN_KIND_TEXT, false },
    { QUERN_KIND_INET, QUERN_KIND_TEXT, false },
    { QUERN_KIND_I64 | QUERN_ARRAY, QUERN_KIND_I64, false },
    { QUERN_KIND_I64, QUERN_KIND_I64 | QUERN_ARRAY, false },
    { QUERN_KIND_I32 | QUERN_ARRAY, QUERN_KIND_I64 | QUERN_ARRAY, true },
    { QUERN_KIND_I64 | QUERN_ARRAY, QUERN_KIND_I32 | QUERN_ARRAY, false },
    { QUERN_KIND_TEXT | QUERN_ARRAY, QUERN_KIND_I64 | QUERN_ARRAY, false },
};

START_TEST(a_column_fits_a_member_or_not)
{
    const char *sql = echo_sql(fits[_i].column);
    if (!sql)
        return;
    quern_link *link = quern__conform_open();
    const quern_value null = quern_value_null();
    quern_event event;
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
    tcase_add_loop_test(tcase, a_value_comes_back, 0, quern__conform_value_count);
    tcase_add_loop_test(tcase, a_value_whose_type_the_server_infers_comes_back, 0,
                        quern__conform_value_count);
    tcase_add_test(tcase, not_a_number_comes_back);
    tcase_add_loop_test(tcase, null_of_a_kind_comes_back, 0, quern__conform_kind_count);
    tcase_add_test(tcase, a_long_text_comes_back);
    tcase_add_test(tcase, a_text_without_memory_leaves_the_member);
    tcase_add_loop_test(tcase, a_cell_without_bytes_is_malformed, 0, quern__conform_kind_count);
    tcase_add_loop_test(tcase, a_column_fits_a_member_or_not, 0, sizeof fits / sizeof *fits);
    return tcase;
}
