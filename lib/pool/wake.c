/* wake.c: descriptors that wake who polls. On Linux an eventfd, elsewhere a pipe; neither ever blocks. */
#include "lib/pool/pool_private.h"

#include <stdint.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/eventfd.h>

bool quern__wake_open(quern__wake *wake)
{
    wake->heard = wake->rung = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return wake->heard >= 0;
}
#else
#include <fcntl.h>

static bool tame(int fd)
{
    return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
}

bool quern__wake_open(quern__wake *wake)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    *wake = (quern__wake){ .heard = ends[0], .rung = ends[1] };
    if (tame(ends[0]) && tame(ends[1]))
        return true;
    quern__wake_close(wake);
    return false;
}
#endif

void quern__wake_close(quern__wake *wake)
{
    if (wake->rung >= 0 && wake->rung != wake->heard)
        close(wake->rung);
    if (wake->heard >= 0)
        close(wake->heard);
    wake->heard = wake->rung = -1;
}

/* One that is full has been rung before. */
void quern__wake_ring(const quern__wake *wake)
{
    const uint64_t one = 1;
    const ssize_t written = write(wake->rung, &one, sizeof one);
    (void)written;
}

void quern__wake_hush(int wake)
{
    char rung[64];
    while (read(wake, rung, sizeof rung) == (ssize_t)sizeof rung)
        continue;
}
