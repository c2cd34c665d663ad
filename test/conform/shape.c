/* shape.c: what a backend and its dialect consist of; nothing is opened. */
#include "test/conform/conform.h"

#include <string.h>

static const quern_kind kinds[] = { QUERN_KIND_BOOL, QUERN_KIND_I32,  QUERN_KIND_I64,
                                    QUERN_KIND_F64,  QUERN_KIND_TEXT, QUERN_KIND_TIMESTAMP };
enum { KINDS = sizeof kinds / sizeof *kinds };

typedef struct page {
    quern_writer writer;
    char text[300];
} page;

static void put(quern_writer *writer, const char *bytes, size_t size)
{
    page *p = (page *)writer;
    size_t before = strlen(p->text);
    ck_assert_uint_lt(before + size, sizeof p->text);
    memcpy(p->text + before, bytes, size);
}

START_TEST(the_backend_is_whole)
{
    const quern_backend *b = quern__conform->backend;
    ck_assert_uint_eq(b->size, sizeof(quern_backend));
    ck_assert(b->name && b->name[0]);
    ck_assert_ptr_nonnull(b->dialect);
    ck_assert(b->open && b->submit && b->step && b->take && b->info && b->close && b->abandon);
    ck_assert(b->decoder && b->type_name);
    ck_assert_msg(!b->first_user_type == !b->resolve_type,
                  "types that users made have numbers, or are asked for, not both");
}
END_TEST

START_TEST(the_dialect_is_whole)
{
    const quern_dialect *d = quern__conform->backend->dialect;
    ck_assert_uint_eq(d->size, sizeof(quern_dialect));
    ck_assert(d->name && d->name[0]);
    ck_assert_uint_gt(d->identifier_bytes, 0);
    ck_assert(d->identifier && d->placeholder && d->literal && d->type_name && d->truncate);
    for (int i = QUERN_NO_LOOKUP + 1; i < QUERN_LOOKUP_COUNT; i++)
        ck_assert_msg(d->lookups[i].between && d->lookups[i].after, "lookup %d is not spelled", i);
}
END_TEST

START_TEST(types_have_names)
{
    for (int i = 0; i < KINDS; i++) {
        const char *name = quern__conform->backend->dialect->type_name(kinds[i]);
        ck_assert_msg(name && name[0], "kind %x", (unsigned)kinds[i]);
    }
}
END_TEST

START_TEST(names_are_quoted_so_that_they_stay_one)
{
    page plain = { .writer = { put } }, nasty = { .writer = { put } };
    quern__conform->backend->dialect->identifier(&plain.writer, "title");
    ck_assert_ptr_nonnull(strstr(plain.text, "title"));
    ck_assert_uint_gt(strlen(plain.text), strlen("title"));
    const char quote[] = { plain.text[strlen(plain.text) - 1], '\0' };
    quern__conform->backend->dialect->identifier(&nasty.writer, quote);
    ck_assert_msg(strlen(nasty.text) > 3, "a quote in a name is not escaped: %s", nasty.text);
}
END_TEST

/* For every unit, another text before the operand; with the zone somewhere; twice the same. */
START_TEST(moments_are_cut_off)
{
    page earlier = { .writer = { put } };
    for (int unit = QUERN_YEAR; unit <= QUERN_SECOND; unit++) {
        const quern_truncation what = { QUERN_KIND_TIMESTAMP, QUERN_KIND_TIMESTAMP, (quern_unit)unit,
                                        "Europe/Berlin" };
        page before = { .writer = { put } }, all = { .writer = { put } }, again = { .writer = { put } };
        quern__conform->backend->dialect->truncate(&before.writer, &what, false);
        for (int i = 0; i < 2; i++) {
            quern__conform->backend->dialect->truncate(&all.writer, &what, i);
            quern__conform->backend->dialect->truncate(&again.writer, &what, i);
        }
        ck_assert_ptr_nonnull(strstr(all.text, "Europe/Berlin"));
        ck_assert_str_eq(all.text, again.text);
        ck_assert_str_ne(before.text, earlier.text);
        earlier = before;
    }
}
END_TEST

START_TEST(placeholders_are_written)
{
    page first = { .writer = { put } }, second = { .writer = { put } };
    quern__conform->backend->dialect->placeholder(&first.writer, 1, QUERN_KIND_I64);
    quern__conform->backend->dialect->placeholder(&second.writer, 10, QUERN_KIND_TEXT);
    ck_assert(first.text[0] && second.text[0]);
}
END_TEST

START_TEST(literals_are_written)
{
    const struct {
        quern_kind kind;
        quern_value value;
    } values[] = {
        { QUERN_KIND_BOOL, quern_value_bool(true) },
        { QUERN_KIND_I32, quern_value_i64(-5) },
        { QUERN_KIND_I64, quern_value_i64(INT64_MIN) },
        { QUERN_KIND_F64, quern_value_f64(0.1) },
        { QUERN_KIND_TEXT, quern_value_text("it's") },
        { QUERN_KIND_TIMESTAMP, quern_value_timestamp((quern_timestamp){ 1 }) },
        { QUERN_KIND_I64, quern_value_null() },
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        page p = { .writer = { put } };
        quern__conform->backend->dialect->literal(&p.writer, &values[i].value, values[i].kind);
        ck_assert_msg(p.text[0] != '\0', "value %d", (int)i);
        ck_assert_msg(!strstr(p.text, "it's"), "a quote in a text is not escaped: %s", p.text);
    }
}
END_TEST

TCase *quern__conform_shape_case(void)
{
    TCase *tcase = tcase_create("shape");
    tcase_add_test(tcase, the_backend_is_whole);
    tcase_add_test(tcase, the_dialect_is_whole);
    tcase_add_test(tcase, types_have_names);
    tcase_add_test(tcase, names_are_quoted_so_that_they_stay_one);
    tcase_add_test(tcase, moments_are_cut_off);
    tcase_add_test(tcase, placeholders_are_written);
    tcase_add_test(tcase, literals_are_written);
    return tcase;
}
