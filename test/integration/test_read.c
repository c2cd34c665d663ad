/* test_read.c: quern_read of every kind, from its column, and each twin; NULL, wider numbers, and what is refused. The members of
 * objects, which other tests compare with the server's own text, are the measure. */
#include "test/integration/fixture.h"
#include "test/support/specimen.h"

enum { SPECIMENS = 30 };

static const specimen *object;
static const quern_row *row;

static void take(int64_t id)
{
    quern_queryset *one = quern_filter(quern_objects(s, specimen), Q("id", id));
    object = quern_get(one, specimen);
    row = quern_first(quern_values(one), quern_row);
    ck_assert_msg(object && row, "%s", quern_error_text(s));
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

#define SAME_TEXT(member) same_text(value.member, object->member)
static bool same_bytes(quern_bytes a, quern_bytes b)
{
    return a.size == b.size && !a.data == !b.data && (!a.size || memcmp(a.data, b.data, a.size) == 0);
}

/* A value, and its twin, of a column that cannot be NULL; the twin of one that can; an array. */
/* By the function: quern_read cannot be written out within a list that it is made of itself. */
#define READS(name, out, kind) (quern_read)(row ? &row->object : NULL, name, out, kind, QUERN_SITE)
#define TWIN(NAME) (quern_kind)((int)QUERN_KIND_##NAME | (int)QUERN_NULLABLE)
#define MANY(NAME) (quern_kind)((int)QUERN_KIND_##NAME | (int)QUERN_ARRAY)

#define READ(NAME, name, type)                                                                            \
    static void read_##name(void)                                                                         \
    {                                                                                                     \
        type value;                                                                                       \
        quern_null_##name twin, maybe;                                                                    \
        bool read = READS("a_" #name, &value, QUERN_KIND_##NAME);                                         \
        read = READS("a_" #name, &twin, TWIN(NAME)) && read;                                              \
        read = READS("maybe_" #name, &maybe, TWIN(NAME)) && read;                                         \
        ck_assert_msg(read, #name ": %s", quern_error_text(s));                                           \
        ck_assert_msg(memcmp(&value, &object->a_##name, sizeof value) == 0, #name);                       \
        ck_assert_msg(twin.present &&memcmp(&twin.value, &value, sizeof value) == 0, #name ": its twin"); \
        ck_assert_msg(maybe.present == object->maybe_##name.present, #name ": whether it is NULL");       \
        ck_assert_msg(!maybe.present ||                                                                   \
                          memcmp(&maybe.value, &object->maybe_##name.value, sizeof value) == 0,           \
                      #name ": what may be NULL");                                                        \
    }
QUERN__SCALARS(READ)
#undef READ

#define READ_ARRAY(NAME, name, type)                                                                        \
    static void read_many_##name(void)                                                                      \
    {                                                                                                       \
        quern_array_##name many;                                                                            \
        const bool read = READS("many_" #name, &many, MANY(NAME));                                          \
        ck_assert_msg(read, #name "[]: %s", quern_error_text(s));                                           \
        ck_assert_msg(many.count == object->many_##name.count && !many.items == !object->many_##name.items, \
                      #name "[]: how many");                                                                \
    }
QUERN__ELEMENTS(READ_ARRAY)
#undef READ_ARRAY

static void read_pointers(void)
{
    struct {
        const char *a_text, *maybe_text;
        quern_bytes a_bytes, maybe_bytes;
        quern_decimal a_decimal, maybe_decimal;
        quern_json a_json, maybe_json;
    } value;
    bool read = quern_read(row, "a_text", &value.a_text) && quern_read(row, "maybe_text", &value.maybe_text);
    read = read && quern_read(row, "a_bytes", &value.a_bytes) &&
           quern_read(row, "maybe_bytes", &value.maybe_bytes);
    read = read && quern_read(row, "a_decimal", &value.a_decimal) &&
           quern_read(row, "maybe_decimal", &value.maybe_decimal);
    read =
        read && quern_read(row, "a_json", &value.a_json) && quern_read(row, "maybe_json", &value.maybe_json);
    ck_assert_msg(read, "%s", quern_error_text(s));
    ck_assert(SAME_TEXT(a_text) && SAME_TEXT(maybe_text));
    ck_assert(SAME_TEXT(a_decimal.text) && SAME_TEXT(maybe_decimal.text));
    ck_assert(SAME_TEXT(a_json.text) && SAME_TEXT(maybe_json.text));
    ck_assert(same_bytes(value.a_bytes, object->a_bytes) &&
              same_bytes(value.maybe_bytes, object->maybe_bytes));
}

START_TEST(every_kind)
{
    NEEDS_SERVER();
    for (int64_t id = 1; id <= SPECIMENS; id++) {
        take(id);
#define CALL(NAME, name, type) read_##name();
        QUERN__SCALARS(CALL)
#undef CALL
#define CALL(NAME, name, type) read_many_##name();
        QUERN__ELEMENTS(CALL)
#undef CALL
        read_pointers();
    }
}
END_TEST

START_TEST(wider_numbers)
{
    NEEDS_SERVER();
    take(4);
    int32_t i32 = 0;
    int64_t i64 = 0, wide = 0;
    quern_null_i64 twin;
    double real = 0;
    const bool read = quern_read(row, "a_i16", &i32) && quern_read(row, "a_i16", &i64) &&
                      quern_read(row, "a_i32", &wide) && quern_read(row, "a_i32", &twin);
    ck_assert_msg(read, "%s", quern_error_text(s));
    ck_assert(i32 == INT16_MIN && i64 == INT16_MIN && wide == INT32_MIN && twin.present &&
              twin.value == INT32_MIN);
    take(2);
    const bool wider = quern_read(row, "a_f32", &real);
    ck_assert(wider && real == 1.5);
}
END_TEST

static void expect_refusal(quern_error_code code, const char *message, const char *nearest)
{
    const quern_error *error = take_failure(s, code);
    ck_assert_str_eq(error->message, message);
    ck_assert_str_eq(error->nearest, nearest);
}

START_TEST(what_is_refused)
{
    NEEDS_SERVER();
    take(1);
    int16_t narrow = 7;
    int64_t number = 7;
    const char *text = "as it was";
    double real = 7;
    bool read = quern_read(row, "a_i16x", &number);
    expect_refusal(QUERN_ERROR_FIELD, "the row has no value \"a_i16x\"", "a_i16");
    read |= quern_read(row, "a_i64", &narrow);
    expect_refusal(QUERN_ERROR_VALUE, "\"a_i64\" is of type int64_t", "");
    read |= quern_read(row, "a_i64", &text);
    expect_refusal(QUERN_ERROR_VALUE, "\"a_i64\" is of type int64_t", "");
    read |= quern_read(row, "a_i64", &real);
    expect_refusal(QUERN_ERROR_VALUE, "\"a_i64\" is of type int64_t", "");
    read |= quern_read(row, "many_i64", &number);
    expect_refusal(QUERN_ERROR_VALUE, "\"many_i64\" is of type quern_array_i64", "");
    read |= quern_read(row, "maybe_i64", &number); /* NULL in this row */
    expect_refusal(QUERN_ERROR_DATA, "\"maybe_i64\" is NULL in this row", "");
    ck_assert(!read && narrow == 7 && number == 7 && real == 7);
    ck_assert_str_eq(text, "as it was");
}
END_TEST

START_TEST(nothing_to_read)
{
    NEEDS_SERVER();
    take(1);
    int64_t number = 7;
    bool read = quern_read(row, NULL, &number);
    expect_refusal(QUERN_ERROR_USAGE, "quern_read without a name", "");
    read |= quern_read(row, "a_i64", (int64_t *)NULL);
    expect_refusal(QUERN_ERROR_USAGE, "quern_read without a place for the value", "");
    const quern_row made = { 0 }, *none = NULL;
    read |= quern_read(none, "a_i64", &number);
    read |= quern_read(&made, "a_i64", &number);
    ck_assert(!read && number == 7 && !quern_failed(s));
    ck_assert(!(quern_loaded)(NULL, 0));
}
END_TEST

Suite *quern__suite_read(void);

Suite *quern__suite_read(void)
{
    Suite *suite = suite_create("read");
    TCase *tests = server_case("read");
    tcase_add_test(tests, every_kind);
    tcase_add_test(tests, wider_numbers);
    tcase_add_test(tests, what_is_refused);
    tcase_add_test(tests, nothing_to_read);
    suite_add_tcase(suite, tests);
    return suite;
}
