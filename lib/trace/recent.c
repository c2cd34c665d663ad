/* recent.c: see recent.h. */
#include "lib/trace/recent.h"

#include <string.h>

/* The last place first: a loop has few. */
uint64_t quern__recent_add(quern__recent *recent, const char *site, uint64_t step)
{
    if (recent->step != step)
        memset(recent->sites, 0, sizeof recent->sites);
    recent->step = step;
    uint64_t found = 0;
    for (uint64_t n = recent->count; n && n + QUERN__RECENT_MOST > recent->count && !found; n--)
        if (recent->sites[(n - 1) % QUERN__RECENT_MOST] == site && site)
            found = n;
    recent->sites[recent->count++ % QUERN__RECENT_MOST] = site;
    return found;
}
