/* test_changes.c: the statements that change which objects are related, of each kind of relation, byte by byte. That a server takes them
 * is test/integration/test_changes.c's to show. */
#include "lib/model/scope.h"
#include "lib/sql/change.h"
#include "test/golden/file.h"

#include "test/support/club.h"
#include "test/support/runner.h"

#include <string.h>

static const struct {
    const quern_model *model;
    const char *name, *what;
} relations[] = {
    { &club_model, "topics", "many to many" },
    { &topic_model, "club_set", "its other side" },
    { &club_model, "members", "many to many by a model of the program's own" },
    { &player_model, "clubs", "its other side" },
    { &player_model, "idols", "many to many of a model to itself" },
    { &player_model, "fans", "its other side" },
    { &player_model, "friends", "the same, symmetrical" },
    { &player_model, "staff", "the other side of a foreign key" },
    { &badge_model, "pin_set", "of one by a text that is no primary key" },
};

static void put_changes(quern__text *out, const quern__schema *schema, size_t number)
{
    static const char *const changes[] = { "add", "remove", "set: this, and then add", "clear" };
    const quern__model *model = quern__schema_model(schema, relations[number].model);
    const char *name = relations[number].name;
    const quern__reverse *reverse = quern__model_reverse(model, name, strlen(name));
    ck_assert_msg(reverse != NULL, "%s.%s", model->name, name);
    quern__text_put_format(out, "-- %s.%s: %s\n", model->name, name, relations[number].what);
    for (int change = QUERN__CHANGE_ADD; change <= QUERN__CHANGE_CLEAR; change++) {
        quern__text_put_format(out, "-- %s\n", changes[change]);
        quern__sql_change((quern__change)change, reverse, schema->dialect, out);
        quern__text_put(out, ";\n");
    }
    quern__text_put(out, "\n");
}

START_TEST(the_changes_are_as_they_were)
{
    quern_session *session = quern__test_session_open(NULL);
    quern__text out = quern__text_open(quern_system_allocator());
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        put_changes(&out, ((quern__scope *)session)->schema, i);
    quern__golden_compare("test/golden/changes.sql", &out);
    quern__text_close(&out);
    quern__test_session_close(session);
}
END_TEST

Suite *quern__suite_changes(void);

Suite *quern__suite_changes(void)
{
    Suite *suite = suite_create("changes");
    TCase *tests = tcase_create("changes");
    tcase_add_test(tests, the_changes_are_as_they_were);
    suite_add_tcase(suite, tests);
    return suite;
}
