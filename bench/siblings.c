/* siblings.c: five relations of the same objects behind a network that takes a millisecond more for each round trip: all at once, which
 * are two round trips, and one after the other, which are six. */
#include "bench/bench.h"
#include "bench/binary.h"
#include "bench/hand_related.h"

#include "test/support/proxy.h"

#include <quern/quern.h>

#include <stdio.h>
#include <string.h>

enum { PERSONS = 20, WORKS = 100, ROLES = 5, ROUND_TRIP = 1000 /* microseconds */, COUNTED_DELAY = 20000 };

typedef struct person person;
typedef struct work work;

/* Of each work one is its writer, one its editor, and so on. */
struct person {
    quern_object object;
    int64_t id;
    const char *name;
    work **written, **edited, **translated, **drawn, **reviewed;
};

struct work {
    quern_object object;
    int64_t id;
    const char *title;
    int64_t writer_id, editor_id, translator_id, artist_id, reviewer_id;
    person *writer, *editor, *translator, *artist, *reviewer;
};

QUERN_DECLARE_MODEL(person);
QUERN_DECLARE_MODEL(work);

QUERN_MODEL(person, "bench_person",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_HAS_MANY(written, work, writer),
                         QUERN_HAS_MANY(edited, work, editor), QUERN_HAS_MANY(translated, work, translator),
                         QUERN_HAS_MANY(drawn, work, artist), QUERN_HAS_MANY(reviewed, work, reviewer)));

QUERN_MODEL(work, "bench_work",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FOREIGN_KEY(writer, person),
                         QUERN_FOREIGN_KEY(editor, person), QUERN_FOREIGN_KEY(translator, person),
                         QUERN_FOREIGN_KEY(artist, person), QUERN_FOREIGN_KEY(reviewer, person)));

/* The table's columns of the relations, in the order of the roles. */
#define WORK_COLUMNS "id, title, writer_id, editor_id, translator_id, artist_id, reviewer_id"
static const char *const columns[ROLES] = { "writer_id", "editor_id", "translator_id", "artist_id",
                                            "reviewer_id" };
static const char *const sets[ROLES] = { "written", "edited", "translated", "drawn", "reviewed" };

#define DROP "DROP TABLE IF EXISTS bench_work, bench_person"

static const char *const tables[] = {
    "SET client_min_messages = warning",
    DROP,
    "CREATE TABLE bench_person (id bigint PRIMARY KEY, name text NOT NULL)",
    "CREATE TABLE bench_work (id bigint PRIMARY KEY, title text NOT NULL, writer_id bigint NOT NULL, "
    "editor_id "
    "bigint NOT NULL, translator_id bigint NOT NULL, artist_id bigint NOT NULL, reviewer_id bigint NOT NULL)",
    "INSERT INTO bench_person SELECT n, 'Person ' || n FROM generate_series(1, 20) n",
    "INSERT INTO bench_work SELECT n, 'Work ' || n, 1 + n % 20, 1 + n % 19, 1 + n % 17, 1 + n % 13, 1 + n % "
    "11"
    " FROM generate_series(1, 100) n",
    "VACUUM ANALYZE bench_person, bench_work",
};

typedef struct siblings {
    quern_db *db;
    quern_session *session;
    PGconn *conn;
} siblings;

/* Every work is in the set of one person for each role, and points back. */
static bool check_person(const person *p, int64_t found[ROLES])
{
    work *const *const all[ROLES] = { p->written, p->edited, p->translated, p->drawn, p->reviewed };
    for (size_t role = 0; role < ROLES; role++)
        for (work *const *w = all[role]; !w || *w; w++, found[role]++) {
            if (!w)
                return false;
            const person *const back[ROLES] = { (*w)->writer, (*w)->editor, (*w)->translator, (*w)->artist,
                                                (*w)->reviewer };
            if (back[role] != p)
                return false;
        }
    return true;
}

static bool check(person *const *persons, int64_t count)
{
    int64_t found[ROLES] = { 0 };
    bool good = persons && count == PERSONS;
    for (int64_t i = 0; i < count && good; i++)
        good = check_person(persons[i], found);
    for (size_t role = 0; role < ROLES; role++)
        good = good && found[role] == WORKS;
    return good || bench_fail("not these persons and works");
}

/* ---- quern ---- */

static bool together(void *context, uint64_t operations)
{
    siblings *s = context;
    bool good = true;
    for (uint64_t i = 0; i < operations && good; i++) {
        const quern_mark before = quern_session_mark(s->session);
        quern_queryset *persons = quern_prefetch_related(quern_objects(s->session, person), "written",
                                                         "edited", "translated", "drawn", "reviewed");
        person *const *list = quern_list(persons, person);
        good = list ? check(list, quern_len(persons)) : bench_fail("%s", quern_error_text(s->session));
        good = quern_session_rewind(s->session, before) && good;
    }
    return good;
}

static bool one_by_one(void *context, uint64_t operations)
{
    siblings *s = context;
    bool good = true;
    for (uint64_t i = 0; i < operations && good; i++) {
        const quern_mark before = quern_session_mark(s->session);
        quern_queryset *persons = quern_objects(s->session, person);
        person *const *list = quern_list(persons, person);
        good = list;
        for (size_t role = 0; role < ROLES && good; role++)
            good = quern_prefetch_objects(s->session, person, list, PERSONS, sets[role]);
        good = good ? check(list, quern_len(persons)) : bench_fail("%s", quern_error_text(s->session));
        good = quern_session_rewind(s->session, before) && good;
    }
    return good;
}

/* ---- By hand ---- */

typedef struct by_hand_rows {
    person persons[PERSONS];
    work works[ROLES][WORKS];
    work *sets[ROLES][WORKS + PERSONS];
    char texts[(PERSONS + ROLES * WORKS) * 16], *free;
} by_hand_rows;

static const char *keep_text(by_hand_rows *r, const PGresult *result, int row)
{
    const size_t size = (size_t)PQgetlength(result, row, 1) + 1;
    char *text = r->free;
    r->free += size;
    return memcpy(text, PQgetvalue(result, row, 1), size);
}

static person *find(by_hand_rows *r, int64_t id)
{
    for (size_t i = 0; i < PERSONS; i++) /* of 20 that is no slower than a hash table */
        if (r->persons[i].id == id)
            return &r->persons[i];
    return NULL;
}

static bool read_persons(by_hand_rows *r, PGconn *conn, int64_t *keys)
{
    PGresult *result = PQexecPrepared(conn, "persons", 0, NULL, NULL, NULL, 1);
    const bool good = PQntuples(result) == PERSONS;
    for (int row = 0; row < PERSONS && good; row++) {
        keys[row] = hand_read64(PQgetvalue(result, row, 0));
        r->persons[row] = (person){ .id = keys[row], .name = keep_text(r, result, row) };
    }
    return hand_told(conn, result, PGRES_TUPLES_OK) && good;
}

static bool read_works(by_hand_rows *r, const PGresult *result, size_t role)
{
    work *const works = r->works[role];
    person *owner[WORKS];
    if (PQntuples(result) != WORKS)
        return false;
    for (int row = 0; row < WORKS; row++) {
        int64_t keys[ROLES];
        for (int i = 0; i < ROLES; i++)
            keys[i] = hand_read64(PQgetvalue(result, row, 2 + i));
        works[row] = (work){ .id = hand_read64(PQgetvalue(result, row, 0)),
                             .title = keep_text(r, result, row),
                             .writer_id = keys[0],
                             .editor_id = keys[1],
                             .translator_id = keys[2],
                             .artist_id = keys[3],
                             .reviewer_id = keys[4] };
        owner[row] = find(r, keys[role]);
        person **const backs[ROLES] = { &works[row].writer, &works[row].editor, &works[row].translator,
                                        &works[row].artist, &works[row].reviewer };
        *backs[role] = owner[row];
    }
    work **place = r->sets[role];
    for (size_t i = 0; i < PERSONS; i++) {
        work ***const members[ROLES] = { &r->persons[i].written, &r->persons[i].edited,
                                         &r->persons[i].translated, &r->persons[i].drawn,
                                         &r->persons[i].reviewed };
        *members[role] = place;
        for (size_t row = 0; row < WORKS; row++)
            if (owner[row] == &r->persons[i])
                *place++ = &works[row];
        *place++ = NULL;
    }
    return true;
}

static bool send_works(PGconn *conn, const char *array, size_t size)
{
    bool good = PQenterPipelineMode(conn);
    for (size_t role = 0; role < ROLES && good; role++)
        good = PQsendQueryPrepared(conn, columns[role], 1, &array, (const int[]){ (int)size },
                                   (const int[]){ 1 }, 1);
    return good && PQpipelineSync(conn);
}

static bool load_by_hand(PGconn *conn, by_hand_rows *r)
{
    int64_t keys[PERSONS];
    char array[20 + PERSONS * 12];
    r->free = r->texts;
    if (!read_persons(r, conn, keys))
        return false;
    hand_array_write(array, keys, PERSONS);
    bool good = send_works(conn, array, hand_array_size(PERSONS));
    for (size_t role = 0; role < ROLES && good; role++) {
        PGresult *result = PQgetResult(conn);
        good = read_works(r, result, role);
        good = hand_told(conn, result, PGRES_TUPLES_OK) && !PQgetResult(conn) && good;
    }
    return good && hand_told(conn, PQgetResult(conn), PGRES_PIPELINE_SYNC) && PQexitPipelineMode(conn);
}

static bool by_hand(void *context, uint64_t operations)
{
    siblings *s = context;
    static by_hand_rows rows;
    static person *list[PERSONS];
    for (uint64_t i = 0; i < operations; i++) {
        if (!load_by_hand(s->conn, &rows))
            return bench_fail("by hand: %s", PQerrorMessage(s->conn));
        for (size_t k = 0; k < PERSONS; k++)
            list[k] = &rows.persons[k];
        if (!check(list, PERSONS))
            return false;
    }
    return true;
}

static PGconn *prepare(const char *uri)
{
    char select[200];
    PGconn *conn = PQconnectdb(uri);
    bool good = hand_told(conn, PQprepare(conn, "persons", "SELECT id, name FROM bench_person", 0, NULL),
                          PGRES_COMMAND_OK);
    for (size_t role = 0; role < ROLES && good; role++) {
        snprintf(select, sizeof select,
                 "SELECT " WORK_COLUMNS " FROM bench_work WHERE %s = ANY ($1::bigint[])", columns[role]);
        good = hand_told(conn, PQprepare(conn, columns[role], select, 0, NULL), PGRES_COMMAND_OK);
    }
    if (good)
        return conn;
    PQfinish(conn);
    return NULL;
}

/* ---- Both ---- */

static bool run_sql(const char *uri, const char *const *sql, size_t count)
{
    PGconn *conn = PQconnectdb(uri);
    bool good = true;
    for (size_t i = 0; i < count && good; i++)
        good = hand_told(conn, PQexec(conn, sql[i]), PGRES_COMMAND_OK);
    PQfinish(conn);
    return good;
}

/* Once is enough, behind a delay that is longer than anything else. */
static bool count_trips(siblings *s, quern__proxy *proxy, bench_side *side, char *out, size_t size)
{
    if (!side(s, 2)) /* once prepared */
        return false;
    quern__proxy_delay(proxy, COUNTED_DELAY / 2, COUNTED_DELAY / 2);
    const uint64_t before = quern__proxy_count(proxy).round_trips;
    const bool good = side(s, 1);
    snprintf(out, size, "%d", (int)(quern__proxy_count(proxy).round_trips - before));
    quern__proxy_delay(proxy, 0, 0);
    return good;
}

static bool compare(const bench_run *run, siblings *s, quern__proxy *proxy)
{
    char at_once[20], by_hand_too[20], apart[20];
    if (!run->side) {
        if (!count_trips(s, proxy, together, at_once, sizeof at_once) ||
            !count_trips(s, proxy, by_hand, by_hand_too, sizeof by_hand_too) ||
            !count_trips(s, proxy, one_by_one, apart, sizeof apart))
            return false;
        bench_figure(run, "five sibling prefetches, round trips in all", at_once, by_hand_too, "2",
                     strcmp(at_once, "2") == 0 ? "reached" : "missed");
        bench_figure(run, "  one after the other", apart, "", "", "");
    }
    quern__proxy_delay(proxy, ROUND_TRIP / 2, ROUND_TRIP / 2);
    bench_comparison c = { .key = "siblings",
                           .name = "  behind 1 ms, beside one after the other",
                           .quern = together,
                           .hand = one_by_one,
                           .context = s,
                           .operations = run->tiny ? 1 : 3,
                           .ratio = 0.40 };
    if (!bench_compare(run, &c))
        return false;
    c.key = "siblings-hand";
    c.name = "  the same beside the same by hand";
    c.hand = by_hand;
    c.ratio = 0;
    return bench_compare(run, &c);
}

static bool compare_through(const bench_run *run, const char *uri)
{
    char through[500];
    siblings s = { .db = NULL };
    quern__proxy *proxy = quern__proxy_open_uri(uri, through, sizeof through);
    if (!proxy) /* QUERN_TEST_URL is of another form */
        return bench_fail("no proxy for %s", uri);
    s.conn = prepare(through);
    s.db = quern_open(through, QUERN_MODELS(person, work), .pool_max = 1, .wait_ms = 5000);
    s.session = quern_session_open(s.db);
    const bool done = s.conn && compare(run, &s, proxy);
    quern_session_close(s.session);
    const bool closed = quern_close(s.db, 5000);
    PQfinish(s.conn);
    quern__proxy_close(proxy);
    return done && closed;
}

int main(int argc, char **argv)
{
    bench_run run;
    if (!bench_begin(argc, argv, &run))
        return 2;
    const char *uri = bench_uri();
    const bool done =
        uri && run_sql(uri, tables, sizeof tables / sizeof *tables) && compare_through(&run, uri);
    if (uri)
        run_sql(uri, (const char *const[]){ DROP }, 1);
    return !done;
}
