/* process.h: whether a thing is still in the process that made it. */
#ifndef QUERN__BASE_PROCESS_H
#define QUERN__BASE_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

/* The process that made a thing. Zeroed: none. */
typedef struct quern__process {
    pid_t id;
    const char *sign; /* a byte that a forked child finds zero; NULL where there is no such memory */
} quern__process;

/* This process. Never fails. It has to be let go by quern__process_forget. */
quern__process quern__process_this(void);

/* The same without a sign: by a system call. */
bool quern__process_is_other(const quern__process *process);

/* True in a child that was forked since. Any thread. */
static inline bool quern__process_forked(const quern__process *process)
{
    return process->sign ? !*(const volatile char *)process->sign : quern__process_is_other(process);
}

/* Also in such a child; zeroes it. */
void quern__process_forget(quern__process *process);

#endif
