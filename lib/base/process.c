/* process.c: see process.h. The question is asked several times for each statement, and getpid is a system call. Linux can be told
 * to give a forked child some memory zeroed (MADV_WIPEONFORK, since 4.14): then reading a byte answers it. */
#ifdef __linux__
#define _DEFAULT_SOURCE /* for madvise and MAP_ANONYMOUS */
#endif
#include "lib/base/process.h"

#include <stdint.h>
#include <unistd.h>

#if defined __linux__
#include <sys/mman.h>
#endif

#if defined __linux__ && defined MADV_WIPEONFORK
static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* NULL when the kernel has none, or no memory. */
static const char *make_sign(void)
{
    char *page = mmap(NULL, page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return NULL;
    if (madvise(page, page_size(), MADV_WIPEONFORK) != 0) {
        munmap(page, page_size());
        return NULL;
    }
    *page = 1;
    return page;
}

static void drop_sign(const char *sign)
{
    munmap((void *)(uintptr_t)sign, page_size());
}
#else
static const char *make_sign(void)
{
    return NULL;
}

static void drop_sign(const char *sign)
{
    (void)sign;
}
#endif

quern__process quern__process_this(void)
{
    return (quern__process){ .id = getpid(), .sign = make_sign() };
}

bool quern__process_is_other(const quern__process *process)
{
    return getpid() != process->id;
}

void quern__process_forget(quern__process *process)
{
    if (process->sign)
        drop_sign(process->sign);
    *process = (quern__process){ .id = 0 };
}
