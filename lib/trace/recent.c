/* recent.c: see recent.h. */
#include "lib/trace/recent.h"

#include <stdbool.h>

/* Most are not: so all are looked at, in no order and without a branch. */
static bool is_there(const quern__recent *recent, const char *site)
{
    bool there = false;
    for (size_t i = 0; i < QUERN__RECENT_MOST; i++)
        there |= recent->sites[i] == site;
    return there;
}

/* The latest first: the body of a loop has few. */
static uint64_t find(const quern__recent *recent, const char *site)
{
    const uint64_t count = recent->count;
    const uint64_t oldest = count < QUERN__RECENT_MOST ? 0 : count - QUERN__RECENT_MOST;
    const uint64_t before = recent->before > oldest ? recent->before : oldest;
    for (uint64_t n = count; n > before; n--)
        if (recent->sites[(n - 1) % QUERN__RECENT_MOST] == site)
            return n;
    return 0;
}

uint64_t quern__recent_add(quern__recent *recent, const char *site, uint64_t step)
{
    if (recent->step != step)
        recent->before = recent->count;
    recent->step = step;
    const uint64_t found = site && is_there(recent, site) ? find(recent, site) : 0;
    recent->sites[recent->count++ % QUERN__RECENT_MOST] = site;
    return found;
}
