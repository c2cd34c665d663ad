/* detect.h: the N+1 detector: told of loads before they are sent, answers allow, warn or refuse. It knows no querysets and asks nothing:
 * what a load is for are numbers and names, of which it only sees whether they are the same. */
#ifndef QUERN__DETECT_DETECT_H
#define QUERN__DETECT_DETECT_H

#include "lib/base/text.h"

#include <quern/detect.h>

typedef struct quern__detector quern__detector; /* of a session */
typedef struct quern__place quern__place;       /* a line that loads one thing */

enum { QUERN__PLACES_MOST = 64 };

/* What is loaded. */
typedef enum quern__wanted {
    QUERN__WANTED_FIELD = 0,
    QUERN__WANTED_ONE,  /* an object, by relations that lead to one object each */
    QUERN__WANTED_MANY, /* a set, or an object behind one, or behind what a prefetch loaded */
    QUERN__WANTED_SOME  /* of a loop: some of a set, or in another order */
} quern__wanted;

/* A load: what is looked at each time. Texts live as long as the detector. */
typedef struct quern__load {
    quern_warning_kind kind;
    const char *site;   /* of the call */
    const void *member; /* LAZY: the relation or field. With `way` and `site` it is the place */
    uint64_t way;       /* LAZY: how the object was come to; LOOP: a digest of the statement */
    uint64_t
        run; /* what goes on is one run, this is its number. LAZY: of the result; LOOP: of this evaluation */
    uint64_t last_run; /* LAZY: the same; LOOP: of the latest evaluation at the site */
    uint64_t subject;  /* LAZY: the object that it is for; LOOP: a digest of the values */
} quern__load;

/* What there is to say of it: asked for once for each place that has a warning. Texts live as long as the detector, but for the path. */
typedef struct quern__words {
    quern_warning_kind kind;
    const char *queryset; /* the site of that */
    const char *model;    /* of that */
    const char
        *path; /* from its objects to what is loaded; "" of a loop whose queryset belongs to no object */
    const char *target;   /* of SOME: the model that they are of */
    quern__wanted wanted; /* what the last part of the path is */
    bool raw;             /* the objects come from SQL of the user's own */
} quern__words;

typedef enum quern__answer {
    QUERN__ALLOW = 0,
    QUERN__WARN,  /* and tell, when it has ended */
    QUERN__REFUSE /* instead of sending it */
} quern__answer;

typedef struct quern__verdict {
    quern__answer answer;
    quern__place *place; /* good until the next verdict; NULL: there is no memory to watch it */
    bool unnamed;        /* there is a warning, for which quern__detect_name has to follow */
} quern__verdict;

/* NULL when out of memory. `mode` is none but COUNT, LOG or ERROR. */
quern__detector *quern__detector_open(const quern_allocator *allocator, quern_detect_mode mode);

/* NULL is allowed. */
void quern__detector_close(quern__detector *detector);

/* Of a load that is to be sent. Nothing fails for want of memory: then it is allowed, and nobody knows. */
quern__verdict quern__detect(quern__detector *detector, const quern__load *load);

/* Gives the place's warning its names. Without memory it has none. */
void quern__detect_name(quern__place *place, const quern__words *words);

/* What was loaded eagerly for one result, or for a chunk of a stream, is over: whether anybody has asked for it. `run`: of the result, or
 * the stream; `member` and `way`: what it is, and by which name. Once somebody has, nothing is said of the place any more. */
quern__verdict quern__detect_eager(quern__detector *detector, const quern__load *load, bool used);

/* That result, or stream, is over: gives a place of which nobody has asked for anything, with what is to be done, once for each; at last
 * no place. */
quern__verdict quern__detect_over(quern__detector *detector, uint64_t run);

/* What is not over, and nobody has asked for yet, counts as long as that is so: all of it is told between this call and the next, by
 * quern__detect_unasked. For a place that is unnamed a name has to follow. */
void quern__detect_look(quern__detector *detector);
quern__verdict quern__detect_unasked(quern__detector *detector, const quern__load *load);

/* The load of the verdict has ended, and took so long. NULL is allowed. */
void quern__detect_end(quern__place *place, int64_t microseconds);

/* What there is to say of a place that has a warning, as it is now; good until the next call. Texts for which there is no memory are "". */
const quern_warning *quern__detect_tell(quern__detector *detector, quern__place *place);

/* As quern_warning_count and quern_warning_at; behind all that have a number, those of the latest look. */
int64_t quern__detector_count(const quern__detector *detector);
const quern_warning *quern__detector_at(quern__detector *detector, int64_t number);

/* words.c: the two sentences of a warning; the second one needs no place, but words. */
void quern__detect_put_message(quern__text *text, const quern_warning *warning);
void quern__detect_put_advice(quern__text *text, const quern__words *words);

#endif
