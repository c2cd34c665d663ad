/* test_check_field.c: one field and its options. */
#include "test/unit/model/faults.h"

#define NULLS ": .null is for texts, bytes, decimals, JSON documents and arrays"
#define RELATIONS "declare the field with QUERN_FOREIGN_KEY or QUERN_ONE_TO_ONE, or leave it away"
#define INDEXES "a column has an index only where .index asks for one, or where it is unique"
#define AS(type) "thing.a is declared as " type
#define FOR_TEXTS(option) "thing.a: " option " is for texts"
#define FOR_MOMENTS(option) "thing.a: " option " is for timestamps and dates"
#define TWIN(kind) QUERN_KIND_##kind | QUERN_NULLABLE
#define ARRAY(kind) QUERN_KIND_##kind | QUERN_ARRAY

/* clang-format off */
static const fault_case cases[] = {
    { "an unknown role", FAULT("thing.a", "thing.a: this libquern has no role 9", NEWER), .fields = { ID, TEXT_FIELD("a", .role = 9) } },
    { "the role behind the last", FAULT("thing.a", "thing.a: this libquern has no role 9", NEWER), .fields = { ID, TEXT_FIELD("a", .role = QUERN_ROLE_PREFETCHED + 1) } },
    { "no role", FAULT("thing.a", "thing.a: this libquern has no role 0", NEWER), .fields = { ID, TEXT_FIELD("a", .role = 0) } },
    { "an unknown kind", FAULT("thing.a", "thing.a: this libquern has no kind 119", NEWER), .fields = { ID, TEXT_FIELD("a", .kind = 0x77) } },
    { "no kind", FAULT("thing.a", "thing.a: this libquern has no kind 0", NEWER), .fields = { ID, TEXT_FIELD("a", .kind = 0) } },
    { "a kind that no member has", FAULT("thing.a", "thing.a: this libquern has no kind 208", NEWER), .fields = { ID, FIELD(NULL, "a") } },
    { "an unknown flag", FAULT("thing.a", "thing.a: this libquern has no kind 16418", NEWER), .fields = { ID, FIELD(I64 | 0x4000, "a") } },
    { "the twin of a text", FAULT("thing.a", "thing.a: this libquern has no kind 4160", NEWER), .fields = { ID, TEXT_FIELD("a", .kind = TWIN(TEXT)) } },
    { "the twin of an array", FAULT("thing.a", "thing.a: this libquern has no kind 12322", NEWER), .fields = { ID, TEXT_FIELD("a", .kind = (TWIN(I64)) | QUERN_ARRAY) } },
    { "outside of the struct", FAULT("thing.a", "thing.a lies outside of its struct", "define it with the macros of <quern/model.h>"),
      .fields = { ID, TEXT_FIELD("a", .offset = sizeof(thing)) } },
    { "an object outside of the struct", FAULT("thing.owner", "thing.owner lies outside of its struct", "define it with the macros of <quern/model.h>"),
      .fields = { ID, OWNER("owner", .object_offset = sizeof(thing)) } },

    { "an int with .null", FAULT("thing.a", "thing.a" NULLS, "declare the member a as quern_null_i32"), .fields = { ID, FIELD(I32, "a", .null = true) } },
    { "a bool with .null", FAULT("thing.a", "thing.a" NULLS, "declare the member a as quern_null_bool"), .fields = { ID, FIELD(BOOL, "a", .null = true) } },
    { "a uuid with .null", FAULT("thing.a", "thing.a" NULLS, "declare the member a as quern_null_uuid"), .fields = { ID, FIELD(UUID, "a", .null = true) } },
    { "a relation with .null", FAULT("thing.owner", "thing.owner" NULLS, "declare the member owner_id as quern_null_i64"), .fields = { ID, OWNER("owner", .null = true) } },
    { "a twin with .null", FAULT("thing.a", "thing.a" NULLS, "the member's type says that it may be NULL: leave .null away"),
      .fields = { ID, TEXT_FIELD("a", .kind = TWIN(I32), .null = true) } },

    { ".max_length of an int", FAULT("thing.a", FOR_TEXTS(".max_length"), AS("int32_t")), .fields = { ID, FIELD(I32, "a", .max_length = 5) } },
    { ".max_length of a twin", FAULT("thing.a", FOR_TEXTS(".max_length"), AS("quern_null_i32")), .fields = { ID, TEXT_FIELD("a", .kind = TWIN(I32), .max_length = 5) } },
    { ".max_length of an array", FAULT("thing.a", FOR_TEXTS(".max_length"), AS("quern_array_text")), .fields = { ID, TEXT_FIELD("a", .kind = ARRAY(TEXT), .max_length = 5) } },
    { ".max_length of a JSON document", FAULT("thing.a", FOR_TEXTS(".max_length"), AS("quern_json")), .fields = { ID, FIELD(JSON, "a", .max_length = 5) } },
    { ".max_length in its high byte", FAULT("thing.a", FOR_TEXTS(".max_length"), AS("int32_t")), .fields = { ID, FIELD(I32, "a", .max_length = 1u << 31) } },
    { ".max_length of a relation", FAULT("thing.owner", "thing.owner: .max_length is for texts", "thing.owner_id is declared as int64_t"), .fields = { ID, OWNER("owner", .max_length = 5) } },
    { ".max_length over the limit", FAULT("thing.a", "thing.a: .max_length is 10485761, and the server's limit is 10485760", "leave it away: the text has no limit then"),
      .fields = { ID, TEXT_FIELD("a", .max_length = 10485761) } },
    { ".choices of an int", FAULT("thing.a", FOR_TEXTS(".choices"), AS("int16_t")), .fields = { ID, FIELD(I16, "a", .choices = QUERN_CHOICES("1", "2")) } },
    { ".auto_now of a text", FAULT("thing.a", FOR_MOMENTS(".auto_now"), AS("const char *")), .fields = { ID, TEXT_FIELD("a", .auto_now = true) } },
    { ".auto_now of a time", FAULT("thing.a", FOR_MOMENTS(".auto_now"), AS("quern_time")), .fields = { ID, FIELD(TIME, "a", .auto_now = true) } },
    { ".auto_now_add of an interval", FAULT("thing.a", FOR_MOMENTS(".auto_now_add"), AS("quern_interval")), .fields = { ID, FIELD(INTERVAL, "a", .auto_now_add = true) } },
    { ".auto_now_add of an array", FAULT("thing.a", FOR_MOMENTS(".auto_now_add"), AS("quern_array_date")), .fields = { ID, TEXT_FIELD("a", .kind = ARRAY(DATE), .auto_now_add = true) } },
    { ".auto_now and .auto_now_add", FAULT("thing.a", "thing.a: .auto_now and .auto_now_add exclude each other", "the one is the time of the last save, the other that of the first"),
      .fields = { ID, FIELD(TIMESTAMP, "a", .auto_now = true, .auto_now_add = true) } },

    { ".generated of a column", FAULT("thing.a", "thing.a: .generated is for primary keys", "for other columns give .default_sql"), .fields = { ID, FIELD(I64, "a", .generated = QUERN_GENERATED) } },
    { "a column that is not generated", FAULT("thing.a", "thing.a: .generated is for primary keys", "for other columns give .default_sql"), .fields = { ID, FIELD(UUID, "a", .generated = QUERN_NOT_GENERATED) } },
    { "an unknown generation", FAULT("thing.a", "thing.a: this libquern has no generation 3", NEWER), .fields = { FIELD(I64, "a", .role = KEY, .generated = QUERN_NOT_GENERATED + 1) } },
    { "a text that is generated", FAULT("thing.a", "thing.a: the database makes no texts for keys", "leave .generated away: the program gives the key; or give .default_sql"),
      .fields = { TEXT_FIELD("a", .role = KEY, .generated = QUERN_GENERATED) } },
    { ".on_delete of a column", FAULT("thing.a", "thing.a: .on_delete is for relations", RELATIONS), .fields = { ID, FIELD(I64, "a", .on_delete = QUERN_CASCADE) } },
    { ".on_delete of a key", FAULT("thing.a", "thing.a: .on_delete is for relations", RELATIONS), .fields = { FIELD(I64, "a", .role = KEY, .on_delete = QUERN_DO_NOTHING) } },
    { "an unknown .on_delete", FAULT("thing.owner", "thing.owner: this libquern has no on_delete 6", NEWER), .fields = { ID, OWNER("owner", .on_delete = QUERN_DO_NOTHING + 1) } },
    { ".related_name of a column", FAULT("thing.a", "thing.a: .related_name is for relations", RELATIONS), .fields = { ID, FIELD(I64, "a", .related_name = "+") } },
    { ".to_field of a column", FAULT("thing.a", "thing.a: .to_field is for relations", RELATIONS), .fields = { ID, FIELD(I64, "a", .to_field = "id") } },
    { ".no_index of a column", FAULT("thing.a", "thing.a: .no_index is for foreign keys", INDEXES), .fields = { ID, FIELD(I64, "a", .no_index = true) } },
    { ".no_index of a one to one", FAULT("thing.owner", "thing.owner: .no_index is for foreign keys", INDEXES), .fields = { ID, OWNER("owner", .role = ONE, .no_index = true) } },
    { ".index and .no_index", FAULT("thing.owner", "thing.owner: .index and .no_index exclude each other", "leave both away: a foreign key has an index"),
      .fields = { ID, OWNER("owner", .index = true, .no_index = true) } },
    { "an empty .type", FAULT("thing.a", "thing.a: .type is empty", "leave it away: the column has the type of its kind then"), .fields = { ID, TEXT_FIELD("a", .type = "") } },
    { "an empty .default_sql", FAULT("thing.a", "thing.a: .default_sql is empty", "an empty text is .default_value = QUERN_DEFAULT(\"\")"), .fields = { ID, TEXT_FIELD("a", .default_sql = "") } },

    { "sound: a text that may be NULL", .fields = { ID, TEXT_FIELD("a", .null = true) } },
    { "sound: pointers that may be NULL", .fields = { ID, FIELD(BYTES, "a", .null = true), FIELD(DECIMAL, "b", .null = true), FIELD(JSON, "c", .null = true), TEXT_FIELD("d", .kind = ARRAY(BOOL), .null = true) } },
    { "sound: a varchar", .fields = { ID, TEXT_FIELD("a", .max_length = 1), TEXT_FIELD("b", .max_length = 10485760) } },
    { "sound: a type of its own", .fields = { ID, TEXT_FIELD("a", .type = "citext"), FIELD(DECIMAL, "b", .type = "numeric(10,2)") } },
    { "sound: moments of saving", .fields = { ID, FIELD(TIMESTAMP, "a", .auto_now = true), FIELD(LOCAL_TIMESTAMP, "b", .auto_now_add = true), FIELD(DATE, "c", .auto_now = true), TEXT_FIELD("d", .kind = TWIN(TIMESTAMP), .auto_now_add = true) } },
    { "sound: a moment with a default", .fields = { ID, FIELD(TIMESTAMP, "a", .auto_now_add = true, .default_sql = "now()") } },
    { "sound: an integer that is generated", .fields = { FIELD(I16, "a", .role = KEY, .generated = QUERN_GENERATED) } },
    { "sound: an integer that is not", .fields = { FIELD(I64, "a", .role = KEY, .generated = QUERN_NOT_GENERATED) } },
    { "sound: a uuid that is generated", .fields = { FIELD(UUID, "a", .role = KEY, .generated = QUERN_GENERATED) } },
    { "sound: a text that is not generated", .fields = { TEXT_FIELD("a", .role = KEY, .generated = QUERN_NOT_GENERATED) } },
    { "sound: .index with .unique", .fields = { ID, TEXT_FIELD("a", .index = true, .unique = true), OWNER("owner", .index = true) } },
    { "sound: .no_index of a foreign key", .fields = { ID, OWNER("owner", .no_index = true, .on_delete = QUERN_DO_NOTHING) } },
};
/* clang-format on */

FAULT_CASES("check_field", cases)

Suite *quern__suite_check_field(void);

Suite *quern__suite_check_field(void)
{
    Suite *suite = suite_create("check_field");
    suite_add_tcase(suite, fault_cases());
    return suite;
}
