/* fixture.c: see fixture.h. */
#include "test/unit/save/fixture.h"

#include <check.h>
#include <stdio.h>

enum { PLAYERS_MOST = 6, PLAYER_COLUMNS = 4 };

quern_script *script;
quern_db *db;
quern_session *s;
static int64_t sent;

void save_open(void)
{
    script = quern_script_new(NULL);
    db = quern_open("script:", quern__test_models, .backend = quern_script_backend(script), .pool_max = 2);
    ck_assert_ptr_null(quern_db_error(db));
    s = quern_session_open(db);
    sent = 0;
}

void save_close(void)
{
    ck_assert_str_eq(quern_error_text(s), "");
    quern_session_close(s);
    ck_assert(quern_close(db, 5000));
    ck_assert_str_eq(quern_script_report(script), "");
    quern_script_free(script);
}

void expect_change(const char *sql, const char *values, int64_t rows)
{
    quern_script_expect(script, .contains = sql, .values = values, .changed = rows);
}

void expect_sent(const char *name, int64_t count)
{
    const int64_t now = quern_query_count(s);
    ck_assert_msg(now - sent == count, "%s: %d statements, not %d", name, (int)(now - sent), (int)count);
    sent = now;
}

void expect_failed(const char *name, quern_error_code code, const char *message, const char *hint)
{
    const quern_error *error;
    ck_assert_msg(quern_error_take(s, &error), "%s: no failure", name);
    ck_assert_msg(error->code == code, "%s: %s: %s", name, quern_error_name(error->code), error->message);
    quern__expect_text(name, "message", error->message, message);
    quern__expect_text(name, "hint", error->hint, hint);
    ck_assert_int_eq(error->outcome, QUERN_NOT_APPLIED);
}

player *const *some_players(size_t count)
{
    static char ids[PLAYERS_MOST][8];
    const char *cells[PLAYERS_MOST * PLAYER_COLUMNS + 1] = { NULL };
    ck_assert_uint_le(count, PLAYERS_MOST);
    for (size_t i = 0; i < count; i++) {
        snprintf(ids[i], sizeof ids[i], "%d", (int)i + 1);
        cells[PLAYER_COLUMNS * i] = ids[i];
        cells[PLAYER_COLUMNS * i + 1] = "Ada";
        cells[PLAYER_COLUMNS * i + 3] = i % 2 == 0 ? "2" : NULL;
    }
    quern_script_expect(script, .contains = "FROM \"player\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "born", QUERN_KIND_I32 }, { "boss_id", QUERN_KIND_I64 }),
                        .cells = cells, .cell_count = PLAYER_COLUMNS * count);
    player *const *list = quern_list(quern_objects(s, player), player);
    ck_assert_msg(list != NULL, "%s", quern_error_text(s));
    expect_sent("players", 1);
    return list;
}
