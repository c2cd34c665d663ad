/* iterate.c: iterators: what a program holds of a stream. The stream's memory goes when it ends, for whatever reason. The iterator
 * itself, a small piece of memory, has to be there as long as the program may ask for one more row, or close it once more: until
 * quern_iterator_clear; or, once the program has closed it, until a rewind; or until the session's end. */
#include "lib/load/annex.h"
#include "lib/load/evaluate.h"
#include "lib/load/stream.h"

#include <quern/iterate.h>

#include <inttypes.h>
#include <string.h>

enum { CHUNK = 2000, AHEAD = 2, AHEAD_MOST = 16 };

struct quern_iterator {
    quern__held held; /* first */
    quern_session *session;
    quern__stream *stream; /* NULL: over */
    const char *site;
    bool closed;   /* by the program */
    bool rewound;  /* it does not know yet that it is over */
    bool orphaned; /* for that reason: the owner of its objects went */
};

static void end(quern_iterator *iterator)
{
    quern__stream *stream = iterator->stream;
    iterator->stream = NULL;
    if (stream)
        quern__stream_close(stream);
}

/* Older than any mark: no rewind ends it any more, but a reset does. */
enum { OLDEST = 1 };

/* The session is rewound, or ends. The loop that the iterator is for may still be running: so a rewind leaves it to a reset, and a
 * reset to the next one. */
static void end_held(quern__held *held)
{
    quern_iterator *iterator = (quern_iterator *)(void *)held;
    iterator->rewound |= iterator->stream != NULL;
    end(iterator);
    if (iterator->closed || !held->birth) {
        quern__release(iterator->session->scope.allocator, iterator);
        return;
    }
    held->birth = held->birth > OLDEST ? OLDEST : 0;
    quern__session_hold(iterator->session, held);
}

/* The arena goes, with the owner of the objects. */
static void orphan(void *argument)
{
    quern_iterator *iterator = argument;
    quern__stream *stream = iterator->stream;
    if (!stream)
        return;
    iterator->stream = NULL;
    iterator->rewound = iterator->orphaned = true;
    quern__stream_end(stream);
}

/* Ending one changes what the session holds. */
static quern_iterator *find_of(const quern_session *session, const quern_result *result)
{
    for (quern__held *held = session->youngest; held; held = held->elder) {
        quern_iterator *iterator = (quern_iterator *)(void *)held;
        if (held->end == end_held && iterator->stream &&
            quern__annex_is_of(iterator->stream->queryset->scope, result))
            return iterator;
    }
    return NULL;
}

void quern__iterators_end(quern_session *session, const quern_result *result)
{
    for (quern_iterator *iterator; (iterator = find_of(session, result)) != NULL;) {
        iterator->rewound = iterator->orphaned = true;
        end(iterator);
    }
}

/* ---- quern_iterate ---- */

static bool refuse(quern_session *session, const char *path, const char *message, const char *hint,
                   const char *site)
{
    quern__failure_set(
        &session->scope.failure,
        &(quern_error){
            .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .path = path, .site = site });
    return false;
}

static bool read_options(quern_session *session, const quern_iterate_options *given, size_t size,
                         quern_iterate_options *out, const char *site)
{
    memset(out, 0, sizeof *out);
    if (given)
        memcpy(out, given, size < sizeof *out ? size : sizeof *out);
    if (!out->chunk)
        out->chunk = CHUNK;
    if (out->chunk > INT32_MAX)
        return refuse(session, "chunk", "quern_iterate: .chunk is out of range",
                      "it is 1 to 2147483647 rows; 0 is 2000", site);
    if (out->ahead < -1 || out->ahead > AHEAD_MOST)
        return refuse(session, "ahead", "quern_iterate: .ahead is out of range",
                      "it is 1 to 16 chunks, or -1 for none; 0 is 2", site);
    out->ahead = !out->ahead ? AHEAD : out->ahead < 0 ? 0 : out->ahead;
    return true;
}

static quern_iterator *make(quern_session *session, const quern_queryset *queryset, const char *site)
{
    const quern_allocator *allocator = session->scope.allocator;
    quern_iterator *iterator = quern__allocate(allocator, sizeof *iterator);
    quern__arena *arena = iterator ? quern__arena_open(allocator, queryset->scope->arena) : NULL;
    quern__stream *stream = arena ? quern__arena_take(arena, sizeof *stream) : NULL;
    if (!stream || !quern__arena_on_close(arena, orphan, iterator)) {
        quern__arena_close(arena);
        quern__release(allocator, iterator);
        quern__failure_no_memory(&session->scope.failure, site);
        return NULL;
    }
    stream->arena = arena;
    *iterator = (quern_iterator){ .session = session, .stream = stream, .site = site };
    iterator->held = (quern__held){ .birth = ++session->scope.serial, .end = end_held };
    quern__session_hold(session, &iterator->held);
    stream->birth = iterator->held.birth;
    return iterator;
}

quern_iterator *(quern_iterate)(quern_queryset *queryset, const quern_model *model,
                                const quern_iterate_options *given, size_t size, const char *site)
{
    quern_iterate_options options;
    quern_session *session = quern__evaluation_begin(queryset);
    if (!session || !quern__evaluation_fits(session, queryset, model, site) ||
        !read_options(session, given, size, &options, site))
        return NULL;
    quern_iterator *iterator = make(session, queryset, site);
    if (!iterator)
        return NULL;
    iterator->stream->session = session;
    iterator->stream->queryset = queryset;
    iterator->stream->rows = options.chunk;
    iterator->stream->ahead = (uint32_t)options.ahead;
    iterator->stream->site = site;
    if (!quern__stream_open(iterator->stream))
        quern_iterator_clear(&iterator);
    return iterator;
}

/* ---- The rest ---- */

static void tell_rewound(quern_iterator *iterator)
{
    static const quern_error rewound = { .code = QUERN_ERROR_CURSOR,
                                         .message = "the stream is over: the session was rewound to a mark "
                                                    "from before it, or reset",
                                         .hint = "take the mark in the loop, or before the row" },
                             orphaned = { .code = QUERN_ERROR_CURSOR,
                                          .message =
                                              "the stream is over: the object that it is related to is gone, "
                                              "or its result was taken",
                                          .hint = "end it before the chunk that its object is in" };
    quern_error error = iterator->orphaned ? orphaned : rewound;
    error.site = iterator->site;
    if (iterator->rewound)
        quern__failure_set(&iterator->session->scope.failure, &error);
    iterator->rewound = false;
}

void *(quern_iterator_next)(quern_iterator *iterator)
{
    if (!iterator)
        return NULL;
    void *row = iterator->stream ? quern__stream_next(iterator->stream) : NULL;
    if (row)
        return row;
    tell_rewound(iterator);
    end(iterator);
    return NULL;
}

void quern_iterator_close(quern_iterator *iterator)
{
    if (!iterator)
        return;
    end(iterator);
    iterator->rewound = false;
    iterator->closed = true;
}

void quern_iterator_clear(quern_iterator **iterator)
{
    quern_iterator *gone = iterator ? *iterator : NULL;
    if (!gone)
        return;
    *iterator = NULL;
    end(gone);
    quern__session_let_go(gone->session, &gone->held);
    quern__release(gone->session->scope.allocator, gone);
}
