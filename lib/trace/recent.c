/* recent.c: see recent.h. An evaluation leaves its number in the drawer of its place; so who is there for the first time looks into one
 * drawer, and only where another place has been in the same one into the ring. */
#include "lib/trace/recent.h"

/* Addresses of texts differ in their lower bits, but not evenly. */
static size_t drawer_of(const char *site)
{
    return (uint64_t)(uintptr_t)site * UINT64_C(0x9e3779b97f4a7c15) >> QUERN__RECENT_SHIFT;
}

/* The latest of those after `before`, up to `n`. */
static uint64_t find(const quern__recent *recent, const char *site, uint64_t before, uint64_t n)
{
    while (n > before && recent->sites[(n - 1) % QUERN__RECENT_MOST] != site)
        n--;
    return n > before ? n : 0;
}

/* What it finds may be in the very place that it writes to. */
static uint64_t look(quern__recent *recent, const char *site)
{
    uint64_t *drawer = &recent->drawers[drawer_of(site)];
    const uint64_t latest = *drawer, count = recent->count;
    const uint64_t oldest = count > QUERN__RECENT_MOST ? count - QUERN__RECENT_MOST : 0;
    *drawer = count + 1;
    return find(recent, site, recent->before > oldest ? recent->before : oldest, latest);
}

uint64_t quern__recent_add(quern__recent *recent, const char *site, uint64_t step)
{
    if (recent->step != step)
        recent->before = recent->count;
    recent->step = step;
    const uint64_t found = site ? look(recent, site) : 0;
    recent->sites[recent->count++ % QUERN__RECENT_MOST] = site;
    return found;
}
