/* sets.c: see sets.h. */
#include "test/integration/sets.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const rows[] = {
    "TRUNCATE player, topic, player_idols CASCADE",
    "INSERT INTO player (id, name, boss_id) VALUES (1, 'Ada', NULL), (2, 'Bob', 1), (3, 'Cid', 1), (4, "
    "'Dot', NULL),"
    " (5, 'Eva', NULL), (6, 'Fay', NULL)",
    "INSERT INTO player_friends (from_player_id, to_player_id) VALUES (1, 2), (2, 1), (2, 3), (3, 2)",
    "INSERT INTO player_idols (from_player_id, to_player_id) VALUES (1, 3), (1, 4)",
    "INSERT INTO topic (code) VALUES ('a'), ('b'), ('c'), ('it''s')",
    "INSERT INTO club (id, name) VALUES (1, 'One'), (2, 'Two')",
    "INSERT INTO club_topics (club_id, topic_id) VALUES (1, 'a'), (1, 'b')",
    "INSERT INTO membership (id, club_id, player_id) VALUES (1, 1, 1), (2, 1, 2), (3, 1, 2)",
    "INSERT INTO badge VALUES (1, 'n1', 1), (2, 'n2', NULL)",
    "INSERT INTO pin VALUES (1, 'n1', 3), (2, 'n1', 5), (3, NULL, 3)",
    "CREATE SEQUENCE IF NOT EXISTS memberships START 100",
    "ALTER TABLE membership ALTER id SET DEFAULT nextval('memberships')",
};

void open_sets(void)
{
    open_counted();
    for (size_t i = 0; db && i < sizeof rows / sizeof *rows; i++)
        sql("%s", rows[i]);
}

void close_sets(void)
{
    close_counted();
}

const char *column_of(const char *format, ...)
{
    static char text[1000];
    char query[2000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(query, sizeof query, format, arguments);
    va_end(arguments);
    text[0] = '\0';
    QUERN_EACH(quern_row, row, quern_raw(s, quern_row, query)) {
        const char *cell = NULL;
        ck_assert_msg(quern_read(row, "x", &cell), "%s", quern_error_text(s));
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", *text ? " " : "",
                 cell ? cell : "-");
    }
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
    return text;
}

static void *one_of(const quern_model *model, const char *key)
{
    char *end;
    const long long number = strtoll(key, &end, 10);
    const quern_value value = *end ? quern_value_text(key) : quern_value_i64(number);
    const quern_condition is[] = {
        { .op = QUERN_LEAF, .lookup = QUERN_LOOKUP_exact, .path = "pk", .as.value = value }, { 0 }
    };
    void *found = (quern_get)((quern_objects)(counted, model, QUERN_SITE), model, is, QUERN_SITE);
    ck_assert_msg(found != NULL, "%s: %s", key, quern_error_text(counted));
    return found;
}

void *const *list_of(const quern_model *model, const char *keys, size_t *count)
{
    static void *list[20];
    char copy[200];
    *count = 0;
    snprintf(copy, sizeof copy, "%s", keys);
    for (char *key = strtok(copy, " "); key; key = strtok(NULL, " ")) {
        ck_assert(*count + 1 < sizeof list / sizeof *list);
        list[(*count)++] = strcmp(key, "-") == 0 ? NULL : one_of(model, key);
    }
    list[*count] = NULL;
    return list;
}
