/* lane.c: see lane.h. */
#include "test/support/lane.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

/* Of one read; and of what waits, beyond which the sender has to. */
enum { PIECE_MOST = 65536, HELD_MOST = 16 << 20 };

int64_t quern__lane_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void quern__lane_open(quern__lane *l, int from, int to)
{
    *l = (quern__lane){ .from = from, .to = to };
    l->last = &l->first;
}

static void drop_first(quern__lane *l)
{
    quern__piece *gone = l->first;
    l->first = gone->next;
    if (!l->first)
        l->last = &l->first;
    l->held -= gone->size;
    free(gone);
}

void quern__lane_close(quern__lane *l)
{
    while (l->first)
        drop_first(l);
}

bool quern__lane_has_room(const quern__lane *l)
{
    return !l->ended && l->held < HELD_MOST;
}

/* The first piece that has not gone. */
static quern__piece *next(const quern__lane *l)
{
    quern__piece *first = l->first;
    return first && first->sent == first->size ? first->next : first;
}

int64_t quern__lane_due(const quern__lane *l)
{
    const quern__piece *first = next(l);
    return first ? first->due : INT64_MAX;
}

static bool would_wait(ssize_t result)
{
    return result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

const quern__piece *quern__lane_read(quern__lane *l, int64_t delay)
{
    quern__piece *made = malloc(sizeof *made + PIECE_MOST);
    const ssize_t size = made ? recv(l->from, made->bytes, PIECE_MOST, 0) : 0;
    if (size <= 0) {
        l->ended |= !would_wait(size);
        free(made);
        return NULL;
    }
    quern__piece *fitting = realloc(made, sizeof *made + (size_t)size);
    made = fitting ? fitting : made;
    made->next = NULL;
    made->due = quern__lane_now() + delay;
    made->size = (size_t)size;
    made->sent = 0;
    *l->last = made;
    l->last = &made->next;
    l->held += made->size;
    return made;
}

quern__written quern__lane_write(quern__lane *l, size_t most)
{
    const quern__written nothing = { .size = 0 };
    if (l->first && l->first->sent == l->first->size)
        drop_first(l);
    quern__piece *first = l->first;
    if (!first || !most || l->broken || first->due > quern__lane_now())
        return nothing;
    const size_t left = first->size - first->sent;
    const unsigned char *bytes = first->bytes + first->sent;
    const ssize_t size = send(l->to, bytes, left < most ? left : most, MSG_NOSIGNAL);
    if (size <= 0) {
        l->broken = !would_wait(size);
        return nothing;
    }
    first->sent += (size_t)size;
    return (quern__written){ .bytes = bytes, .size = (size_t)size };
}

void quern__lane_tell_end(quern__lane *l)
{
    if (!l->ended || next(l) || l->told)
        return;
    shutdown(l->to, SHUT_WR);
    l->told = true;
}
