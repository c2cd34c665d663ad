/* detect.c: see detect.h.
 *
 * Each place has its latest *run*: the loads of one result, or a loop's evaluations. A load counts in it when its subject is another than
 * the last one's. At so many the run is one that there is a warning of, with all that was in it; before that it may be nothing, and the
 * next run forgets it. Places lie in a small table, found by a digest of what makes them; the one unused for longest goes first. */
#include "lib/detect/detect.h"

#include "lib/base/digest.h"

#include <string.h>

struct quern__place {
    /* What makes it this one: */
    quern_warning_kind kind;
    const char *site;
    const void *member;
    uint64_t way;
    /* Its latest run: */
    uint64_t run;
    uint64_t subject;
    int64_t length;
    int64_t cost; /* microseconds, until there is a warning of it */
    /* Its warning: */
    int64_t number; /* of it; 0: none */
    int64_t times, microseconds;
    int64_t next;      /* the number of times at which it is told again */
    quern__text names; /* path and advice, each with its NUL; empty: not named yet, or there was no memory */
    const char *model, *queryset;
    uint64_t used; /* for who goes first */
    /* Of what is loaded eagerly: */
    bool asked;     /* somebody has asked for it, once */
    bool waits;     /* `run`, a stream, is not over */
    int64_t seen;   /* in the latest look, how often */
    uint64_t looks; /* and which that was */
};

struct quern__detector {
    const quern_allocator *allocator;
    quern_detect_mode mode;
    uint64_t clock;
    uint64_t looks; /* see quern__detect_look */
    int64_t warnings;
    quern__place *latest; /* that was looked for; NULL: none, or it has gone */
    size_t count;
    uint64_t keys[QUERN__PLACES_MOST];
    quern__place *places[QUERN__PLACES_MOST];
    quern_warning told;
    quern__text message;
};

quern__detector *quern__detector_open(const quern_allocator *allocator, quern_detect_mode mode)
{
    quern__detector *detector = quern__allocate_zeroed(allocator, 1, sizeof *detector);
    if (!detector)
        return NULL;
    detector->allocator = allocator;
    detector->mode = mode;
    detector->message = quern__text_open(allocator);
    return detector;
}

static void free_place(quern__detector *detector, quern__place *place)
{
    quern__text_close(&place->names);
    quern__release(detector->allocator, place);
}

void quern__detector_close(quern__detector *detector)
{
    if (!detector)
        return;
    for (size_t i = 0; i < detector->count; i++)
        free_place(detector, detector->places[i]);
    quern__text_close(&detector->message);
    quern__release(detector->allocator, detector);
}

/* ---- Places ---- */

static uint64_t key_of(const quern__load *load)
{
    return quern__digest_mix((uintptr_t)load->site + (uint64_t)load->kind,
                             load->way ^ (uint64_t)(uintptr_t)load->member);
}

static bool is_of(const quern__place *place, const quern__load *load)
{
    return place->site == load->site && place->member == load->member && place->way == load->way &&
           place->kind == load->kind;
}

static quern__place *find(const quern__detector *detector, uint64_t key, const quern__load *load)
{
    for (size_t i = 0; i < detector->count; i++)
        if (detector->keys[i] == key && is_of(detector->places[i], load))
            return detector->places[i];
    return NULL;
}

/* Where there is room for one more. */
static size_t make_room(quern__detector *detector)
{
    size_t oldest = 0;
    if (detector->count < QUERN__PLACES_MOST)
        return detector->count++;
    for (size_t i = 1; i < detector->count; i++)
        if (detector->places[i]->used < detector->places[oldest]->used)
            oldest = i;
    free_place(detector, detector->places[oldest]);
    detector->latest = NULL;
    return oldest;
}

static quern__place *add(quern__detector *detector, uint64_t key, const quern__load *load)
{
    quern__place *place = quern__allocate_zeroed(detector->allocator, 1, sizeof *place);
    if (!place)
        return NULL;
    place->kind = load->kind;
    place->site = load->site;
    place->member = load->member;
    place->way = load->way;
    place->names = quern__text_open(detector->allocator);
    const size_t at = make_room(detector);
    detector->keys[at] = key;
    detector->places[at] = place;
    return place;
}

/* ---- The rule ---- */

/* The length of a run that there is a warning of. */
static int64_t too_long(const quern__place *place)
{
    return place->kind == QUERN_WARNING_LAZY ? 2 : 3;
}

/* Of a loop the first evaluation was not worth telling. */
static void begin_run(quern__place *place)
{
    place->length = place->kind == QUERN_WARNING_LAZY ? 1 : 2;
    place->cost = 0;
}

/* Whether the load makes the run one that there is a warning of, or goes on with one. */
static bool count(quern__place *place, const quern__load *load)
{
    const bool goes_on = place->length && place->run == load->last_run;
    const bool same = goes_on && place->subject == load->subject;
    place->run = load->run;
    place->subject = load->subject;
    if (!goes_on)
        begin_run(place);
    else if (!same)
        place->length++;
    const int64_t most = too_long(place);
    if (same || place->length < most)
        return false;
    place->times += place->length == most ? most : 1;
    place->microseconds += place->cost;
    place->cost = 0;
    return true;
}

/* The first time, the 10th, the 100th. Runs that begin anew may go over one of them. */
static bool is_time_to_tell(quern__place *place)
{
    if (place->times < place->next)
        return false;
    if (!place->next)
        place->next = 1;
    while (place->next <= place->times)
        place->next *= 10;
    return true;
}

/* One that was refused is so when it is tried again: it was not loaded for that object. */
static quern__answer refuse(quern__place *place)
{
    place->subject = ~place->subject;
    return QUERN__REFUSE;
}

/* NULL when out of memory. */
static quern__place *look_for(quern__detector *detector, const quern__load *load)
{
    const uint64_t key = key_of(load);
    quern__place *place = find(detector, key, load);
    return place ? place : add(detector, key, load);
}

static quern__place *place_of(quern__detector *detector, const quern__load *load)
{
    quern__place *place = detector->latest;
    if (!place || !is_of(place, load))
        place = look_for(detector, load);
    detector->latest = place;
    if (place)
        place->used = ++detector->clock;
    return place;
}

quern__verdict quern__detect(quern__detector *detector, const quern__load *load)
{
    quern__place *place = place_of(detector, load);
    if (!place)
        return (quern__verdict){ .answer = QUERN__ALLOW };
    if (!count(place, load))
        return (quern__verdict){ .place = place };
    if (!place->number)
        place->number = ++detector->warnings;
    const bool due = is_time_to_tell(place);
    return (quern__verdict){ .answer = detector->mode == QUERN_DETECT_ERROR        ? refuse(place)
                                       : due && detector->mode == QUERN_DETECT_LOG ? QUERN__WARN
                                                                                   : QUERN__ALLOW,
                             .place = place,
                             .unnamed = !place->names.size };
}

void quern__detect_end(quern__place *place, int64_t microseconds)
{
    if (!place)
        return;
    if (place->length < too_long(place))
        place->cost += microseconds;
    else
        place->microseconds += microseconds;
}

/* ---- What nobody asked for ---- */

quern__verdict quern__detect_eager(quern__detector *detector, const quern__load *load, bool used)
{
    quern__place *place = place_of(detector, load);
    if (!place)
        return (quern__verdict){ .answer = QUERN__ALLOW };
    place->asked |= used;
    place->waits = !place->asked;
    place->run = load->run;
    return (quern__verdict){ .place = place, .unnamed = place->waits && !place->names.size };
}

quern__verdict quern__detect_over(quern__detector *detector, uint64_t run)
{
    size_t i = 0;
    while (i < detector->count && !(detector->places[i]->waits && detector->places[i]->run == run))
        i++;
    if (i == detector->count)
        return (quern__verdict){ .answer = QUERN__ALLOW };
    quern__place *place = detector->places[i];
    place->waits = false;
    place->times++;
    if (!place->number)
        place->number = ++detector->warnings;
    const bool due = is_time_to_tell(place);
    return (quern__verdict){ .answer =
                                 due && detector->mode != QUERN_DETECT_COUNT ? QUERN__WARN : QUERN__ALLOW,
                             .place = place };
}

void quern__detect_look(quern__detector *detector)
{
    detector->looks++;
}

quern__verdict quern__detect_unasked(quern__detector *detector, const quern__load *load)
{
    quern__place *place = place_of(detector, load);
    if (!place || place->asked)
        return (quern__verdict){ .answer = QUERN__ALLOW };
    if (place->looks != detector->looks)
        place->seen = 0;
    place->looks = detector->looks;
    place->seen++;
    return (quern__verdict){ .place = place, .unnamed = !place->names.size };
}

/* Whether it is one of the latest look's alone. */
static bool is_unasked(const quern__detector *detector, const quern__place *place)
{
    return place->seen && place->looks == detector->looks && !place->number;
}

/* ---- Warnings ---- */

void quern__detect_name(quern__place *place, const quern__words *words)
{
    place->model = words->model;
    place->queryset = words->queryset;
    quern__text_clear(&place->names);
    quern__text_put_bytes(&place->names, words->path, strlen(words->path) + 1);
    quern__detect_put_advice(&place->names, words);
    if (place->names.broken)
        quern__text_clear(&place->names);
}

const quern_warning *quern__detect_tell(quern__detector *detector, quern__place *place)
{
    const char *path = quern__text_get(&place->names);
    detector->told = (quern_warning){ .kind = place->kind,
                                      .site = place->site,
                                      .queryset = place->queryset,
                                      .model = place->model ? place->model : "",
                                      .path = path,
                                      .times = place->times,
                                      .microseconds = place->microseconds,
                                      .advice = place->names.size ? path + strlen(path) + 1 : "" };
    quern__text_clear(&detector->message);
    quern__detect_put_message(&detector->message, &detector->told);
    detector->told.message = quern__text_get(&detector->message);
    return &detector->told;
}

int64_t quern__detector_count(const quern__detector *detector)
{
    int64_t count = detector->warnings;
    for (size_t i = 0; i < detector->count; i++)
        count += is_unasked(detector, detector->places[i]);
    return count;
}

/* NULL when there is none of that number. */
static quern__place *find_number(const quern__detector *detector, int64_t number)
{
    int64_t last = detector->warnings;
    for (size_t i = 0; i < detector->count; i++) {
        quern__place *place = detector->places[i];
        if ((place->number ? place->number : is_unasked(detector, place) ? ++last : 0) == number)
            return place;
    }
    return NULL;
}

const quern_warning *quern__detector_at(quern__detector *detector, int64_t number)
{
    if (number < 0)
        number += quern__detector_count(detector) + 1;
    quern__place *place = number > 0 ? find_number(detector, number) : NULL;
    if (!place)
        return NULL;
    const int64_t over = place->times;
    if (place->looks == detector->looks)
        place->times += place->seen;
    const quern_warning *told = quern__detect_tell(detector, place);
    place->times = over;
    return told;
}
