/* test_belonging_any.c: a machine that makes, keeps, evaluates, takes and frees, in any order, what belongs to objects, and looks at all that
 * should still be there. To be run with a sanitizer. A seed makes the rows and the steps, and is told with whatever goes wrong. QUERN_SEED,
 * QUERN_ROUNDS: others, and more of them. */
#include "test/integration/machine.h"

#include "lib/base/arena.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 5, STEPS = 200, SPARE = 64 * 1024 };

/* ---- Making ---- */

static quern_queryset *with_prefetch(quern_queryset *queryset, const quern_model *model)
{
    char path[60];
    const edge *e = some_edge(model), *next = some_edge(e->to);
    quern_prefetch list[2] = { { .path = e->name } };
    const struct set *chosen = below(3) == 0 ? some_set(e->to) : NULL;
    if (chosen && usable(chosen) && !(chosen->sliced && !e->many)) {
        list[0].queryset = chosen->queryset;
        list[0].to = "chosen";
    } else if (below(2)) {
        snprintf(path, sizeof path, "%s__%s", e->name, next->name);
        list[0].path = path;
    }
    quern_queryset *made = (quern_prefetch_related)(queryset, list, QUERN_SITE);
    return list[0].to && quern_queryset_error(made) ? queryset : made; /* what is chosen twice */
}

static void make_root(void)
{
    const quern_model *model = models[below(MODELS)];
    quern_queryset *made = (quern_objects)(s, model, QUERN_SITE);
    const size_t mode = below(8);
    if (mode < 2)
        made = quern_fetch_mode(made, QUERN_FETCH_PEERS);
    if (mode == 3) {
        made = quern_fetch_mode(made, QUERN_FETCH_RAISE);
        machine.raises = true;
    }
    for (size_t i = below(3); i > 0; i--)
        made = with_prefetch(made, model);
    (void)keep_set(made, model, all_of(model), 0);
}

static void make_related(void)
{
    const struct object *o = below(2) ? some_object_of_chunk() : some_object(NULL);
    const edge *e = o ? some_edge(o->model) : NULL;
    if (!e)
        return;
    quern_queryset *made = (quern_related)(o->object, e->name, QUERN_SITE);
    const bool to_one = !e->many && !e->back, detached = is_taken(o->life);
    const bool forward =
        e->member && !e->many && (to_one || e->from == &badge_model || e->from == &membership_model);
    if (detached || quern_queryset_error(made)) {
        if (!forward && !detached)
            wrong(quern_queryset_error(made)->message);
        return;
    }
    (void)keep_set(made, e->to, keys_of_text(expected_keys(e, o->object)), o->life);
}

static void refine(void)
{
    const struct set *of = some_set_of(NULL, 2 * below(2));
    const struct set *in = of ? some_set_of(of->model, 1 + below(2)) : NULL;
    quern_queryset *made = NULL;
    if (!of || !usable(of))
        return;
    keys left = of->keys;
    bool sliced = of->sliced;
    switch (below(sliced ? 4 : 8)) {
    case 0:
        made = quern_all(of->queryset);
        break;
    case 1:
        made = with_prefetch(of->queryset, of->model);
        break;
    case 2:
    case 3: {
        const int64_t most = (int64_t)below(4);
        made = quern_slice(of->queryset, 0, most);
        left.known = false;
        sliced = true;
        break;
    }
    case 4:
        made = quern_order_by(of->queryset, "-pk");
        break;
    default:
        if (!in || !usable(in) || in->sliced)
            return;
        quern_value operand = quern_value_queryset(in->queryset);
        made = quern_filter(of->queryset, Q("pk__in", below(2) ? operand : quern_keep_value(s, operand)));
        left = both(of->keys, in->keys);
    }
    struct set *set = keep_set(made, of->model, left, of->above);
    set->sliced = sliced;
}

/* ---- Evaluating ---- */

static void read_all(void)
{
    struct set *set = some_set(NULL);
    keys came = { .known = true };
    if (!set)
        return;
    machine.may_fail = !usable(set);
    quern_each each = quern_each_begin(set->queryset, set->model, QUERN_SITE);
    for (void *o; (o = quern_each_next(&each)) != NULL;) {
        add_key(&came, key_of(set->model, o).text);
        if (!set->sliced)
            keep_object(set->model, o, set->life);
    }
    quern_each_end(&each);
    if (quern_failed(s) || !usable(set))
        return;
    set->cached = true;
    expect_keys(set->keys, came, "other rows");
}

static void ask(void)
{
    struct set *set = some_set(NULL);
    bool found = false;
    if (!set)
        return;
    machine.may_fail = !usable(set);
    const struct object *o = some_object(set->model);
    const size_t what = below(4);
    const int64_t count =
        what == 0   ? quern_count(set->queryset)
        : what == 1 ? quern_len(set->queryset)
        : what == 2 ? quern_exists(set->queryset, &found)
                    : o && !set->sliced && (quern_contains)(set->queryset, o->object, &found, QUERN_SITE);
    if (quern_failed(s) || !usable(set))
        return;
    set->cached |= what == 1;
    if (set->keys.known && what < 2 && count != set->keys.count)
        wrong("another count");
    if (set->keys.known && what == 2 && found != (set->keys.count > 0))
        wrong("exists");
}

static void take_one(void)
{
    struct set *set = some_set(NULL);
    if (!set)
        return;
    machine.may_fail = !usable(set) || set->sliced;
    void *one = NULL;
    bool may_ask = false; /* though it is cached: without an order */
    switch (below(4)) {
    case 0:
        may_ask = set->cached;
        one = (quern_first)(set->queryset, set->model, QUERN_SITE);
        break;
    case 1:
        one = (quern_at)(set->queryset, set->model, (int64_t)below(3), QUERN_SITE);
        break;
    case 2:
        may_ask = set->cached;
        one = (quern_last)(set->queryset, set->model, QUERN_SITE);
        break;
    default: {
        void *const *list = (quern_list)(set->queryset, set->model, QUERN_SITE);
        one = list ? list[0] : NULL;
        set->cached |= list != NULL;
    }
    }
    if (!one || set->sliced)
        return;
    keys came = { .known = true };
    add_key(&came, key_of(set->model, one).text);
    if (came.mask & ~set->keys.mask)
        wrong("a row that is not among them");
    if (!may_ask)
        keep_object(set->model, one, set->cached ? set->life : begin_life(set->above, true));
}

static void evaluate_several(void)
{
    const struct set *some[] = { some_set(NULL), some_set(NULL), some_set(NULL) };
    quern_queryset *list[] = { NULL, NULL, NULL, NULL };
    size_t count = 0;
    for (size_t i = 0; i < 3; i++)
        if (some[i] && usable(some[i]))
            list[count++] = some[i]->queryset;
    machine.may_fail = true; /* RAISE of one is told with its number */
    const bool done = (quern_evaluate_all)(s, list, QUERN_SITE);
    for (size_t i = 0; done && i < 3; i++)
        if (some[i] && usable(some[i]))
            ((struct set *)(uintptr_t)some[i])->cached = true;
    if (!machine.raises && count && !done)
        wrong("quern_evaluate_all");
}

/* ---- Fetching ---- */

static void fetch(void)
{
    const struct object *o = some_object(NULL);
    const edge *e = o ? some_edge(o->model) : NULL;
    if (!e || !e->member)
        return;
    void *one = *(void **)(quern_fetch)(o->object, e->member, QUERN_SITE);
    const keys expected = keys_of_text(expected_keys(e, o->object));
    keys came = { .known = true };
    if (quern_failed(s) || is_taken(o->life))
        return;
    if (one)
        add_key(&came, key_of(e->to, one).text);
    expect_keys(expected, came, "quern_fetch");
    keep_object(e->to, one, o->life);
}

static void fetch_side(void)
{
    const struct object *o = some_object(below(2) ? &player_model : &club_model);
    if (!o || is_taken(o->life))
        return;
    const bool is_player = o->model == &player_model;
    const size_t which = below(3);
    player *p = (player *)(void *)o->object;
    club *c = (club *)(void *)o->object;
    void **list =
        is_player ? (void **)(which == 0   ? quern_fetch(p, staff)
                              : which == 1 ? quern_fetch(p, friends)
                                           : quern_fetch(p, idols))
                  : (which == 0 ? (void **)quern_fetch(c, members) : (void **)quern_fetch(c, memberships));
    const quern_model *to = is_player || which == 0 ? &player_model : &membership_model;
    if (!quern_failed(s) && list[0])
        keep_object(to, list[0], o->life);
}

static void prefetch_objects(void)
{
    const struct object *first = some_object(NULL);
    void *list[6];
    size_t count = 0;
    if (!first)
        return;
    for (size_t i = 0; i < 6; i++) {
        const struct object *o = some_object(first->model);
        if (o && !is_taken(o->life))
            list[count++] = o->object;
    }
    char path[60];
    const edge *e = some_edge(first->model);
    snprintf(path, sizeof path, "%s__%s", e->name, some_edge(e->to)->name);
    const quern_prefetch paths[] = { { .path = below(2) ? path : e->name, .to = NULL }, { 0 } };
    if (!(quern_prefetch_objects)(s, first->model, list, count, paths, QUERN_SITE))
        wrong("quern_prefetch_objects");
}

/* What is related already is related again, or all of it is set: the set is forgotten, and is what it was. */
static void change_nothing(void)
{
    const struct object *o = some_object(below(2) ? &player_model : &club_model);
    if (!o || is_taken(o->life))
        return;
    const char *name = o->model == &player_model ? (below(2) ? "friends" : "idols") : "topics";
    const quern_model *to = o->model == &player_model ? &player_model : &topic_model;
    for (size_t i = 0; i < STREAMS; i++)
        if (machine.streams[i].iterator) /* READ ONLY */
            return;
    const quern_mark before = quern_session_mark(s);
    quern_queryset *now = quern_all((quern_related)(o->object, name, QUERN_SITE));
    void *const *list = (quern_list)(now, to, QUERN_SITE);
    if (list && below(2))
        (void)(quern_related_add)(o->object, name, list, (size_t)quern_len(now), NULL, QUERN_SITE);
    else if (list)
        (void)(quern_related_set)(o->object, name, list, (size_t)quern_len(now), NULL, QUERN_SITE);
    (void)quern_session_rewind(s, before);
}

/* ---- The machine ---- */

static const struct {
    const char *name;
    void (*run)(void);
    size_t often;
} steps[] = { { "make_root", make_root, 6 },
              { "make_related", make_related, 8 },
              { "refine", refine, 8 },
              { "read_all", read_all, 8 },
              { "ask", ask, 6 },
              { "take_one", take_one, 4 },
              { "evaluate_several", evaluate_several, 2 },
              { "fetch", fetch, 4 },
              { "fetch_side", fetch_side, 3 },
              { "prefetch_objects", prefetch_objects, 3 },
              { "change_nothing", change_nothing, 2 },
              { "open_stream", step_open_stream, 6 },
              { "read_stream", step_read_stream, 12 },
              { "close_stream", step_close_stream, 1 },
              { "mark", step_mark, 3 },
              { "rewind_to_mark", step_rewind_to_mark, 2 },
              { "take", step_take, 3 },
              { "adopt", step_adopt, 2 },
              { "edit", step_edit, 1 },
              { "reset", step_reset, 1 },
              { "cancel", step_cancel, 1 } };

static void step(void)
{
    size_t at = 0, all = 0, i = 0;
    for (size_t j = 0; j < sizeof steps / sizeof *steps; j++)
        all += steps[j].often;
    for (at = below(all); at >= steps[i].often; i++)
        at -= steps[i].often;
    machine.name = steps[i].name;
    machine.may_fail = false;
    steps[i].run();
    (void)read_error();
    forget_dead();
    look();
}

static void run_round(void)
{
    machine.life_count = 0;
    machine.clock = 0;
    machine.mark_count = 0;
    machine.raises = false;
    for (machine.step = 0; machine.step < STEPS; machine.step++)
        step();
    for (size_t i = 0; i < STREAMS; i++)
        quern_iterator_clear(&machine.streams[i].iterator);
    quern_session_reset(s);
    for (size_t i = 0; i < TAKEN; i++) {
        quern_result_free(machine.taken[i].result);
        machine.taken[i].result = NULL;
    }
    memset(machine.objects, 0, sizeof machine.objects);
    memset(machine.sets, 0, sizeof machine.sets);
}

START_TEST(any_steps)
{
    NEEDS_SERVER();
    const char *seed = getenv("QUERN_SEED"), *rounds = getenv("QUERN_ROUNDS");
    const uint64_t first = seed && *seed ? strtoull(seed, NULL, 0) : 1,
                   count = rounds && *rounds ? strtoull(rounds, NULL, 0) : ROUNDS;
    quern_session_reset(s);
    const size_t bytes = quern_session_bytes(s);
    for (machine.seed = first; machine.seed < first + count; machine.seed++) {
        machine.random = (quern__random){ machine.seed };
        fill_web(&machine.random);
        run_round();
        /* Memory that was given back whole is kept for what comes next, but where it is to be looked at. */
        ck_assert_uint_le(quern_session_bytes(s), bytes + (quern__arena_debug ? 0 : SPARE));
    }
    printf("belonging_any: seeds %" PRIu64 " to %" PRIu64 "\n", first, machine.seed - 1);
}
END_TEST

Suite *quern__suite_belonging_any(void);

Suite *quern__suite_belonging_any(void)
{
    Suite *suite = suite_create("belonging_any");
    TCase *tests = server_case("belonging_any");
    tcase_add_test(tests, any_steps);
    suite_add_tcase(suite, tests);
    return suite;
}
