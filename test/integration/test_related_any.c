/* test_related_any.c: any relations of any rows: what is joined, prefetched and fetched for peers is what fetching one by one gives. A
 * seed makes the rows, the paths and the way in which they are asked for, and is told with whatever goes wrong. QUERN_SEED: another one
 * to begin with. */
#include "test/integration/web.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { DATA = 12, ROUNDS = 40, OBJECTS = ROWS * 4, NODES = 16 };

/* ---- What is at work ---- */

static struct {
    uint64_t seed;
    quern__random random;
    const quern_model *root;
    const char *way;
    bool joins;       /* some of the paths are joined */
    char paths[TEXT]; /* as they are told */
} trial;

static void wrong(const char *what, const char *detail)
{
    ck_abort_msg("%s: %s\n  of %s, %s:%s\n  again: QUERN_SEED=%" PRIu64, what, detail, trial.root->name,
                 trial.way, trial.paths, trial.seed);
}

static size_t below(size_t count)
{
    return quern__random_below(&trial.random, count);
}

/* ---- Paths ---- */

/* A relation, for all objects of a level. */
typedef struct node {
    const edge *edge; /* NULL: the root */
    size_t parent;
} node;

static node nodes[NODES];
static size_t node_count;

static size_t find_or_add(size_t parent, const edge *e)
{
    for (size_t i = 1; i < node_count; i++)
        if (nodes[i].parent == parent && nodes[i].edge == e)
            return i;
    nodes[node_count] = (node){ e, parent };
    return node_count++;
}

/* Any relation of the model; sometimes one that leads to one, so that paths to be joined are not rare. NULL: it has none. */
static const edge *some_edge(const quern_model *from, bool to_one)
{
    const edge *all[EDGES];
    size_t count = 0;
    for (size_t e = 0; e < EDGES; e++)
        if (edges[e].from == from && !(to_one && edges[e].many))
            all[count++] = &edges[e];
    return count ? all[below(count)] : NULL;
}

/* A path and its nodes; "" when there is none. */
static void make_path(bool to_one, char *out)
{
    const size_t steps = 1 + below(3);
    const quern_model *at = trial.root;
    size_t n = 0;
    *out = '\0';
    for (size_t i = 0; i < steps; i++) {
        const edge *e = some_edge(at, to_one);
        if (!e)
            return;
        sprintf(out + strlen(out), "%s%s", *out ? "__" : "", e->name);
        n = find_or_add(n, e);
        at = e->to;
    }
}

/* Up to four paths, of which some are joined and the others prefetched; none of the queryset's, for PEERS and for objects. */
typedef struct paths {
    char texts[4][TEXT / 4];
    quern_prefetch prefetches[5];
    const char *joins[5];
    size_t prefetch_count, join_count;
} paths;

static void tell_path(const char *verb, const char *path)
{
    snprintf(trial.paths + strlen(trial.paths), sizeof trial.paths - strlen(trial.paths), " %s %s", verb,
             path);
}

static void make_paths(paths *p, bool may_join)
{
    *p = (paths){ .join_count = 0 };
    node_count = 1;
    trial.paths[0] = '\0';
    trial.joins = false;
    const size_t wanted = 1 + below(4);
    for (size_t i = 0; i < wanted; i++) {
        const bool join = may_join && below(3) == 0;
        make_path(join, p->texts[i]);
        if (!*p->texts[i])
            continue;
        tell_path(join ? "joined" : "prefetched", p->texts[i]);
        trial.joins = trial.joins || join;
        if (join)
            p->joins[p->join_count++] = p->texts[i];
        else
            p->prefetches[p->prefetch_count++] = (quern_prefetch){ .path = p->texts[i] };
    }
}

static quern_queryset *with_paths(quern_queryset *queryset, const paths *p)
{
    if (p->join_count)
        queryset = (quern_select_related)(queryset, p->joins, QUERN_SITE);
    if (p->prefetch_count)
        queryset = (quern_prefetch_related)(queryset, p->prefetches, QUERN_SITE);
    return queryset;
}

/* ---- What came ---- */

typedef struct objects {
    quern_object *of[OBJECTS];
    size_t count;
} objects;

static void *member_of(void *object, size_t offset)
{
    return *(void **)(void *)((char *)object + offset);
}

/* What the relation leads to, as pointers; whatever is asked of the server for it is counted elsewhere. */
static size_t read_related(quern_object *object, const edge *e, bool peers, void **out)
{
    size_t count = 0;
    if (!e->many) {
        out[count] = *(void **)(quern_fetch)(object, e->member, QUERN_SITE);
        return out[count] ? 1 : 0;
    }
    quern_each each = quern_each_begin((quern_related)(object, e->name, QUERN_SITE), e->to, QUERN_SITE);
    for (void *one; (one = quern_each_next(&each)) != NULL;)
        out[count++] = one;
    void *const *loaded = peers ? NULL : (quern_related_loaded)(object, e->name, e->to);
    if (!peers && !loaded)
        wrong("not loaded", e->name);
    for (size_t i = 0; i < count && loaded; i++)
        if (loaded[i] != out[i])
            wrong("quern_related gives others than quern_related_loaded", e->name);
    return count;
}

static void expect_same(const edge *e, quern_object *object, void *const *came, size_t count)
{
    key keys[ROWS * 4];
    char text[TEXT];
    for (size_t i = 0; i < count; i++)
        keys[i] = key_of(e->to, came[i]);
    tell_keys(keys, count, text);
    const char *expected = expected_keys(e, object);
    if (!expected || strcmp(text, expected) != 0) {
        char detail[TEXT * 3];
        snprintf(detail, sizeof detail, "of %s %s: %s, not %s", e->from->name, key_of(e->from, object).text,
                 text, expected ? expected : "an object that is none");
        wrong(e->name, detail);
    }
}

/* Whether a path goes on where the relation points back to: joined, that is another object of the same row. */
static bool goes_back(size_t n)
{
    bool goes = false;
    for (size_t i = n + 1; i < node_count; i++)
        goes = goes || (nodes[i].parent == n && nodes[i].edge->member == nodes[n].edge->back);
    return goes;
}

/* One object for each row, whoever points to it; and back to its owner. */
static void add_objects(objects *next, size_t n, quern_object *owner, void *const *came, size_t count)
{
    const edge *e = nodes[n].edge;
    const bool back = e->back && !(trial.joins && goes_back(n));
    for (size_t i = 0; i < count; i++) {
        const key mine = key_of(e->to, came[i]);
        size_t at = 0;
        while (at < next->count && strcmp(key_of(e->to, next->of[at]).text, mine.text) != 0)
            at++;
        if (at == next->count)
            next->of[next->count++] = came[i];
        else if (next->of[at] != came[i])
            wrong("the same row is two objects", e->name);
        if (back && member_of(came[i], e->back) != owner)
            wrong("it does not point back", e->name);
    }
}

static void check_node(size_t parent, const objects *level, bool peers)
{
    for (size_t n = 1; n < node_count; n++) {
        const edge *e = nodes[n].edge;
        objects *next = nodes[n].parent == parent ? calloc(1, sizeof *next) : NULL;
        if (!next)
            continue;
        for (size_t i = 0; i < level->count; i++) {
            void *came[ROWS * 4];
            const size_t count = read_related(level->of[i], e, peers, came);
            expect_same(e, level->of[i], came, count);
            add_objects(next, n, level->of[i], came, count);
        }
        check_node(n, next, peers);
        free(next);
    }
}

/* ---- Ways ---- */

static void must(bool done)
{
    if (!done || quern_failed(s))
        wrong("failed", quern_error_text(s));
}

static void read_list(quern_queryset *queryset, objects *out)
{
    void *const *list = (quern_list)(queryset, trial.root, QUERN_SITE);
    must(list);
    out->count = 0;
    while (list[out->count]) {
        out->of[out->count] = list[out->count];
        out->count++;
    }
}

static void expect_no_more(int64_t before, int64_t most)
{
    char detail[40];
    const int64_t ran = quern_query_count(s) - before;
    snprintf(detail, sizeof detail, "%d, not %d", (int)ran, (int)most);
    if (ran > most)
        wrong("statements", detail);
    must(true);
}

static void evaluated(quern_queryset *queryset, const paths *p)
{
    static objects all;
    const bool batches = below(3) == 0;
    int64_t before = quern_query_count(s);
    queryset = with_paths(queryset, p);
    read_list(batches ? quern_prefetch_batch(queryset, 1 + (uint32_t)below(3)) : queryset, &all);
    if (!batches)
        expect_no_more(before, (int64_t)node_count);
    before = quern_query_count(s);
    check_node(0, &all, false);
    expect_no_more(before, 0);
}

static void streamed(quern_queryset *queryset, const paths *p)
{
    const quern_iterate_options options = { .chunk = 1 + (uint32_t)below(3), .ahead = below(2) ? -1 : 0 };
    quern_iterator *rows =
        (quern_iterate)(with_paths(queryset, p), trial.root, &options, sizeof options, QUERN_SITE);
    objects *one = calloc(1, sizeof *one);
    ck_assert_ptr_nonnull(one);
    one->count = 1;
    must(rows);
    while ((one->of[0] = (quern_iterator_next)(rows)) != NULL) {
        const int64_t before = quern_query_count(s);
        check_node(0, one, false);
        expect_no_more(before, 0);
    }
    must(true);
    quern_iterator_clear(&rows);
    free(one);
}

static void for_objects(quern_queryset *queryset, const paths *p)
{
    static objects all;
    read_list(queryset, &all);
    int64_t before = quern_query_count(s);
    must(p->prefetch_count == 0 || (quern_prefetch_objects)(s, trial.root, (void *const *)all.of, all.count,
                                                            p->prefetches, QUERN_SITE));
    expect_no_more(before, (int64_t)node_count - 1);
    before = quern_query_count(s);
    check_node(0, &all, false);
    expect_no_more(before, 0);
}

static void for_peers(quern_queryset *queryset, const paths *p)
{
    static objects all;
    (void)p;
    const int64_t before = quern_query_count(s);
    read_list(quern_fetch_mode(queryset, QUERN_FETCH_PEERS), &all);
    check_node(0, &all, true);
    expect_no_more(before, (int64_t)node_count);
}

static const struct {
    const char *name;
    void (*run)(quern_queryset *queryset, const paths *paths);
    bool may_join;
} ways[] = { { "evaluated", evaluated, true },
             { "streamed", streamed, true },
             { "for objects", for_objects, false },
             { "for peers", for_peers, false } };

static void run_round(void)
{
    paths p;
    const size_t way = below(5) % 4; /* the first twice as often */
    const quern_mark before = quern_session_mark(s);
    trial.root = models[below(MODELS)];
    trial.way = ways[way].name;
    make_paths(&p, ways[way].may_join);
    quern_queryset *queryset = (quern_objects)(s, trial.root, QUERN_SITE);
    queryset = quern_order_by(queryset, "pk");
    ways[way].run(below(3) ? queryset : quern_slice(queryset, 0, (int64_t)below(5)), &p);
    must(quern_session_rewind(s, before));
}

START_TEST(as_one_by_one)
{
    NEEDS_SERVER();
    const char *given = getenv("QUERN_SEED");
    const uint64_t first = given && *given ? strtoull(given, NULL, 0) : 1;
    for (trial.seed = first; trial.seed < first + DATA; trial.seed++) {
        trial.random = (quern__random){ trial.seed };
        fill_web(&trial.random);
        for (int i = 0; i < ROUNDS; i++)
            run_round();
    }
    printf("related_any: %d rounds, seeds %" PRIu64 " to %" PRIu64 "\n", DATA * ROUNDS, first,
           trial.seed - 1);
}
END_TEST

Suite *quern__suite_related_any(void);

Suite *quern__suite_related_any(void)
{
    Suite *suite = suite_create("related_any");
    TCase *tests = server_case("related_any");
    tcase_add_test(tests, as_one_by_one);
    suite_add_tcase(suite, tests);
    return suite;
}
