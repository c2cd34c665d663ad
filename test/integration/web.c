/* web.c: see web.h. */
#include "test/integration/web.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Relations ---- */

#define TO_ONE(from, member, to)                                              \
    {                                                                         \
        &from##_model, #member, &to##_model, false, offsetof(from, member), 0 \
    }
#define TO_SIDE(from, member, to, key)                                                        \
    {                                                                                         \
        &from##_model, #member, &to##_model, false, offsetof(from, member), offsetof(to, key) \
    }
#define TO_SET(from, name, to, key)                                   \
    {                                                                 \
        &from##_model, #name, &to##_model, true, 0, offsetof(to, key) \
    }
#define TO_MANY(from, name, to)                       \
    {                                                 \
        &from##_model, #name, &to##_model, true, 0, 0 \
    }

const edge edges[EDGES] = {
    TO_ONE(player, boss, player),
    TO_SET(player, staff, player, boss),
    TO_MANY(player, friends, player),
    TO_MANY(player, idols, player),
    TO_MANY(player, fans, player),
    TO_SIDE(player, badge, badge, holder),
    TO_MANY(player, clubs, club),
    TO_SET(player, club_set, club, founder),
    TO_SET(player, membership_set, membership, player),
    TO_SET(player, invitations, membership, inviter),
    TO_MANY(topic, club_set, club),
    TO_ONE(badge, holder, player),
    TO_SET(badge, pin_set, pin, badge),
    TO_ONE(pin, badge, badge),
    TO_ONE(club, founder, player),
    TO_MANY(club, members, player),
    TO_MANY(club, topics, topic),
    TO_SET(club, memberships, membership, club),
    TO_ONE(membership, club, club),
    TO_ONE(membership, player, player),
    TO_ONE(membership, inviter, player),
};

const quern_model *const models[MODELS] = { &player_model, &badge_model, &pin_model,
                                            &club_model,   &topic_model, &membership_model };

key key_of(const quern_model *model, const void *object)
{
    key made;
    if (model == &topic_model)
        snprintf(made.text, sizeof made.text, "%s", ((const topic *)object)->code);
    else if (model == &badge_model)
        snprintf(made.text, sizeof made.text, "%d", (int)((const badge *)object)->id);
    else
        snprintf(made.text, sizeof made.text, "%" PRId64,
                 *(const int64_t *)(const void *)((const char *)object + sizeof(quern_object)));
    return made;
}

/* ---- Rows ---- */

/* A number from 1 to `count`, or NULL now and then, and when there is none. */
static const char *some(quern__random *random, size_t count, char *out)
{
    if (!count || quern__random_below(random, 4) == 0)
        strcpy(out, "NULL");
    else
        sprintf(out, "%d", 1 + (int)quern__random_below(random, count));
    return out;
}

static const char *between_tables[] = { "player_friends (from_player_id, to_player_id)",
                                        "player_idols (from_player_id, to_player_id)",
                                        "club_topics (club_id, topic_id)" };

static void fill_between(quern__random *random, size_t players, size_t clubs, size_t topics)
{
    for (size_t i = 0; i < 12; i++) {
        const size_t table = quern__random_below(random, 3);
        const size_t from = table == 2 ? clubs : players, to = table == 2 ? topics : players;
        if (!from || !to)
            continue;
        const int a = 1 + (int)quern__random_below(random, from),
                  b = 1 + (int)quern__random_below(random, to);
        sql("INSERT INTO %s VALUES (%d, %s%d%s) ON CONFLICT DO NOTHING", between_tables[table], a,
            table == 2 ? "'t" : "", b, table == 2 ? "'" : "");
        if (table == 0)
            sql("INSERT INTO %s VALUES (%d, %d) ON CONFLICT DO NOTHING", between_tables[table], b, a);
    }
}

static void fill(quern__random *random)
{
    char a[12], b[12];
    const size_t players = quern__random_below(random, 9), clubs = quern__random_below(random, 5),
                 topics = quern__random_below(random, 5), badges = quern__random_below(random, 5);
    sql("TRUNCATE player, player_friends, player_idols, badge, pin, club, membership, club_topics, topic");
    for (size_t i = 1; i <= players; i++)
        sql("INSERT INTO player VALUES (%d, 'P%d', NULL, %s)", (int)i, (int)i, some(random, i, a));
    for (size_t i = 1; i <= badges; i++)
        sql("INSERT INTO badge VALUES (%d, 'n%d', %s)", (int)i, (int)i,
            i <= players && quern__random_below(random, 3) ? (sprintf(a, "%d", (int)(players - i + 1)), a)
                                                           : "NULL");
    for (size_t i = 1; i <= quern__random_below(random, 6) && badges; i++)
        sql("INSERT INTO pin VALUES (%d, 'n%d', 1)", (int)i, 1 + (int)quern__random_below(random, badges));
    sql("INSERT INTO pin VALUES (100, NULL, 1)");
    for (size_t i = 1; i <= clubs; i++)
        sql("INSERT INTO club VALUES (%d, 'C', %s)", (int)i, some(random, players, a));
    for (size_t i = 1; i <= topics; i++)
        sql("INSERT INTO topic VALUES ('t%d', 1)", (int)i);
    for (size_t i = 1; i <= 8 && clubs && players; i++)
        sql("INSERT INTO membership VALUES (%d, %d, %d, %s, %s)", (int)i,
            1 + (int)quern__random_below(random, clubs), 1 + (int)quern__random_below(random, players),
            some(random, players, a), some(random, 9, b));
    fill_between(random, players, clubs, topics);
}

/* ---- One by one ---- */

/* Of each object of each model, which keys each relation leads to: in order, each with a blank behind it. */
static struct {
    size_t count;
    key keys[ROWS];
    char related[ROWS][EDGES][TEXT];
} known[MODELS];

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const key *)a)->text, ((const key *)b)->text);
}

void tell_keys(key *keys, size_t count, char *out)
{
    *out = '\0';
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++)
        sprintf(out + strlen(out), "%s ", keys[i].text);
}

static size_t index_of(const quern_model *model)
{
    size_t i = 0;
    while (models[i] != model)
        i++;
    return i;
}

static void fetch(quern_object *object, const edge *e, char *out)
{
    key keys[ROWS * 4];
    size_t count = 0;
    if (!e->many) {
        const void *one = *(void **)(quern_fetch)(object, e->member, QUERN_SITE);
        if (one)
            keys[count++] = key_of(e->to, one);
    } else {
        quern_each each = quern_each_begin((quern_related)(object, e->name, QUERN_SITE), e->to, QUERN_SITE);
        for (const void *one; (one = quern_each_next(&each)) != NULL;)
            keys[count++] = key_of(e->to, one);
    }
    tell_keys(keys, count, out);
}

static void fetch_all(void)
{
    quern_session *slow = quern_session_open(db, .detect = QUERN_DETECT_OFF);
    for (size_t m = 0; m < MODELS; m++) {
        known[m].count = 0;
        quern_each each =
            quern_each_begin((quern_objects)(slow, models[m], QUERN_SITE), models[m], QUERN_SITE);
        for (quern_object *object; (object = quern_each_next(&each)) != NULL;) {
            const size_t row = known[m].count++;
            known[m].keys[row] = key_of(models[m], object);
            for (size_t e = 0; e < EDGES; e++)
                if (edges[e].from == models[m])
                    fetch(object, &edges[e], known[m].related[row][e]);
        }
    }
    ck_assert_msg(!quern_failed(slow), "%s", quern_error_text(slow));
    quern_session_close(slow);
}

void fill_web(quern__random *random)
{
    fill(random);
    fetch_all();
}

const char *expected_keys(const edge *e, const void *object)
{
    const size_t m = index_of(e->from);
    const key wanted = key_of(e->from, object);
    for (size_t row = 0; row < known[m].count; row++)
        if (strcmp(known[m].keys[row].text, wanted.text) == 0)
            return known[m].related[row][e - edges];
    return NULL;
}
