/* machine.c: see machine.h. */
#include "test/integration/machine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct machine machine;

size_t below(size_t count)
{
    return quern__random_below(&machine.random, count);
}

void wrong(const char *what)
{
    ck_abort_msg("%s, in step %d, %s: %s\n  again: QUERN_SEED=%" PRIu64 " QUERN_ROUNDS=1", what, machine.step,
                 machine.name, quern_error_text(s), machine.seed);
}

/* ---- Lives ---- */

bool is_over(uint32_t of)
{
    for (; of; of = machine.lives[of].above)
        if (machine.lives[of].dead)
            return true;
    return false;
}

bool is_taken(uint32_t of)
{
    for (; of; of = machine.lives[of].above)
        if (machine.lives[of].taken)
            return true;
    return false;
}

uint32_t begin_life(uint32_t above, bool held)
{
    ck_assert_int_lt(machine.life_count + 1, LIVES);
    machine.lives[++machine.life_count] = (life){ .above = above, .birth = held ? ++machine.clock : 0 };
    return machine.life_count;
}

void end_younger(uint64_t clock)
{
    for (uint32_t i = 1; i <= machine.life_count; i++)
        machine.lives[i].dead |= machine.lives[i].birth > clock && !is_taken(i);
    machine.clock = clock;
}

void forget_dead(void)
{
    for (size_t i = 0; i < OBJECTS; i++)
        if (is_over(machine.objects[i].life))
            machine.objects[i].object = NULL;
    for (size_t i = 0; i < QUERYSETS; i++)
        if (is_over(machine.sets[i].life))
            machine.sets[i].queryset = NULL;
}

/* ---- What is kept ---- */

void keep_object(const quern_model *model, void *object, uint32_t of)
{
    if (object)
        machine.objects[below(OBJECTS)] = (struct object){ object, model, key_of(model, object), of };
}

struct set *keep_set(quern_queryset *queryset, const quern_model *model, keys of, uint32_t above)
{
    struct set *set = &machine.sets[below(QUERYSETS)];
    *set = (struct set){ .queryset = queryset, .model = model, .keys = of, .above = above };
    set->life = begin_life(above, true);
    return set;
}

struct object *some_object(const quern_model *model)
{
    const size_t first = below(OBJECTS);
    for (size_t i = 0; i < OBJECTS; i++) {
        struct object *object = &machine.objects[(first + i) % OBJECTS];
        if (object->object && (!model || object->model == model))
            return object;
    }
    return NULL;
}

struct set *some_set_of(const quern_model *model, size_t whose)
{
    const size_t first = below(QUERYSETS);
    for (size_t i = 0; i < QUERYSETS; i++) {
        struct set *set = &machine.sets[(first + i) % QUERYSETS];
        if (set->queryset && (!model || set->model == model) && (whose == 2 || (set->above != 0) == whose))
            return set;
    }
    return NULL;
}

struct set *some_set(const quern_model *model)
{
    return some_set_of(model, 2);
}

struct object *some_object_of_chunk(void)
{
    for (size_t i = 0; i < OBJECTS; i++) {
        const uint32_t of = machine.objects[i].life;
        if (machine.objects[i].object && of && !machine.lives[of].birth)
            return &machine.objects[i];
    }
    return NULL;
}

const edge *some_edge(const quern_model *from)
{
    for (;;) {
        const edge *e = &edges[below(EDGES)];
        if (!from || e->from == from)
            return e;
    }
}

/* ---- What is expected ---- */

void add_key(keys *to, const char *text)
{
    while (*text && (*text < '0' || *text > '9'))
        text++;
    to->mask |= (uint64_t)1 << strtoul(text, NULL, 10) % 64;
    to->count++;
}

keys keys_of_text(const char *text)
{
    keys found = { .known = true };
    for (; *text; text = strchr(text, ' ') + 1)
        add_key(&found, text);
    return found;
}

static int64_t bits(uint64_t mask)
{
    return __builtin_popcountll(mask);
}

void expect_keys(keys expected, keys came, const char *what)
{
    if (came.mask & ~expected.mask ||
        (expected.known && (came.mask != expected.mask || came.count != expected.count)))
        wrong(what);
}

keys both(keys a, keys b)
{
    keys made = { .mask = a.mask & b.mask, .known = a.known && b.known && bits(a.mask) == a.count };
    made.count = bits(made.mask);
    return made;
}

keys all_of(const quern_model *model)
{
    keys all = { .known = true };
    quern_session *other = quern_session_open(db);
    quern_each each = quern_each_begin((quern_objects)(other, model, QUERN_SITE), model, QUERN_SITE);
    for (void *o; (o = quern_each_next(&each)) != NULL;)
        add_key(&all, key_of(model, o).text);
    quern_each_end(&each);
    quern_session_close(other);
    return all;
}

bool usable(const struct set *set)
{
    return !is_taken(set->life);
}

bool read_error(void)
{
    const quern_error *error;
    if (!quern_error_take(s, &error))
        return false;
    const bool raised = machine.raises && error->code == QUERN_ERROR_USAGE && strstr(error->message, "RAISE");
    if (!machine.may_fail && !raised)
        ck_abort_msg("%s (%s), in step %d, %s\n  again: QUERN_SEED=%" PRIu64 " QUERN_ROUNDS=1",
                     error->message, error->hint, machine.step, machine.name, machine.seed);
    return true;
}

/* ---- Looking at what should be there ---- */

static void look_at_sets(const struct object *o)
{
    for (const edge *e = edges; e < edges + EDGES; e++) {
        void *const *loaded = e->from == o->model ? (quern_related_loaded)(o->object, e->name, e->to) : NULL;
        keys came = { .known = true };
        for (; loaded && *loaded; loaded++)
            add_key(&came, key_of(e->to, *loaded).text);
        if (loaded)
            expect_keys(keys_of_text(expected_keys(e, o->object)), came, e->name);
    }
}

static void look_at_chosen(const struct object *o)
{
    const quern_model *to = NULL;
    void *const *loaded = NULL;
    for (size_t i = 0; !loaded && i < MODELS; i++)
        loaded = (quern_related_loaded)(o->object, "chosen", to = models[i]);
    for (; loaded && *loaded; loaded++)
        (void)key_of(to, *loaded);
}

void look(void)
{
    for (size_t i = 0; i < OBJECTS; i++) {
        const struct object *o = &machine.objects[i];
        if (!o->object)
            continue;
        if (strcmp(key_of(o->model, o->object).text, o->key.text) != 0)
            wrong("another key");
        look_at_sets(o);
        look_at_chosen(o);
    }
}
