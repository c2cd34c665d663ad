/* test_check_values.c: .choices, .default_value, .default_sql. */
#include "test/unit/model/faults.h"

#include <float.h>
#include <math.h>

#define AS(type) "thing.a is declared as " type
#define CONVERT "texts in quern are UTF-8: convert it first"
#define LONGER "make .max_length larger, or the text shorter"
#define CONSTANTS "thing.a: .default_value is for bools, integers, reals and texts"
#define BY_SQL "give it as SQL, by .default_sql"
#define STATES .choices = QUERN_CHOICES("draft", "published")
#define DEFAULT(x) .default_value = QUERN_DEFAULT(x)
#define DEFAULT_OF(KIND, ...) .default_value = { .kind = QUERN_KIND_##KIND, __VA_ARGS__ }
#define TWIN(kind) QUERN_KIND_##kind | QUERN_NULLABLE

/* clang-format off */
static const fault_case cases[] = {
    { "no choices", FAULT("thing.a", "thing.a: .choices has none", "give it texts that are not empty: QUERN_CHOICES(\"a\", \"b\")"), .fields = { ID, TEXT_FIELD("a", .choices = "") } },
    { "an empty choice", FAULT("thing.a", "thing.a: .choices has none", "give it texts that are not empty: QUERN_CHOICES(\"a\", \"b\")"), .fields = { ID, TEXT_FIELD("a", .choices = QUERN_CHOICES("")) } },
    { "a choice twice", FAULT("thing.a", "thing.a: the choice \"b\" is there twice", "give each choice once"), .fields = { ID, TEXT_FIELD("a", .choices = QUERN_CHOICES("a", "b", "c", "b")) } },
    { "a choice too long", FAULT("thing.a", "thing.a: the choice \"published\" is longer than .max_length, which is 8", LONGER), .fields = { ID, TEXT_FIELD("a", STATES, .max_length = 8) } },
    { "a choice of too many characters", FAULT("thing.a", "thing.a: the choice \"ü☃\" is longer than .max_length, which is 1", LONGER), .fields = { ID, TEXT_FIELD("a", .choices = QUERN_CHOICES("ü", "ü☃"), .max_length = 1) } },
    { "a choice that is not UTF-8", FAULT("thing.a", "thing.a: the choice is not valid UTF-8", CONVERT), .fields = { ID, TEXT_FIELD("a", .choices = QUERN_CHOICES("a", "\xff")) } },

    { "both defaults", FAULT("thing.a", "thing.a: .default_value and .default_sql exclude each other", "give one of them"), .fields = { ID, TEXT_FIELD("a", DEFAULT("x"), .default_sql = "'x'") } },
    { "the default of a key", FAULT("thing.a", "thing.a: a primary key has no .default_value", "no two objects have the same key: leave it away, or give .default_sql"), .fields = { FIELD(I64, "a", .role = KEY, DEFAULT(5)) } },
    { "the default of a generated key", FAULT("thing.a", "thing.a: a primary key has no .default_value", "no two objects have the same key: leave it away, or give .default_sql"),
      .fields = { FIELD(I64, "a", .role = KEY, DEFAULT(0), .generated = QUERN_GENERATED) } },
    { "a default of an unknown kind", FAULT("thing.a", "thing.a: this libquern has no default of kind 119", NEWER), .fields = { ID, TEXT_FIELD("a", .default_value = { .kind = 0x77 }) } },
    { "a default of a kind of its own", FAULT("thing.a", "thing.a: this libquern has no default of kind 160", NEWER), .fields = { ID, FIELD(UUID, "a", DEFAULT_OF(UUID, .integer = 1)) } },
    { "a default that is an array", FAULT("thing.a", "thing.a: this libquern has no default of kind 8226", NEWER), .fields = { ID, FIELD(I64, "a", .default_value = { .kind = QUERN_KIND_I64 | QUERN_ARRAY }) } },
    { "the default of a timestamp", FAULT("thing.a", CONSTANTS, BY_SQL), .fields = { ID, FIELD(TIMESTAMP, "a", DEFAULT(0)) } },
    { "the default of a uuid", FAULT("thing.a", CONSTANTS, BY_SQL), .fields = { ID, FIELD(UUID, "a", DEFAULT("0")) } },
    { "the default of a decimal", FAULT("thing.a", CONSTANTS, BY_SQL), .fields = { ID, FIELD(DECIMAL, "a", DEFAULT(9.99)) } },
    { "the default of an array", FAULT("thing.a", CONSTANTS, BY_SQL), .fields = { ID, FIELD(I64 | QUERN_ARRAY, "a", DEFAULT(1)) } },
    { "a text for an integer", FAULT("thing.a", "thing.a: the default must be an integer, and is a text", AS("int32_t")), .fields = { ID, FIELD(I32, "a", DEFAULT("5")) } },
    { "a bool for an integer", FAULT("thing.a", "thing.a: the default must be an integer, and is a bool", AS("int32_t")), .fields = { ID, FIELD(I32, "a", DEFAULT_OF(BOOL, .integer = 1)) } },
    { "a double for an integer", FAULT("thing.a", "thing.a: the default must be an integer, and is a double", AS("quern_null_i16")), .fields = { ID, TEXT_FIELD("a", .kind = TWIN(I16), DEFAULT(1.5)) } },
    { "a double for a bool", FAULT("thing.a", "thing.a: the default must be a bool, and is a double", AS("bool")), .fields = { ID, FIELD(BOOL, "a", DEFAULT(1.0)) } },
    { "a text for a double", FAULT("thing.a", "thing.a: the default must be a double, and is a text", AS("double")), .fields = { ID, FIELD(F64, "a", DEFAULT("1")) } },
    { "an integer for a text", FAULT("thing.a", "thing.a: the default must be a text, and is an integer", AS("const char *")), .fields = { ID, TEXT_FIELD("a", DEFAULT(0)) } },
    { "a text for a relation's key", FAULT("thing.owner", "thing.owner: the default must be an integer, and is a text", "thing.owner is declared as int64_t"), .fields = { ID, OWNER("owner", DEFAULT("x")) } },
    { "2 for a bool", FAULT("thing.a", "thing.a: the default 2 is out of range", AS("bool")), .fields = { ID, FIELD(BOOL, "a", DEFAULT(2)) } },
    { "-1 for a bool", FAULT("thing.a", "thing.a: the default -1 is out of range", AS("quern_null_bool")), .fields = { ID, TEXT_FIELD("a", .kind = TWIN(BOOL), DEFAULT(-1)) } },
    { "over int16_t", FAULT("thing.a", "thing.a: the default 32768 is out of range", AS("int16_t")), .fields = { ID, FIELD(I16, "a", DEFAULT(32768)) } },
    { "under int16_t", FAULT("thing.a", "thing.a: the default -32769 is out of range", AS("quern_null_i16")), .fields = { ID, TEXT_FIELD("a", .kind = TWIN(I16), DEFAULT(-32769)) } },
    { "over int32_t", FAULT("thing.a", "thing.a: the default 2147483648 is out of range", AS("int32_t")), .fields = { ID, FIELD(I32, "a", DEFAULT(INT64_C(2147483648))) } },
    { "under int32_t", FAULT("thing.a", "thing.a: the default -2147483649 is out of range", AS("int32_t")), .fields = { ID, FIELD(I32, "a", DEFAULT(INT64_C(-2147483649))) } },
    { "over float", FAULT("thing.a", "thing.a: the default 1e+39 is out of range", AS("float")), .fields = { ID, FIELD(F32, "a", DEFAULT(1e39)) } },
    { "under float", FAULT("thing.a", "thing.a: the default -1e+39 is out of range", AS("quern_null_f32")), .fields = { ID, TEXT_FIELD("a", .kind = TWIN(F32), DEFAULT(-1e39)) } },
    { "a default too long", FAULT("thing.a", "thing.a: the default \"abc\" is longer than .max_length, which is 2", LONGER), .fields = { ID, TEXT_FIELD("a", DEFAULT("abc"), .max_length = 2) } },
    { "a default that is not UTF-8", FAULT("thing.a", "thing.a: the default is not valid UTF-8", CONVERT), .fields = { ID, TEXT_FIELD("a", DEFAULT("\xc3")) } },
    { "a default that is NULL", FAULT("thing.a", "thing.a: the default is a NULL text", "leave it away: a column without one begins as NULL"), .fields = { ID, TEXT_FIELD("a", .null = true, DEFAULT_OF(TEXT, .text = NULL)) } },
    { "a default that is near a choice", FAULT_NEAR("thing.a", "thing.a: the default \"drfat\" is not among .choices", "did you mean \"draft\"? choices are: draft, published", "draft"), .fields = { ID, TEXT_FIELD("a", STATES, DEFAULT("drfat")) } },
    { "a default that is no choice", FAULT("thing.a", "thing.a: the default \"\" is not among .choices", "choices are: draft, published"), .fields = { ID, TEXT_FIELD("a", STATES, DEFAULT("")) } },
    { "a default that begins a choice", FAULT_NEAR("thing.a", "thing.a: the default \"publish\" is not among .choices", "did you mean \"published\"? choices are: draft, published", "published"), .fields = { ID, TEXT_FIELD("a", STATES, DEFAULT("publish")) } },

    { "sound: choices", .fields = { ID, TEXT_FIELD("a", STATES), TEXT_FIELD("b", .choices = "one\0two\0", .null = true), TEXT_FIELD("c", STATES, .max_length = 9) } },
    { "sound: a choice of wide characters", .fields = { ID, TEXT_FIELD("a", .choices = QUERN_CHOICES("ü☃"), .max_length = 2) } },
    { "sound: the last choice for a default", .fields = { ID, TEXT_FIELD("a", STATES, DEFAULT("published")) } },
    { "sound: bools", .fields = { ID, FIELD(BOOL, "a", DEFAULT(true)), FIELD(BOOL, "b", DEFAULT(false)), FIELD(BOOL, "c", DEFAULT_OF(BOOL, .integer = 1)), FIELD(BOOL, "d", DEFAULT((_Bool)1)) } },
    { "sound: small integers", .fields = { ID, FIELD(I16, "a", DEFAULT(32767)), FIELD(I16, "b", DEFAULT(-32768)), FIELD(I32, "c", DEFAULT(INT32_MAX)), FIELD(I32, "d", DEFAULT(INT32_MIN)) } },
    { "sound: large integers", .fields = { ID, FIELD(I64, "a", DEFAULT(INT64_MAX)), FIELD(I64, "b", DEFAULT(INT64_MIN)), TEXT_FIELD("c", .kind = TWIN(I64), DEFAULT(0)) } },
    { "sound: reals", .fields = { ID, FIELD(F64, "a", DEFAULT(DBL_MAX)), FIELD(F64, "b", DEFAULT(3)), FIELD(F32, "c", DEFAULT((double)FLT_MAX)), FIELD(F32, "d", DEFAULT(-(double)FLT_MAX)) } },
    { "sound: reals that are no numbers", .fields = { ID, FIELD(F32, "a", DEFAULT((double)INFINITY)), FIELD(F32, "b", DEFAULT(-(double)INFINITY)), FIELD(F32, "c", DEFAULT((double)NAN)), FIELD(F32, "d", DEFAULT(INT64_MAX)) } },
    { "sound: texts", .fields = { ID, TEXT_FIELD("a", DEFAULT("")), TEXT_FIELD("b", DEFAULT("abc"), .max_length = 3), TEXT_FIELD("c", DEFAULT("ü☃"), .max_length = 2, .null = true) } },
    { "sound: the default of a relation", .fields = { ID, OWNER("owner", DEFAULT(1)) } },
    { "sound: defaults by SQL", .fields = { FIELD(UUID, "a", .role = KEY, .default_sql = "gen_random_uuid()"), FIELD(DECIMAL, "b", .default_sql = "9.99"), TEXT_FIELD("c", STATES, .default_sql = "'draft'") } },
};
/* clang-format on */

FAULT_CASES("check_values", cases)

/* What has become of a default. */
START_TEST(a_default_is_of_its_fields_kind)
{
    static const quern_field fields[] = { ID,
                                          FIELD(BOOL, "flag", DEFAULT(1)),
                                          FIELD(F32, "real", DEFAULT(3)),
                                          FIELD(F64, "half", DEFAULT(0.5)),
                                          TEXT_FIELD("twin", .kind = TWIN(F64), DEFAULT(-2)),
                                          FIELD(I16, "number", DEFAULT(7)),
                                          TEXT_FIELD("text", DEFAULT("x")),
                                          { 0 } };
    set_fields(fields);
    const quern__field *list = sound_schema((const quern_model *[]){ &thing_model, NULL })->models->fields;
    ck_assert_uint_eq(list[0].declared->default_value.kind, 0);
    ck_assert_uint_eq(list[1].declared->default_value.kind, QUERN_KIND_BOOL);
    ck_assert_int_eq(list[1].declared->default_value.integer, 1);
    ck_assert_uint_eq(list[2].declared->default_value.kind, QUERN_KIND_F64);
    ck_assert(list[2].declared->default_value.real == 3);
    ck_assert(list[3].declared->default_value.real == 0.5);
    ck_assert_uint_eq(list[4].declared->default_value.kind, QUERN_KIND_F64);
    ck_assert(list[4].declared->default_value.real == -2);
    ck_assert_uint_eq(list[5].declared->default_value.kind, QUERN_KIND_I64);
    ck_assert_str_eq(list[6].declared->default_value.text, "x");
}
END_TEST

Suite *quern__suite_check_values(void);

Suite *quern__suite_check_values(void)
{
    Suite *suite = suite_create("check_values");
    TCase *tests = fault_cases();
    tcase_add_test(tests, a_default_is_of_its_fields_kind);
    suite_add_tcase(suite, tests);
    return suite;
}
