/* bench.c: options, clock and chance; see bench.h. */
#include "bench.h"

#include <libpq-fe.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool usage(const char *program)
{
    fprintf(stderr,
            "usage: %s [-t] [-b] [-r ROUNDS] [-w WORK [-s quern|hand -n OPERATIONS]]\n"
            "  -t  tiny sizes: to see that it works\n"
            "  -b  rows without the header\n"
            "  -r  rounds of a comparison; a verdict needs %d\n"
            "  -w  only this work\n"
            "  -s  runs one side of it once, for strace and callgrind\n",
            program, (int)BENCH_ROUNDS);
    return false;
}

static bool read_option(bench_run *run, int letter)
{
    switch (letter) {
    case 't':
        run->tiny = true;
        return true;
    case 'b':
        run->rows_only = true;
        return true;
    case 'r':
        run->rounds = (unsigned)strtoul(optarg, NULL, 10);
        return run->rounds > 0;
    case 'w':
        run->work = optarg;
        return true;
    case 's':
        run->side = optarg;
        return strcmp(optarg, "quern") == 0 || strcmp(optarg, "hand") == 0;
    case 'n':
        run->operations = strtoull(optarg, NULL, 10);
        return true;
    default:
        return false;
    }
}

bool bench_read(int argc, char **argv, bench_run *run)
{
    *run = (bench_run){ .rounds = BENCH_ROUNDS, .operations = 1000 };
    for (int letter; (letter = getopt(argc, argv, "tbr:w:s:n:")) != -1;)
        if (!read_option(run, letter))
            return usage(argv[0]);
    if (optind < argc || (run->side && !run->work))
        return usage(argv[0]);
    if (run->tiny)
        run->rounds = 2;
    return true;
}

bool bench_wants(const bench_run *run, const char *key)
{
    return !run->work || strcmp(run->work, key) == 0;
}

uint64_t bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* Its log of each statement would be most of what a lookup costs. Only a superuser may switch that off. */
static bool may_be_silent(const char *uri)
{
    PGconn *conn = PQconnectdb(uri);
    const bool good = PQstatus(conn) == CONNECTION_OK;
    PQfinish(conn);
    return good;
}

const char *bench_uri(void)
{
    static char silent[1000];
    const char *given = getenv("QUERN_TEST_URL");
    if (!given || !*given) {
        bench_fail("QUERN_TEST_URL is not set: tools/with-postgres sets it");
        return NULL;
    }
    const int size = snprintf(silent, sizeof silent, "%s%coptions=-c%%20log_statement%%3Dnone", given,
                              strchr(given, '?') ? '&' : '?');
    return strstr(given, "://") && size < (int)sizeof silent && may_be_silent(silent) ? silent : given;
}

size_t bench_resident(void)
{
    unsigned long all = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file)
        return 0;
    if (fscanf(file, "%lu %lu", &all, &resident) != 2)
        resident = 0;
    fclose(file);
    return resident * (size_t)sysconf(_SC_PAGESIZE);
}

/* Knuth's MMIX generator; its high bits are the good ones. */
int64_t bench_next(uint64_t *state, int64_t most)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((*state >> 33) % (uint64_t)most) + 1;
}

bool bench_fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return false;
}
