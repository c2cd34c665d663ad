/* level.h: what the files of prefetching share: the loads of one level, and what they consist of. All of it lies in an arena for the
 * time of the call; what is loaded, in that of the objects that it is for. */
#ifndef QUERN__LOAD_LEVEL_H
#define QUERN__LOAD_LEVEL_H

#include "lib/load/evaluate.h"
#include "lib/load/keyring.h"
#include "lib/load/prefetch.h"

/* Objects, as many as come. */
typedef struct quern__object_list {
    quern_object **objects;
    size_t count, room;
} quern__object_list;

/* The rows of a key, in their order. */
typedef struct quern__bucket {
    void **rows; /* ended by NULL; NULL: there are none, or none yet */
    size_t count;
    quern_object *one; /* what a pointer gets; of a set, the first object that has the key */
} quern__bucket;

/* An object that is to get what its key leads to. */
typedef struct quern__want {
    quern_object *object;
    quern_object *target; /* it is there: some other object has it; NULL: it is asked for */
    uint32_t key;         /* the number of what it asks for; QUERN__NO_KEY: for nothing */
} quern__want;

/* Objects that live as long as one result does. What is loaded for them lies in that one's arena, so each group has rows of its own,
 * though all groups of a load ask together. */
typedef struct quern__group {
    quern_result *root;
    quern_result *from; /* of its first object */
    quern__want *wants;
    size_t want_count, want_room;
    void **lists;        /* two for each want, where a list of one object is to be given; NULL: no such is */
    quern__keyring keys; /* that are asked for */
    quern__bucket *buckets;    /* by number of the key */
    quern__keyring known;      /* keys of what is there already, and may be shared */
    quern__object_list shared; /* which is, by their number */
    quern__keyring seen;       /* over a table between, where there are several batches: the targets' keys */
    quern__object_list firsts; /* and the first row of each, by their number */
    const quern_queryset *by;  /* the relation's queryset, where it can stay; NULL: there is none */
} quern__group;

struct quern__batch;

/* One relation, for the objects of one level. */
typedef struct quern__relating {
    struct quern__relating *next; /* of the level */
    const quern__prefetch *node;
    const struct quern__relating *up; /* what led to the objects; NULL: they were given */
    const quern__field *via;          /* the relation, as the objects' model has it */
    const quern__field *of;           /* the objects' field that is the key */
    const quern__field *by;           /* the rows' field that is the same; NULL: it lies in a table between */
    const quern__field *target_key;   /* what tells that rows of that are one object; NULL: no two are */
    quern__column asked;              /* what the statement goes by */
    const quern__hop *way;            /* to that, over a table between */
    bool to_set;                      /* it becomes a set (sets.h), else a pointer */
    bool asks;
    bool
        doubtful; /* a row is of no key that was asked for: only the server knows whose. So nobody's set is known */
    quern__group *groups;
    size_t group_count, group_room;
    quern__keyring roots;          /* the numbers of their results */
    quern__keyring all;            /* of several groups: the keys of all */
    struct quern__holder *holders; /* by number of such a key */
    const quern_queryset *queryset;
    struct quern__batch *batches;
    size_t batch_count;
    quern__object_list targets; /* where it leads, of which something is to be fetched too */
} quern__relating;

/* Who of several groups has a key. */
typedef struct quern__holder {
    uint32_t group, key;
    struct quern__holder *next;
} quern__holder;

/* A call. */
typedef struct quern__prefetching {
    quern_session *session;
    const quern__prefetch_way *way;
    quern__arena *arena;
    quern__scope scope;     /* in that: for what is built */
    quern__relating *first; /* of the level */
    quern__relating **end;
    quern__part *parts;
    size_t part_count;
} quern__prefetching;

/* Fails the session for want of memory. False. */
bool quern__prefetch_no_memory(const quern__prefetching *p);

/* One more; false when out of memory. */
bool quern__object_list_add(quern__object_list *list, quern__arena *arena, quern_object *object);

/* The keys of a load: of all groups. */
static inline quern__keyring *quern__relating_keys(quern__relating *relating)
{
    return relating->group_count > 1 ? &relating->all : &relating->groups[0].keys;
}

/* gather.c: who of the objects wants what; what is there already is a target. False on failure. */
bool quern__prefetch_gather(quern__prefetching *p, quern__relating *relating,
                            const quern__object_list *objects);

/* ask.c: all that the level asks for, in one round trip. False on failure: what came is gone. */
bool quern__prefetch_ask(quern__prefetching *p);

/* give.c: rows find out for whom they are; then everybody gets what is theirs, and the loads have their targets. False on failure:
 * nobody has got anything, and what came is gone. */
bool quern__prefetch_give(quern__prefetching *p);

#endif
