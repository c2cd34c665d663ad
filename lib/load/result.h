/* result.h: the rows of one evaluation, as structs. They lie in blocks that never move, each twice as large as the one
 * before it, so a row's block follows from its number and pointers to rows stay good for as long as the result lives. */
#ifndef QUERN__LOAD_RESULT_H
#define QUERN__LOAD_RESULT_H

#include "lib/model/origin.h"
#include "lib/session/session.h"

#include <quern/evaluate.h>
#include <quern/object.h>

#define QUERN__RESULT_BLOCKS 30 /* for 2^32 - 4 rows: a quern_object can count no further */
#define QUERN__RESULT_FIRST 4   /* rows of the first block */

/* Columns of quern_raw that no field is for. Their cells stay as they came, behind each row's struct. */
typedef struct quern__extras {
    const quern_backend *backend; /* knows how to decode them */
    size_t count;
    const quern_column *columns;
    size_t offset; /* of the first cell, from the row's beginning */
} quern__extras;

/* Some rows of a result as quern_list gives them: pointers, ended by NULL. */
typedef struct quern__list {
    struct quern__list *next;
    size_t first, count;
    void *rows[];
} quern__list;

/* Rows as they were when quern_edit kept them: blocks of pointers, as those of rows. */
typedef struct quern__images {
    void **blocks[QUERN__RESULT_BLOCKS];
} quern__images;

struct quern_result {
    union {
        quern__origin origin;
        struct {
            QUERN__ORIGIN_MEMBERS
        };
    };
    quern__arena *arena;    /* child of the session's: the rows, and whatever is loaded for them later */
    quern_session *session; /* NULL: it was taken from it */
    quern__held held;       /* by the session; without an arena: it lies in an owner's */
    quern__taken taken;     /* once it was: its place in the db's list */
    quern__images *images;  /* NULL: no row was edited */
    size_t count;
    size_t stride; /* bytes of a row: its struct, and what else is kept for it */
    /* Of what was loaded later for an object: the result that this one is of, in whose arena it lies. See
     * quern__result_session. */
    quern_result *owner;
    /* Of an object that was found by a key which is written otherwise than its own, as citext may: that key. NULL: none. */
    const quern_value *found_by;
    const quern__extras *extras; /* NULL: none */
    /* Of what is loaded for its objects: */
    quern_fetch_kind fetch_mode;
    bool several;             /* the objects are some of more: of a stream, or of those that others lead to */
    const char *site;         /* of the queryset; NULL: there is none */
    const quern_result *from; /* of what was loaded later: for whose objects; NULL: it was not */
    const quern__field *via;  /* and by which relation of theirs */
    const char *via_name;     /* which they know by this name; NULL: by its own */
    uint64_t number;          /* among the results of the session */
    uint64_t group; /* that number of the one that it all began with, or of the stream's first chunk */
    uint64_t way;   /* from that one's objects to these: a digest of the relations */
    bool **unfound; /* see quern__result_unfound */
    struct quern__sets *sets; /* that its objects have (sets.h) */
    bool prefetched;          /* of one that is of another's objects: a prefetch asked for it */
    bool refined;             /* of a queryset of what is related to one of those: it is not all of that */
    struct quern__sets
        *eager; /* of one that no other owns: what is to be used while it lives (eager.h); NULL: nothing */
    quern_result *eager_next, *eager_previous; /* then: of the session's */
    /* What is made of its objects, and lives as it does or shorter (annex.h): */
    struct quern__annex *annex; /* in use; NULL: none */
    quern_result *within;       /* of one that lies in an annex: of which result that is; NULL: it does not */
    char *blocks[QUERN__RESULT_BLOCKS];
    char *next;         /* row of the block that is being filled */
    size_t left;        /* rows of it; 0: none is */
    quern__list *lists; /* that were asked for, so that each is made once */
};

/* An empty result in an arena of its own, as old as the call; NULL when out of memory. Rewinding the session frees it, if it is
 * younger than the mark. */
quern_result *quern__result_open(quern_session *session, const quern__model *model);
void quern__result_close(quern_result *result);

/* How far a result has come, and back to there: nothing is left of what was loaded since. What had been loaded before stays, and stays
 * where it is. */
typedef struct quern__result_point {
    quern__arena_point arena;
    size_t count, left;
    char *next;
    struct quern__sets *sets;
} quern__result_point;

quern__result_point quern__result_mark(const quern_result *result);
void quern__result_rewind(quern_result *result, const quern__result_point *point);

/* The same in an arena that is a child of `parent`, and goes with it at the latest: no rewind looks for it. */
quern_result *quern__result_open_under(quern_session *session, quern__arena *parent,
                                       const quern__model *model);

/* The result is as old as what it is kept for. */
void quern__result_born(quern_result *result, uint64_t birth);

/* What a queryset's rows go into: as quern__result_open, or in its annex, for as long as that lives. */
quern_result *quern__result_open_for(quern_session *session, const quern_queryset *queryset);

/* The same for what is loaded later for an object of `owner`: it lives as long as that. */
quern_result *quern__result_open_in(quern_result *owner, const quern__model *model);

/* And for what one of its relations leads to; of the same fetch mode, and group. */
quern_result *quern__result_open_via(quern_result *from, const quern__field *relation);

/* The same for what comes in the rows of `rows`, whose memory it goes with, and hangs on the objects of `from`: one of those, or `rows`
 * itself. */
quern_result *quern__result_open_along(quern_result *rows, quern_result *from, const quern__field *relation);

/* Whether paths to what its objects lead to begin with it: it has a queryset, which what is asked of others would not have served. */
static inline bool quern__result_begins(const quern_result *result)
{
    const quern_result *from = result->from;
    return !from || (result->within && (result->refined || !(from->several || from->count > 1)));
}

static inline const char *quern__result_via_name(const quern_result *result)
{
    return result->via_name ? result->via_name : result->via->name;
}

/* What a result is to know of the queryset that it is for. */
void quern__result_of(quern_result *result, const quern_queryset *queryset);

/* A chunk is one of those that `first` is the number of. */
void quern__result_chunk(quern_result *result, uint64_t first);

/* Marks, one for each object, of those for which a field, or what it points to, was asked for with all their peers' and did not come:
 * they ask by themselves. NULL: there is none yet, but room is made if `make` says so; NULL then when out of memory. */
bool *quern__result_unfound(quern_result *result, const quern__field *field, bool make);

/* The session that may be asked for more: that of the result that it belongs to, if it does; NULL when that has been taken. */
static inline quern_session *quern__result_session(const quern_result *result)
{
    const quern_result *root = result->owner ? result->owner : result;
    while (root->within)
        root = root->within;
    return root->session;
}

/* Whether the object, which has a result, is that of its row, and not a struct that the program copied. */
bool quern__result_has(const quern_result *result, const quern_object *object);

/* Makes room to note that a field was loaded later; false when out of memory. Then notes it for an object of the result. */
bool quern__result_late_open(quern_result *result, const quern__field *field);
void quern__result_late(quern_result *result, quern_object *object, const quern__field *field);

/* Where the image of a row is, or will be: room for it is made, and it is NULL, if there was none. NULL when out of memory. */
void **quern__result_image(quern_result *result, size_t row);

/* The image of a row; NULL: there is none. */
void *quern__result_find_image(const quern_result *result, size_t row);

/* The memory for one more row, zeroed (in a build for debugging, members that will not be loaded have bytes of nonsense), its object header filled; NULL when out of memory, or of numbers. It counts once
 * quern__result_accept says so; before that the next call gives the same memory. */
void *quern__result_next(quern_result *result);
void quern__result_accept(quern_result *result);

/* The row of that number, which is less than the count. */
void *quern__result_row(const quern_result *result, size_t row);

/* All of its rows, one after the other: as many as there are, and no more. Begins zeroed. */
typedef struct quern__walk {
    char *next;
    size_t left; /* of the block */
    unsigned block;
} quern__walk;

static inline void *quern__walk_on(quern__walk *walk, const quern_result *result)
{
    if (!walk->left) {
        walk->next = result->blocks[walk->block];
        walk->left = (size_t)QUERN__RESULT_FIRST << walk->block++;
    }
    char *row = walk->next;
    walk->next += result->stride;
    walk->left--;
    return row;
}

#endif
