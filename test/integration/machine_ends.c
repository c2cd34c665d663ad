/* machine_ends.c: steps of the machine by which something ends: streams, marks and rewinds, results that are taken, the session itself; and
 * what outlives that. */
#include "test/integration/machine.h"

/* ---- Streams ---- */

static void end_stream(struct stream *stream)
{
    machine.lives[stream->life].dead = true;
    quern_iterator_clear(&stream->iterator);
}

void step_open_stream(void)
{
    struct stream *stream = &machine.streams[below(STREAMS)];
    const struct set *set = some_set(NULL);
    if (stream->iterator || !set || !usable(set))
        return;
    const quern_iterate_options options = { .chunk = 1 + (uint32_t)below(3), .ahead = below(2) ? -1 : 0 };
    *stream = (struct stream){ .model = set->model, .size = options.chunk };
    stream->life = begin_life(set->above, true);
    stream->iterator = (quern_iterate)(set->queryset, set->model, &options, sizeof options, QUERN_SITE);
}

void step_read_stream(void)
{
    struct stream *stream = &machine.streams[below(STREAMS)];
    if (!stream->iterator)
        return;
    const bool over = is_over(stream->life) || is_taken(stream->life);
    if (stream->rows % stream->size == 0 && stream->chunk)
        machine.lives[stream->chunk].dead = true;
    forget_dead();
    machine.may_fail = over;
    void *row = (quern_iterator_next)(stream->iterator);
    if (row && over)
        wrong("a row of a stream that is over");
    if (!row) {
        end_stream(stream);
        return;
    }
    if (stream->rows++ % stream->size == 0)
        stream->chunk = begin_life(stream->life, false);
    keep_object(stream->model, row, stream->chunk);
}

void step_close_stream(void)
{
    struct stream *stream = &machine.streams[below(STREAMS)];
    if (stream->iterator && below(3) == 0)
        end_stream(stream);
}

/* ---- The session ---- */

void step_mark(void)
{
    if (machine.mark_count < MARKS)
        machine.marks[machine.mark_count++] = (struct mark){ quern_session_mark(s), machine.clock };
}

void step_rewind_to_mark(void)
{
    if (!machine.mark_count)
        return;
    const size_t to = machine.mark_count - 1 - below(below(2) ? machine.mark_count : 1);
    end_younger(machine.marks[to].clock);
    machine.mark_count = to + below(2);
    if (!quern_session_rewind(s, machine.marks[to].mark))
        wrong("quern_session_rewind");
}

static void free_taken(struct taken *taken)
{
    if (taken->result)
        machine.lives[taken->life].dead = true;
    forget_dead();
    quern_result_free(taken->result);
    taken->result = NULL;
}

void step_take(void)
{
    struct taken *taken = &machine.taken[below(TAKEN)];
    struct set *set = some_set_of(NULL, below(4) ? 0 : 2);
    free_taken(taken);
    if (!set || !set->queryset || set->sliced || !usable(set))
        return;
    machine.may_fail = set->above != 0;
    quern_result *result = quern_result_take(set->queryset);
    if (!result)
        return;
    /* The objects go; the queryset stays, and has no cache. */
    machine.lives[set->life].taken = true;
    machine.lives[set->life].birth = 0;
    *taken = (struct taken){ result, set->life };
    set->life = begin_life(0, true);
    set->cached = false;
}

void step_adopt(void)
{
    const struct object *o = some_object(NULL);
    if (o)
        keep_object(o->model, (quern_adopt)(s, o->model, o->object, QUERN_SITE), begin_life(0, true));
}

void step_edit(void)
{
    const struct object *o = some_object(NULL);
    if (o && !is_taken(o->life) && !(quern_edit)(o->object, QUERN_SITE))
        wrong("quern_edit");
}

void step_reset(void)
{
    if (below(8))
        return;
    end_younger(0);
    machine.mark_count = 0;
    quern_session_reset(s);
    for (size_t i = 0; i < STREAMS; i++)
        quern_iterator_clear(&machine.streams[i].iterator);
    machine.raises = false;
}

void step_cancel(void)
{
    if (below(4))
        return;
    machine.may_fail = true;
    quern_session_cancel(s);
    (void)quern_count(quern_objects(s, player));
    for (size_t i = 0; i < STREAMS; i++) /* their transaction is aborted */
        if (machine.streams[i].iterator)
            end_stream(&machine.streams[i]);
}
