/* thread.c: which thread it is. The system numbers threads too, but gives the numbers of those that have ended to others. */
#ifdef __linux__
#define _DEFAULT_SOURCE /* for syscall */
#endif
#include "lib/pool/pool_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

static atomic_uint_least64_t last_number;

static uint64_t ask_kernel(void)
{
#ifdef SYS_gettid
    return (uint64_t)syscall(SYS_gettid);
#else
    return 0;
#endif
}

/* A forked child has one thread, which the system gave another number. */
const quern__thread *quern__thread_this(pid_t process)
{
    static _Thread_local quern__thread this_one;
    quern__thread *here = &this_one; /* which is looked for once */
    if (here->process == process)
        return here;
    here->process = process;
    here->kernel = ask_kernel();
    if (!here->number)
        here->number = atomic_fetch_add(&last_number, 1) + 1;
    return here;
}

/* "" where nobody knows, as when it has ended. */
static void read_name(uint64_t kernel_thread, char *out, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%" PRIu64 "/comm", kernel_thread);
    FILE *file = fopen(path, "re");
    if (!file || !fgets(out, (int)size, file))
        *out = '\0';
    out[strcspn(out, "\n")] = '\0';
    if (file)
        fclose(file);
}

void quern__thread_describe(uint64_t kernel_thread, char *out, size_t size)
{
    char name[64];
    if (!kernel_thread) {
        snprintf(out, size, "a thread");
        return;
    }
    read_name(kernel_thread, name, sizeof name);
    if (*name)
        snprintf(out, size, "thread %" PRIu64 " (%s)", kernel_thread, name);
    else
        snprintf(out, size, "thread %" PRIu64, kernel_thread);
}
