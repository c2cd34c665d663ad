/* test_check_names.c: names of tables, schemas, members and columns. */
#include "test/unit/model/faults.h"

#define ONCE "a relation is a field by its name and by its key member's, name_id: list each once"
#define UNDERSCORES "paths are split at two underscores: rename the member, and keep the column by .column"
#define NO_TABLE "give the table's name as the second argument of QUERN_MODEL"
#define CUT "the database would cut it: give a shorter one by "
#define CONVERT "names in quern are UTF-8: convert it first"
#define SIXTY_ONE "a23456789_123456789_123456789_123456789_123456789_123456789_1"

/* clang-format off */
static const fault_case cases[] = {
    { "no table", FAULT("thing", "model thing has no table", NO_TABLE), .model = MODEL(.table = NULL) },
    { "an empty table", FAULT("thing", "model thing has no table", NO_TABLE), .model = MODEL(.table = "") },
    { "a table of 64 bytes", FAULT("thing", "model thing: the name of its table is longer than 63 bytes", CUT "the second argument of QUERN_MODEL"),
      .model = MODEL(.table = SIXTY_THREE "4") },
    { "a table that is not UTF-8", FAULT("thing", "model thing: the name of its table is not valid UTF-8", CONVERT), .model = MODEL(.table = "t\xc3") },
    { "an empty schema", FAULT("thing", "model thing: the name of its schema is empty", "leave it away, or give a name by .schema"), .model = MODEL(.schema = "") },
    { "a schema of 64 bytes", FAULT("thing", "model thing: the name of its schema is longer than 63 bytes", CUT ".schema"), .model = MODEL(.schema = SIXTY_THREE "4") },
    { "a schema that is not UTF-8", FAULT("thing", "model thing: the name of its schema is not valid UTF-8", CONVERT), .model = MODEL(.schema = "\xed\xa0\x80") },

    { "a field without a name", FAULT("thing", "model thing has a field without a name", "use QUERN_FIELD"),
      .fields = { ID, TEXT_FIELD("") } },
    { "a member that is not UTF-8", FAULT("thing", "model thing has a field whose name is not valid UTF-8",
                                          "names in quern are UTF-8: rename the member, and keep the column by .column"),
      .fields = { ID, TEXT_FIELD("\xfe") } },
    { "pk", FAULT("thing.pk", "thing: no field may be called pk",
                  "pk stands for the primary key, whatever its name; rename the member"),
      .fields = { ID, TEXT_FIELD("pk") } },
    { "two underscores", FAULT("thing.a__b", "thing.a__b: two underscores in a row, or one at the end", UNDERSCORES),
      .fields = { ID, TEXT_FIELD("a__b") } },
    { "two underscores in front", FAULT("thing.__b", "thing.__b: two underscores in a row, or one at the end", UNDERSCORES),
      .fields = { ID, TEXT_FIELD("__b") } },
    { "an underscore at the end", FAULT("thing.b_", "thing.b_: two underscores in a row, or one at the end", UNDERSCORES),
      .fields = { ID, TEXT_FIELD("b_") } },

    { "an empty column", FAULT("thing.a", "thing.a: the name of its column is empty", "leave it away, or give a name by .column"),
      .fields = { ID, TEXT_FIELD("a", .column = "") } },
    { "a column of 64 bytes", FAULT("thing.a", "thing.a: the name of its column is longer than 63 bytes", CUT ".column"),
      .fields = { ID, TEXT_FIELD("a", .column = SIXTY_THREE "4") } },
    { "a column of 64 bytes and fewer characters", FAULT("thing.a", "thing.a: the name of its column is longer than 63 bytes", CUT ".column"),
      .fields = { ID, TEXT_FIELD("a", .column = SIXTY_ONE "☃") } },
    { "a column that is not UTF-8", FAULT("thing.a", "thing.a: the name of its column is not valid UTF-8", CONVERT),
      .fields = { ID, TEXT_FIELD("a", .column = "\xff") } },
    { "a member of 64 bytes", FAULT("thing." SIXTY_THREE "4", "thing." SIXTY_THREE "4: the name of its column is longer than 63 bytes", CUT ".column"),
      .fields = { ID, TEXT_FIELD(SIXTY_THREE "4") } },
    { "a key member of 64 bytes", FAULT("thing." SIXTY_ONE, "thing." SIXTY_ONE ": the name of its column is longer than 63 bytes", CUT ".column"),
      .fields = { ID, OWNER(SIXTY_ONE) } },

    { "a field twice", FAULT("thing.a", "thing has two fields called a", ONCE),
      .fields = { ID, TEXT_FIELD("a"), TEXT_FIELD("a", .column = "b") } },
    { "a field like a key member", FAULT("thing.owner_id", "thing has two fields called owner_id", ONCE),
      .fields = { ID, OWNER("owner"), TEXT_FIELD("owner_id") } },
    { "a key member like a field", FAULT("thing.owner", "thing has two fields called owner_id", ONCE),
      .fields = { ID, TEXT_FIELD("owner_id", .column = "x"), OWNER("owner") } },
    { "a field like the key member of a one to one", FAULT("thing.owner_id", "thing has two fields called owner_id", ONCE),
      .fields = { ID, OWNER("owner", .role = ONE), TEXT_FIELD("owner_id", .column = "x") } },
    { "two fields of one column", FAULT("thing.b", "thing.a and thing.b have the same column, \"c\"", "give one of them another by .column"),
      .fields = { ID, TEXT_FIELD("a", .column = "c"), TEXT_FIELD("b", .column = "c") } },
    { "a column like a key's", FAULT("thing.b", "thing.owner and thing.b have the same column, \"owner_id\"", "give one of them another by .column"),
      .fields = { ID, OWNER("owner"), TEXT_FIELD("b", .column = "owner_id") } },
    { "a column like the key's of a one to one", FAULT("thing.b", "thing.owner and thing.b have the same column, \"owner_id\"", "give one of them another by .column"),
      .fields = { ID, OWNER("owner", .role = ONE), TEXT_FIELD("b", .column = "owner_id") } },

    { "sound: an underscore in front", .fields = { ID, TEXT_FIELD("_a") } },
    { "sound: names of 63 bytes", .model = MODEL(.table = SIXTY_THREE, .schema = SIXTY_THREE), .fields = { ID, TEXT_FIELD(SIXTY_THREE) } },
    { "sound: names that need quotes", .model = MODEL(.table = "\"; DROP", .schema = "schön ☃"), .fields = { ID, TEXT_FIELD("a", .column = "select") } },
    { "sound: columns that were swapped", .fields = { ID, TEXT_FIELD("a", .column = "b"), TEXT_FIELD("b", .column = "a") } },
    { "sound: a relation of another column", .fields = { ID, OWNER("owner", .column = "by"), TEXT_FIELD("b", .column = "owner_id") } },
};
/* clang-format on */

FAULT_CASES("check_names", cases)

Suite *quern__suite_check_names(void);

Suite *quern__suite_check_names(void)
{
    Suite *suite = suite_create("check_names");
    suite_add_tcase(suite, fault_cases());
    return suite;
}
