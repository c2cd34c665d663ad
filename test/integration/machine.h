/* machine.h: what a machine keeps: objects, querysets and streams, how long each is to live, and which keys there should be. The rows are
 * those of web.h. */
#ifndef QUERN__TEST_INTEGRATION_MACHINE_H
#define QUERN__TEST_INTEGRATION_MACHINE_H

#include "test/integration/web.h"

enum { LIVES = 4096, OBJECTS = 48, QUERYSETS = 32, STREAMS = 3, TAKEN = 3, MARKS = 6 };

/* Keys as bits, and how many: one may come more than once over a table between. */
typedef struct keys {
    uint64_t mask;
    int64_t count;
    bool known; /* false: some of the mask */
} keys;

/* How long something lives: until a rewind to before its birth, and no longer than what is above. */
typedef struct life {
    uint32_t above; /* 0: the session */
    uint64_t birth; /* 0: no rewind ends it */
    bool dead, taken;
} life;

/* All of it, and the step that is being made. */
extern struct machine {
    life lives[LIVES];
    uint32_t life_count;
    uint64_t clock;
    struct object {
        quern_object *object; /* NULL: the slot is free */
        const quern_model *model;
        key key;
        uint32_t life;
    } objects[OBJECTS];
    struct set {
        quern_queryset *queryset;
        const quern_model *model;
        keys keys;
        uint32_t life, above; /* what is made of it lives as long as that */
        bool cached, sliced;
    } sets[QUERYSETS];
    struct stream {
        quern_iterator *iterator;
        const quern_model *model;
        uint32_t life, chunk, rows, size;
    } streams[STREAMS];
    struct taken {
        quern_result *result;
        uint32_t life;
    } taken[TAKEN];
    struct mark {
        quern_mark mark;
        uint64_t clock;
    } marks[MARKS];
    size_t mark_count;
    uint64_t seed;
    int step;
    const char *name; /* of the step */
    bool may_fail;    /* in this step */
    bool raises;      /* some of the objects do not fetch */
    quern__random random;
} machine;

/* A number from 0 to `count` - 1. */
size_t below(size_t count);
/* Fails the test, with what repeats it. */
void wrong(const char *what);
/* Takes the session's failure, which must be one that the step may have; false when there is none. */
bool read_error(void);

/* ---- Lives ---- */

/* It has ended, or one above it has. */
bool is_over(uint32_t of);
/* It goes on without the session: querysets in it are over. */
bool is_taken(uint32_t of);
/* A new one; `held`: a rewind may end it. */
uint32_t begin_life(uint32_t above, bool held);
/* A rewind to what the clock was then. */
void end_younger(uint64_t clock);
/* The slots of what has ended are free. */
void forget_dead(void);

/* ---- Slots ---- */

/* In any slot; what was there is forgotten, and lives on. */
void keep_object(const quern_model *model, void *object, uint32_t of);
struct set *keep_set(quern_queryset *queryset, const quern_model *model, keys of, uint32_t above);
/* One of a model, or of any (NULL); NULL: there is none. */
struct object *some_object(const quern_model *model);
/* One that is not to live long. */
struct object *some_object_of_chunk(void);
/* Of the session (0), of an object (1), or of either (2). */
struct set *some_set_of(const quern_model *model, size_t whose);
struct set *some_set(const quern_model *model);
const edge *some_edge(const quern_model *from);

/* ---- Keys ---- */

void add_key(keys *to, const char *text);
keys keys_of_text(const char *text);
void expect_keys(keys expected, keys came, const char *what);
/* Those that are in both. */
keys both(keys a, keys b);
/* All rows of the model, as another session sees them. */
keys all_of(const quern_model *model);

/* ---- Steps by which something ends (machine_ends.c) ---- */

void step_open_stream(void);
void step_read_stream(void);
void step_close_stream(void);
void step_mark(void);
void step_rewind_to_mark(void);
void step_take(void);
void step_adopt(void);
void step_edit(void);
void step_reset(void);
void step_cancel(void);

/* ---- Looking ---- */

/* Whether it may be asked. */
bool usable(const struct set *set);
/* Looks at all objects that should be there, and at what is known of them. */
void look(void);

#endif
