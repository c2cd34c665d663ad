/* memory.c: a list against a stream, each in a process of its own, so that one's memory is not the other's. */
#include "tour.h"

#include <sys/wait.h>
#include <unistd.h>

/* Of this process, in KiB, as the kernel counts it: "VmHWM", the most that it ever had. */
static int64_t memory_of(const char *what)
{
    char line[200];
    long kib = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, what, strlen(what)) == 0)
            kib = strtol(line + strlen(what) + 1, NULL, 10);
    if (status)
        fclose(status);
    return kib;
}

/* From here on, the most is counted anew. */
static void forget_the_most(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (!file)
        return;
    fputs("5", file);
    fclose(file);
}

static int64_t list(quern_session *s)
{
    int64_t pages = 0;
    RUN(QUERN_EACH(book, b, quern_objects(s, book)) pages += b->pages.value);
    return pages;
}

static int64_t stream(quern_session *s)
{
    int64_t pages = 0;
    RUN(QUERN_STREAM(book, b, quern_objects(s, book)) pages += b->pages.value);
    return pages;
}

/* In the child: the parent's db is not its own, so it opens one. */
static int measure(const char *url, int64_t (*work)(quern_session *), bool flat)
{
    quern_db *db = quern_open(url, QUERN_MODELS(author, book));
    quern_session *s = quern_session_open(db);
    quern_count(quern_objects(s, book)); /* so that the connection and its buffers are there */
    forget_the_most();
    const int64_t before = memory_of("VmRSS:");
    const int64_t pages = work(s);
    const int64_t more = memory_of("VmHWM:") - before;
    printf("    => %" PRId64 " pages; the process grew by %.1f MiB, the session holds %.1f MiB\n", pages,
           (double)more / 1024, (double)quern_session_bytes(s) / 1024 / 1024);
    check_bool("flat", more < 2048 && quern_session_bytes(s) < 1024 * 1024, flat);
    const bool failed = tour_failed || quern_failed(s);
    fputs(quern_error_text(s), stdout);
    quern_session_close(s);
    quern_close(db, 5000);
    fflush(stdout);
    return failed;
}

static void in_a_child(const char *url, int64_t (*work)(quern_session *), bool flat)
{
    int status = -1;
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0)
        _exit(measure(url, work, flat));
    if (child > 0)
        waitpid(child, &status, 0);
    tour_failed |= status != 0;
}

void memory(const char *url)
{
    chapter("50,000 books: a list against a stream");
    puts("\nA list holds all rows, as long as its session. A stream holds one chunk, of 2,000 rows unless "
         "told otherwise.\n");
    in_a_child(url, list, false);
    in_a_child(url, stream, true);
}
